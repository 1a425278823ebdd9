package dev.ragged.app.chat;

import dev.ragged.app.json.Json;
import java.util.Map;

/**
 * What a model answered.
 *
 * @param text as it came
 * @param inputTokens of the prompt as the server counts them, or null
 * @param outputTokens of the answer, or null
 * @param cutShort whether the server ended it at a limit of its length
 * @param stopped whether the user did not want to hear the rest
 * @param failure why the rest is missing, as a sentence, or null
 */
public record Reply(
    String text,
    Integer inputTokens,
    Integer outputTokens,
    boolean cutShort,
    boolean stopped,
    String failure) {

  /** The tokens as JSON. */
  Map<String, Object> usage() {
    return Json.object("input_tokens", inputTokens, "output_tokens", outputTokens);
  }
}
