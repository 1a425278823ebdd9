package dev.ragged.leann.internal.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ragged.testkit.Seeds;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.lucene.codecs.compressing.CompressionMode;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.store.ByteBuffersIndexInput;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("random")
class ChunkColumnsTest {
  private static final int ID = 3 << 3;
  private static final int METADATA = 5 << 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final long seed = Seeds.seed();
  private final Random random = new Random(seed);
  private final ByteBuffersDataOutput chunk = new ByteBuffersDataOutput();

  private void add(String id, String metadata) throws IOException {
    chunk.writeVInt(ID);
    chunk.writeString(id);
    if (metadata != null) {
      chunk.writeVInt(METADATA);
      chunk.writeString(metadata);
    }
  }

  private static byte[] rows(byte[] columns, int length) throws IOException {
    byte[] rows = new byte[length + 100]; // as an array that a larger chunk was in before
    ChunkRows.of(columns, rows, length).makeUpTo(length);
    return Arrays.copyOf(rows, length);
  }

  /** Passages as files have them. */
  private void addFiles(int passages) throws IOException {
    for (int file = 0; passages > 0; file++) {
      byte[] digest = new byte[32];
      random.nextBytes(digest);
      int line = 1;
      for (int i = 0; i < 15 && passages-- > 0; i++) {
        Map<String, Object> metadata = new TreeMap<>();
        metadata.put("source", "/home/somebody/documents/manual-" + file + ".html");
        metadata.put("modified", "2026-11-20T12:00:00Z");
        metadata.put("start_line", line);
        line += 5 + random.nextInt(30);
        metadata.put("end_line", line);
        metadata.put("overlap_bytes", random.nextInt(128));
        if (i == 0) {
          StringBuilder hexadecimal = new StringBuilder();
          for (byte one : digest) {
            hexadecimal.append(String.format("%02x", one));
          }
          metadata.put("source_sha256", hexadecimal.toString());
        }
        add(metadata.get("source") + "#" + i, JSON.writeValueAsString(metadata));
      }
    }
  }

  @Test
  void should_take_little_for_passages_of_files() throws IOException {
    addFiles(300);
    byte[] rows = chunk.toArrayCopy();
    byte[] columns = ChunkColumns.of(rows, rows.length);
    assertArrayEquals(rows, rows(columns, rows.length), "seed " + seed);
    long asRows = compressed(new ZstdCompression(17, rows.length, null), rows);
    long asColumns = compressed(new ColumnarCompression(17, rows.length), rows);
    assertTrue(2 * asColumns < asRows, asColumns + " and " + asRows + ", seed " + seed);
    int whatTheyNeed = 20 * 32 + 300 * 3;
    assertTrue(asColumns < 1.5 * whatTheyNeed, asColumns + ", seed " + seed);
  }

  private static long compressed(CompressionMode mode, byte[] rows) throws IOException {
    ByteBuffersDataOutput out = new ByteBuffersDataOutput();
    ByteBuffersDataOutput in = new ByteBuffersDataOutput();
    in.writeBytes(rows);
    try (var compressor = mode.newCompressor()) {
      compressor.compress(in.toDataInput(), out);
    }
    return out.size();
  }

  private String odd() {
    StringBuilder odd = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      switch (random.nextInt(9)) {
        case 0 -> odd.appendCodePoint(0x1F600 + random.nextInt(60));
        case 1 -> odd.append("{\"a\":1}".charAt(random.nextInt(7)));
        case 2 -> odd.append(random.nextLong());
        case 3 -> odd.append("00").append(random.nextInt(100));
        case 4 -> odd.append("\\\"\n\0");
        case 5 -> odd.append("0123456789abcdef".repeat(random.nextInt(5)));
        case 6 -> odd.append("long ".repeat(random.nextInt(200)));
        default -> odd.append("page#");
      }
    }
    return odd.toString();
  }

  private Object value() {
    return switch (random.nextInt(9)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextInt(1_000) - 500;
      case 2 -> random.nextGaussian();
      case 3 -> random.nextBoolean();
      case 4 -> List.of(odd(), odd(), "]");
      case 5 -> Map.of("deep", List.of(1, odd()));
      case 6 -> Long.MIN_VALUE + random.nextInt(2);
      default -> odd();
    };
  }

  private String metadata() throws IOException {
    if (random.nextInt(10) == 0) {
      return List.of("", "{}", "{ }", "{\"a\":1,\"a\":2}", "{\"a\":-0,\"b\":007}", "{\"a\":", odd())
          .get(random.nextInt(7));
    }
    Map<String, Object> metadata = new TreeMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      metadata.put(random.nextInt(20) == 0 ? odd() : "key" + random.nextInt(4), value());
    }
    return JSON.writeValueAsString(metadata);
  }

  @Test
  void should_give_back_whatever_fields_have() throws IOException {
    int asColumns = 0;
    for (int round = 0; round < 300; round++) {
      chunk.reset();
      for (int i = random.nextInt(40); i >= 0; i--) {
        add(
            random.nextInt(3) == 0 ? odd() : "page#" + i,
            random.nextInt(9) == 0 ? null : metadata());
      }
      byte[] rows = chunk.toArrayCopy();
      byte[] columns = ChunkColumns.of(rows, rows.length);
      if (columns != null) {
        asColumns++;
        assertArrayEquals(rows, rows(columns, rows.length), "seed " + seed + ", round " + round);
      }
      assertReads(rows, round);
    }
    assertTrue(asColumns > 150, asColumns + ", seed " + seed);
  }

  /** As Lucene reads: some bytes, from a place that may be that of the time before. */
  private void assertReads(byte[] rows, int round) throws IOException {
    ColumnarCompression mode = new ColumnarCompression(1, rows.length);
    ByteBuffersDataOutput in = new ByteBuffersDataOutput();
    in.writeBytes(rows);
    ByteBuffersDataOutput file = new ByteBuffersDataOutput();
    try (var compressor = mode.newCompressor()) {
      compressor.compress(in.toDataInput(), file);
    }
    var input = new ByteBuffersIndexInput(file.toDataInput(), "chunk");
    var decompressor = mode.newDecompressor();
    BytesRef some = new BytesRef();
    for (int i = 0; i < 4; i++) {
      int offset = random.nextInt(rows.length);
      int length = random.nextInt(rows.length - offset + 1);
      input.seek(0);
      decompressor.decompress(input, rows.length, offset, length, some);
      byte[] read = Arrays.copyOfRange(some.bytes, some.offset, some.offset + some.length);
      byte[] expected = Arrays.copyOfRange(rows, offset, offset + length);
      assertArrayEquals(expected, read, "seed " + seed + ", round " + round);
    }
  }

  @Test
  void should_leave_what_does_not_consist_of_fields() throws IOException {
    addFiles(10);
    byte[] rows = chunk.toArrayCopy();
    byte[] within = Arrays.copyOfRange(rows, 40, rows.length - 40);
    assertNull(ChunkColumns.of(within, within.length));
    assertReads(within, 0);
  }

  @Test
  void should_refuse_what_has_no_such_columns() throws IOException {
    addFiles(40);
    int last = (int) chunk.size();
    add("an id alone", null);
    byte[] rows = chunk.toArrayCopy();
    byte[] columns = ChunkColumns.of(rows, rows.length);
    for (int length : new int[] {last, rows.length - 1, rows.length + 1}) {
      assertThrows(CorruptIndexException.class, () -> rows(columns, length), length + " bytes");
    }
    int refused = 0;
    for (int round = 0; round < 3_000; round++) {
      byte[] damaged = columns.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        damaged[random.nextInt(random.nextBoolean() ? 60 : damaged.length)] =
            (byte) random.nextInt();
      }
      try {
        assertEquals(rows.length, rows(damaged, rows.length).length);
      } catch (CorruptIndexException e) {
        refused++;
      }
    }
    assertTrue(refused > 1_000, refused + ", seed " + seed);
  }
}
