package dev.ragged.leann.upstream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ragged.Metadata;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Passages by id, from lines of JSON and their offsets. Safe for use by several threads. */
final class UpstreamPassages implements AutoCloseable {
  private static final int MAX_DEPTH = 64;
  private static final int FIRST_READ = 1 << 12;
  private static final int MAX_LINE_BYTES = 64 << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(MAX_LINE_BYTES)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .build();

  private final Path file;

  /**
   * No channel: one that is interrupted in a read is closed, for all threads. Guarded by itself.
   */
  private final RandomAccessFile lines;

  private final Map<String, Long> offsets;

  private UpstreamPassages(Path file, RandomAccessFile lines, Map<String, Long> offsets) {
    this.file = file;
    this.lines = lines;
    this.offsets = offsets;
  }

  /**
   * Opens passages.
   *
   * @param passages {@code .passages.jsonl}
   * @param index {@code .passages.idx}
   */
  static UpstreamPassages open(Path passages, Path index) throws IOException {
    Map<String, Long> offsets = PickledOffsets.read(index, Files.readAllBytes(index));
    RandomAccessFile lines = new RandomAccessFile(passages.toFile(), "r");
    long size = lines.length();
    for (Map.Entry<String, Long> entry : offsets.entrySet()) {
      if (entry.getValue() < 0 || entry.getValue() >= size) {
        lines.close();
        throw new RaggedException(
            index
                + " says that passage '"
                + entry.getKey()
                + "' begins at byte "
                + entry.getValue()
                + " of "
                + size
                + "; build the index again.");
      }
    }
    return new UpstreamPassages(passages, lines, offsets);
  }

  boolean has(String id) {
    return offsets.containsKey(id);
  }

  int count() {
    return offsets.size();
  }

  /**
   * A passage, without a vector.
   *
   * @throws RaggedException if it cannot be read or belongs to another id
   */
  Passage get(String id) {
    Long offset = offsets.get(id);
    if (offset == null) {
      throw wrong(id, "is not listed");
    }
    try {
      JsonNode passage = JSON.readTree(line(id, offset));
      JsonNode named = passage.path("id");
      if (!passage.path("text").isTextual() || (named.isTextual() && !named.asText().equals(id))) {
        throw wrong(id, "is not at its offset");
      }
      return new Passage(
          id, passage.get("text").asText(), metadata(passage.path("metadata")), null);
    } catch (JsonProcessingException e) {
      throw wrong(id, "is not valid JSON");
    } catch (IllegalArgumentException e) {
      throw wrong(id, "cannot be used (" + e.getMessage() + ")");
    } catch (IOException e) {
      throw wrong(id, "cannot be read (" + e.getMessage() + ")");
    }
  }

  private RaggedException wrong(String id, String what) {
    return new RaggedException(
        "Passage '" + id + "' of " + file + " " + what + "; build the index again.");
  }

  private String line(String id, long offset) throws IOException {
    for (int size = FIRST_READ; size <= MAX_LINE_BYTES; size *= 4) {
      byte[] bytes = new byte[size];
      int read = read(offset, bytes);
      for (int i = 0; i < read; i++) {
        if (bytes[i] == '\n') {
          return new String(bytes, 0, i, StandardCharsets.UTF_8);
        }
      }
      if (read < size) {
        return new String(bytes, 0, read, StandardCharsets.UTF_8);
      }
    }
    throw wrong(id, "is larger than " + (MAX_LINE_BYTES >> 20) + " MB");
  }

  /** Reads as much as there is; returns how much. */
  private int read(long offset, byte[] bytes) throws IOException {
    synchronized (lines) {
      lines.seek(offset);
      int read = 0;
      for (int more; read < bytes.length; read += more) {
        more = lines.read(bytes, read, bytes.length - read);
        if (more < 0) {
          break;
        }
      }
      return read;
    }
  }

  /** Single values and lists of them; what metadata cannot hold is kept as JSON text. */
  private static Metadata metadata(JsonNode node) {
    Map<String, Object> values = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      Object value = value(entry.getValue());
      if (value != null && !entry.getKey().isEmpty()) {
        values.put(entry.getKey(), value);
      }
    }
    return Metadata.of(values);
  }

  private static Object value(JsonNode node) {
    if (node.isNull()) {
      return null;
    }
    if (node.isArray() && !node.isEmpty()) {
      List<Object> items = new ArrayList<>();
      node.forEach(item -> items.add(item.isValueNode() && !item.isNull() ? value(item) : null));
      boolean alike =
          items.stream().noneMatch(item -> item == null)
              && items.stream().map(Object::getClass).distinct().count() == 1;
      return alike ? items : node.toString();
    }
    return node.isBoolean()
        ? (Object) node.booleanValue()
        : node.isIntegralNumber() && node.canConvertToLong()
            ? (Object) node.longValue()
            : node.isNumber() && Double.isFinite(node.doubleValue())
                ? (Object) node.doubleValue()
                : node.isTextual() ? node.textValue() : node.toString();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
