package dev.ragged.eval;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ragged.RaggedException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers to the questions of labelled sets, one a line: {@code {"set": ..., "by": ..., "question":
 * ..., "ndcg_10": ..., ..., "hits": [...]}}. A later run, with another model, backend or version,
 * is compared with them.
 */
public final class AnswersFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Key(String set, String by) {}

  private final Path file;
  private final Map<Key, LabelledRanking> rankings = new LinkedHashMap<>();

  private AnswersFile(Path file) {
    this.file = file;
  }

  /** Writes the answers of a report. */
  public static void write(LabelledReport report, Writer to) throws IOException {
    for (LabelledRanking ranking : report.rankings()) {
      for (LabelledAnswer answer : ranking.answers()) {
        Map<String, Object> line =
            Report.object("set", report.set(), "by", ranking.name(), "question", answer.question());
        for (LabelMeasure measure : LabelMeasure.values()) {
          double value = answer.value(measure);
          line.put(measure.key(), Double.isNaN(value) ? null : value);
        }
        line.put("hits", answer.hits());
        to.write(json(line) + "\n");
      }
    }
  }

  private static String json(Map<String, Object> line) {
    try {
      return JSON.writeValueAsString(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads answers; of what was measured, only the nDCG@10.
   *
   * @throws RaggedException if the file is invalid; names the first bad line and what is wrong
   */
  public static AnswersFile read(Path file) {
    Map<Key, Map<String, LabelledAnswer>> answers = new LinkedHashMap<>();
    try (Lines lines = new Lines(file)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        JsonNode node = lines.object(line);
        String question = text(lines, node, "question");
        Key key = new Key(text(lines, node, "set"), text(lines, node, "by"));
        Map<LabelMeasure, Double> values = new EnumMap<>(LabelMeasure.class);
        values.put(LabelMeasure.NDCG_10, share(lines, node, LabelMeasure.NDCG_10.key()));
        LabelledAnswer answer = new LabelledAnswer(question, List.of(), values);
        if (answers.computeIfAbsent(key, k -> new LinkedHashMap<>()).put(question, answer)
            != null) {
          throw lines.error("the question '" + question + "' appears twice by " + key.by());
        }
      }
    }
    AnswersFile read = new AnswersFile(file);
    answers.forEach(
        (key, all) ->
            read.rankings.put(
                key, new LabelledRanking(key.by(), false, List.copyOf(all.values()))));
    return read;
  }

  private static String text(Lines lines, JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw lines.error("'" + name + "' is not a string with something in it");
    }
    return value.textValue();
  }

  private static double share(Lines lines, JsonNode node, String name) {
    JsonNode value = node.path(name);
    if (!value.isNumber() || !(value.doubleValue() >= 0 && value.doubleValue() <= 1)) {
      throw lines.error("'" + name + "' is not a number between 0 and 1");
    }
    return value.doubleValue();
  }

  /**
   * The report with a comparison of each of its modes with the same here, over the questions that
   * both have.
   *
   * @throws RaggedException if there is nothing here to compare with
   */
  public LabelledReport compare(LabelledReport report) {
    List<PairedTest> against = new ArrayList<>();
    for (LabelledRanking ranking : report.rankings()) {
      LabelledRanking earlier = rankings.get(new Key(report.set(), ranking.name()));
      PairedTest test =
          earlier == null
              ? null
              : PairedTest.of(ranking, earlier.named(ranking.name() + " of " + file.getFileName()));
      if (test != null && test.questions() > 0) {
        against.add(test);
      }
    }
    if (against.isEmpty()) {
      throw new RaggedException(
          file
              + " has no answers to these questions of "
              + report.set()
              + " in one of these modes; name a file that a run with the same questions wrote.");
    }
    return report.withAgainst(against);
  }
}
