package dev.ragged.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ragged.Metadata;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.Utf8;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads passages from a file with one JSON object per line: {@code {"id": ..., "text": ...,
 * "metadata": {...}, "embedding": [...]}}. Text or embedding is required, the rest is optional; a
 * passage without an id is named after its file and line.
 */
final class JsonLines implements AutoCloseable {
  private static final int MAX_DEPTH = 4;
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;
  private final long maxLineBytes;
  private final int dimension;
  private final InputStream stream;
  private long line;
  private long bytesRead;

  /**
   * Opens a file.
   *
   * @param dimension the dimension that embeddings must have
   */
  JsonLines(Path file, long maxLineBytes, int dimension) {
    this.file = file;
    this.maxLineBytes = maxLineBytes;
    this.dimension = dimension;
    try {
      this.stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    } catch (IOException e) {
      throw new RaggedException(file + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  /**
   * Reads a whole file to check that it can be added.
   *
   * @throws RaggedException that names the first invalid line and what is wrong
   */
  static void validate(Path file, long maxLineBytes, int dimension) {
    Map<String, Long> lines = new HashMap<>();
    try (JsonLines reader = new JsonLines(file, maxLineBytes, dimension)) {
      for (Passage passage = reader.next(); passage != null; passage = reader.next()) {
        Long before = lines.putIfAbsent(passage.id(), reader.line);
        if (before != null) {
          throw reader.wrong("the id '" + passage.id() + "' is already on line " + before);
        }
      }
    }
  }

  /** How much of the file has been read. */
  long bytes() {
    return bytesRead;
  }

  /** The next passages; none at the end. */
  List<Passage> next(int limit) {
    List<Passage> passages = new ArrayList<>();
    while (passages.size() < limit) {
      Passage passage = next();
      if (passage == null) {
        break;
      }
      passages.add(passage);
    }
    return passages;
  }

  private Passage next() {
    while (true) {
      String text = nextLine();
      if (text == null) {
        return null;
      }
      if (!text.isBlank()) {
        return passage(text);
      }
    }
  }

  private Passage passage(String text) {
    JsonNode node;
    try {
      node = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw wrong("it is not valid JSON: " + e.getOriginalMessage());
    }
    if (!node.isObject()) {
      throw wrong("it is not a JSON object");
    }
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!List.of("id", "text", "metadata", "embedding").contains(name)) {
                throw wrong(
                    "the field '" + name + "' is not one of id, text, metadata and embedding");
              }
            });
    String id = node.path("id").isIntegralNumber() ? node.get("id").asText() : string(node, "id");
    try {
      return new Passage(
          id == null ? Utf8.wellFormed(file.toString()) + "#" + line : id,
          string(node, "text"),
          metadata(node.get("metadata")),
          embedding(node.get("embedding")));
    } catch (IllegalArgumentException e) {
      throw refused(e.getMessage());
    }
  }

  private String string(JsonNode node, String name) {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw wrong("'" + name + "' is not a string");
    }
    return value.textValue();
  }

  private Metadata metadata(JsonNode node) {
    if (node == null || node.isNull()) {
      return Metadata.EMPTY;
    }
    if (!node.isObject()) {
      throw wrong("'metadata' is not an object");
    }
    Map<String, Object> values = new TreeMap<>();
    node.properties()
        .forEach(
            field -> {
              // Other tools write null for missing values.
              if (!field.getValue().isNull()) {
                values.put(field.getKey(), value(field));
              }
            });
    return Metadata.of(values);
  }

  private Object value(Map.Entry<String, JsonNode> field) {
    JsonNode node = field.getValue();
    if (!node.isArray()) {
      return scalar(field.getKey(), node);
    }
    List<Object> items = new ArrayList<>();
    node.forEach(item -> items.add(scalar(field.getKey(), item)));
    return items;
  }

  private Object scalar(String key, JsonNode node) {
    if (node.isTextual()) {
      return node.textValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isIntegralNumber()) {
      if (!node.canConvertToLong()) {
        throw wrong("metadata '" + key + "' is too large a number to store");
      }
      return node.longValue();
    }
    if (node.isNumber()) {
      return node.doubleValue();
    }
    throw wrong(
        "metadata '"
            + key
            + "' is "
            + (node.isNull() ? "null" : "nested")
            + ", which cannot be stored");
  }

  private float[] embedding(JsonNode node) {
    if (node == null || node.isNull()) {
      return null;
    }
    if (!node.isArray()) {
      throw wrong("'embedding' is not a list of numbers");
    }
    if (node.size() != dimension) {
      throw wrong(
          "'embedding' has " + node.size() + " numbers, the collection's have " + dimension);
    }
    float[] vector = new float[node.size()];
    for (int i = 0; i < vector.length; i++) {
      JsonNode item = node.get(i);
      if (!item.isNumber() || !Float.isFinite(item.floatValue())) {
        throw wrong("'embedding' is not a list of finite numbers");
      }
      vector[i] = item.floatValue();
    }
    return vector;
  }

  private String nextLine() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
      int b = stream.read();
      if (b < 0) {
        return null;
      }
      line++;
      bytesRead++;
      for (; b >= 0 && b != '\n'; b = stream.read(), bytesRead++) {
        if (bytes.size() >= maxLineBytes) {
          throw wrong("it is longer than " + maxLineBytes + " bytes");
        }
        bytes.write(b);
      }
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString();
      return line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw wrong("it is not UTF-8");
    } catch (IOException e) {
      throw new RaggedException(file + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  /**
   * @param what what is wrong with the line, without a full stop
   */
  private RaggedException wrong(String what) {
    return refused(what + ".");
  }

  /**
   * @param sentence what is wrong with the line
   */
  private RaggedException refused(String sentence) {
    return new RaggedException(
        "Line " + line + " of " + file + " cannot be added, so nothing was written: " + sentence);
  }

  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException e) {
      throw new RaggedException(file + " cannot be closed: " + e.getMessage() + ".", e);
    }
  }
}
