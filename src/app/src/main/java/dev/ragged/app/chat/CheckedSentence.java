package dev.ragged.app.chat;

import dev.ragged.app.json.Json;
import java.util.List;
import java.util.Map;

/**
 * A sentence of an answer, and what was found when it was held against the sources.
 *
 * @param start offset in the answer
 * @param end offset after its last character
 * @param text as the model wrote it
 * @param cited the sources that it cites
 * @param unknown the numbers that it cites and that no source has
 * @param notQuoted what it has in quotation marks, and no source that it cites says so
 * @param support the share of its words that stand in the sources that it cites, 0 to 1
 */
public record CheckedSentence(
    int start,
    int end,
    String text,
    List<Integer> cited,
    List<Integer> unknown,
    List<String> notQuoted,
    double support) {

  /** With a smaller share of its words in the sources, a sentence says something else. */
  public static final double MIN_SUPPORT = 0.5;

  /** Whether every check passes. */
  public boolean supported() {
    return !cited.isEmpty() && unknown.isEmpty() && notQuoted.isEmpty() && support >= MIN_SUPPORT;
  }

  /** As JSON. */
  public Map<String, Object> json() {
    return Json.object(
        "text",
        text,
        "cited",
        cited,
        "unknown",
        unknown,
        "not_quoted",
        notQuoted,
        "support",
        Math.round(support * 1e3) / 1e3,
        "supported",
        supported());
  }
}
