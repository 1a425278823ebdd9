package dev.ragged.app.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Reads JSON that may be hostile: nesting is limited, and duplicate keys and anything after the
 * document are refused rather than ignored.
 */
public final class StrictJson {
  private StrictJson() {}

  /**
   * A mapper to begin with.
   *
   * @param maxDepth objects and lists inside each other
   */
  public static JsonMapper.Builder mapper(int maxDepth) {
    return JsonMapper.builder(
            JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(maxDepth).build())
                .build())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }
}
