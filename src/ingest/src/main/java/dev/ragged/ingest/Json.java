package dev.ragged.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Reads files that are one JSON value. */
final class Json {
  private static final int MAX_DEPTH = 500;

  static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  // A picture is a string. The file's size is limited.
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

  private Json() {}

  /**
   * @throws UnusableFileException if it is not JSON
   */
  static JsonNode read(String text) throws UnusableFileException {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw UnusableFileException.damaged();
    }
  }
}
