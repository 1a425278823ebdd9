package dev.ragged.eval;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ragged.RaggedException;
import dev.ragged.Utf8;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A data set in BEIR's layout: {@code corpus.jsonl}, {@code queries.jsonl} and relevance judgements
 * in {@code qrels/test.tsv}. Only queries with a relevant text become questions.
 */
public final class BeirFolder {
  private static final String CORPUS = "corpus.jsonl";
  private static final String QUERIES = "queries.jsonl";
  private static final List<String> QRELS =
      List.of("qrels/test.tsv", "qrels/dev.tsv", "qrels/train.tsv", "qrels.tsv");

  /** All texts are kept in memory, and so are their vectors. */
  private static final long MAX_CHARACTERS = 1_000_000_000;

  private BeirFolder() {}

  /** Whether a folder has this layout. */
  public static boolean isBeirFolder(Path folder) {
    return Files.isRegularFile(folder.resolve(CORPUS));
  }

  /**
   * Reads a data set.
   *
   * @throws RaggedException if a file is invalid; names the first bad line and what is wrong with
   *     it
   */
  public static LabelledSet read(Path folder) {
    Map<String, String> corpus = texts(folder.resolve(CORPUS));
    Map<String, String> queries = texts(folder.resolve(QUERIES));
    List<String> passageIds = new ArrayList<>();
    List<String> passages = new ArrayList<>();
    Map<String, Integer> numbers = new HashMap<>();
    corpus.forEach(
        (id, text) -> {
          // A blank text cannot be embedded and answers nothing.
          if (!text.isBlank()) {
            numbers.put(id, passages.size());
            passageIds.add(id);
            passages.add(text);
          }
        });
    Map<String, Map<Integer, Integer>> relevant = new LinkedHashMap<>();
    judgements(folder, corpus, queries, numbers, relevant);
    List<String> questionIds = new ArrayList<>();
    List<DataSet.Question> questions = new ArrayList<>();
    relevant.forEach(
        (query, answers) -> {
          if (!answers.isEmpty() && !queries.get(query).isBlank()) {
            questionIds.add(query);
            questions.add(new DataSet.Question(queries.get(query), answers));
          }
        });
    DataSet data = new DataSet(folder.toString(), passages, questions);
    return new LabelledSet(data, passageIds, questionIds);
  }

  /** Ids to texts, in the file's order. */
  private static Map<String, String> texts(Path file) {
    Map<String, String> texts = new LinkedHashMap<>();
    long characters = 0;
    try (Lines lines = new Lines(file)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        JsonNode node = lines.object(line);
        JsonNode id = node.path("_id");
        if (!(id.isTextual() && !id.textValue().isEmpty()) && !id.isIntegralNumber()) {
          throw lines.error("'_id' is neither a string nor a whole number");
        }
        String title = string(lines, node, "title", "");
        String text = string(lines, node, "text", null);
        String whole = title.isBlank() ? text : title + "\n" + text;
        characters += whole.length();
        if (characters > MAX_CHARACTERS) {
          throw lines.error(
              "the texts up to it have more than " + MAX_CHARACTERS + " characters together");
        }
        if (texts.putIfAbsent(id.asText(), whole) != null) {
          throw lines.error("the _id '" + id.asText() + "' appears twice");
        }
      }
    }
    return texts;
  }

  /**
   * @param defaultValue used where the field is missing; null if the field is required
   */
  private static String string(Lines lines, JsonNode node, String name, String defaultValue) {
    JsonNode value = node.get(name);
    if (defaultValue != null && (value == null || value.isNull())) {
      return defaultValue;
    }
    if (value == null || !value.isTextual()) {
      throw lines.error("'" + name + "' is not a string");
    }
    return Utf8.wellFormed(value.textValue());
  }

  private static void judgements(
      Path folder,
      Map<String, String> corpus,
      Map<String, String> queries,
      Map<String, Integer> numbers,
      Map<String, Map<Integer, Integer>> relevant) {
    Path file =
        QRELS.stream()
            .map(folder::resolve)
            .filter(Files::isRegularFile)
            .findFirst()
            .orElseThrow(
                () -> new RaggedException("There is no qrels/test.tsv in " + folder + "."));
    try (Lines lines = new Lines(file)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        String[] fields = line.split("\t", -1);
        if (fields.length != 3) {
          throw lines.error("it has " + fields.length + " tab-separated fields instead of 3");
        }
        if (lines.number() == 1 && fields[0].equals("query-id")) {
          continue;
        }
        if (!queries.containsKey(fields[0])) {
          throw lines.error("there is no query '" + fields[0] + "' in " + QUERIES);
        }
        if (!corpus.containsKey(fields[1])) {
          throw lines.error("there is no text '" + fields[1] + "' in " + CORPUS);
        }
        int score = score(lines, fields[2]);
        var answers = relevant.computeIfAbsent(fields[0], id -> new LinkedHashMap<>());
        if (score > 0 && numbers.containsKey(fields[1])) {
          answers.put(numbers.get(fields[1]), score);
        }
      }
    }
  }

  private static int score(Lines lines, String text) {
    try {
      int score = Integer.parseInt(text.strip());
      if (score >= -1_000 && score <= 1_000) {
        return score;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw lines.error("the score '" + text + "' is not a whole number between -1000 and 1000");
  }
}
