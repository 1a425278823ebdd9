package dev.ragged.app.chat;

import dev.ragged.app.answer.Answer;
import dev.ragged.app.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An answer with its sources.
 *
 * @param asked the question as the user put it
 * @param found what the search found for {@code found.question()}, the whole question
 * @param sources what the model was given
 * @param prompt what it was asked; null if nothing was near enough
 * @param model its name; null if it was not asked
 * @param reply what it answered; null if it was not asked
 * @param sentences the answer's, as they were checked
 */
public record AskReport(
    String asked,
    Answer found,
    List<Source> sources,
    Prompt prompt,
    String model,
    Reply reply,
    List<CheckedSentence> sentences) {

  public AskReport {
    sources = List.copyOf(sources);
    sentences = List.copyOf(sentences);
  }

  /** Whether nothing was near enough to the question to ask a model. */
  public boolean refused() {
    return prompt == null;
  }

  /** The numbers that the answer cites and that exist. */
  public Set<Integer> cited() {
    Set<Integer> cited = new TreeSet<>();
    sentences.forEach(sentence -> cited.addAll(sentence.cited()));
    return cited;
  }

  /** As JSON. */
  public Map<String, Object> json() {
    Set<Integer> cited = cited();
    Map<String, Object> json =
        Json.object(
            "question",
            asked,
            "searched",
            found.question(),
            "answer",
            reply == null ? null : reply.text(),
            "refused",
            refused(),
            "citations",
            citations(),
            "checks",
            sentences.stream().map(CheckedSentence::json).toList(),
            "sources",
            sources.stream().map(source -> source.json(cited.contains(source.number()))).toList());
    json.put("hits", found.json().get("hits"));
    json.put("model", model);
    json.put("usage", reply == null ? null : reply.usage());
    json.put("cut_short", reply != null && reply.cutShort());
    json.put("stopped", reply != null && reply.stopped());
    json.put("error", reply == null ? null : reply.failure());
    json.put("stats", found.json().get("stats"));
    return json;
  }

  /** The prompt as JSON. */
  public Map<String, Object> promptJson() {
    return Json.object(
        "question",
        asked,
        "refused",
        refused(),
        "prompt",
        refused() ? null : Json.object("system", prompt.system(), "user", prompt.user()),
        "sources",
        sources.stream().map(source -> source.json(false)).toList());
  }

  /**
   * One for each number: whether it exists, and whether all sentences that cite it are supported.
   */
  private List<Map<String, Object>> citations() {
    Map<Integer, Boolean> supported = new TreeMap<>();
    for (CheckedSentence sentence : sentences) {
      sentence.cited().forEach(n -> supported.merge(n, sentence.supported(), Boolean::logicalAnd));
      sentence.unknown().forEach(n -> supported.put(n, false));
    }
    return supported.entrySet().stream()
        .map(
            entry -> {
              Source source =
                  sources.stream()
                      .filter(one -> one.number() == entry.getKey())
                      .findFirst()
                      .orElse(null);
              Map<String, Object> citation = new LinkedHashMap<>();
              citation.put("n", entry.getKey());
              citation.put("id", source == null ? null : source.id());
              citation.put("place", source == null ? null : source.place().json());
              citation.put("known", source != null);
              citation.put("supported", entry.getValue());
              return citation;
            })
        .toList();
  }
}
