package dev.ragged.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.RaggedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Model folders that somebody made to do harm. */
class HostileModelTest {
  @TempDir Path top;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    top = top.toRealPath();
    folder = Files.createDirectory(top.resolve("model"));
    try (InputStream stream = BundledFiles.resource(BundledFiles.TOKENIZER)) {
      Files.copy(stream, folder.resolve("tokenizer.json"));
    }
    Files.writeString(folder.resolve("config.json"), "{\"max_position_embeddings\":512}");
    ByteBuffer secret = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 1; i <= 4; i++) {
      secret.putFloat(i);
    }
    Files.write(top.resolve("secret"), secret.array());
  }

  private float[] embed() {
    try (OnnxEmbedder model = OnnxEmbedder.fromFolder(folder)) {
      return model.embed(List.of("text")).get(0);
    }
  }

  private void assertRefused(String what) {
    RaggedException refused = assertThrows(RaggedException.class, this::embed, what);
    assertTrue(refused.getMessage().startsWith("The model"), refused::getMessage);
  }

  @Test
  void should_read_weights_beside_the_model() throws IOException {
    Files.copy(top.resolve("secret"), folder.resolve("weights"));
    Files.write(folder.resolve("model.onnx"), model(4, "weights"));
    float norm = (float) Math.sqrt(30);
    assertArrayEquals(new float[] {1 / norm, 2 / norm, 3 / norm, 4 / norm}, embed(), 1e-6f);
  }

  @Test
  void should_not_read_a_file_outside_the_folder() throws IOException {
    for (String location :
        List.of("../secret", top.resolve("secret").toString(), "./../secret", "..")) {
      Files.write(folder.resolve("model.onnx"), model(4, location));
      assertRefused(location);
    }
  }

  @Test
  void should_refuse_what_is_no_model_or_ends_early() throws IOException {
    byte[] sound = model(4, "weights");
    Files.copy(top.resolve("secret"), folder.resolve("weights"));
    for (int length = 0; length < sound.length; length += 7) {
      Files.write(folder.resolve("model.onnx"), Arrays.copyOf(sound, length));
      assertRefused("cut to " + length);
    }
    Files.writeString(folder.resolve("model.onnx"), "<html>not found</html>");
    assertRefused("a page");
  }

  @Test
  void should_refuse_weights_larger_than_their_file() throws IOException {
    Files.copy(top.resolve("secret"), folder.resolve("weights"));
    for (long size : new long[] {1_000, 1L << 40, Long.MAX_VALUE, -1}) {
      Files.write(folder.resolve("model.onnx"), model(size, "weights"));
      assertRefused("size " + size);
    }
  }

  @Test
  void should_refuse_tokenizers_that_are_none() throws IOException {
    Files.copy(top.resolve("secret"), folder.resolve("weights"));
    Files.write(folder.resolve("model.onnx"), model(4, "weights"));
    for (String json :
        List.of(
            "",
            "{}",
            "[".repeat(100_000),
            "{\"model\":{\"type\":\"BPE\",\"vocab\":{},\"merges\":[\"a b\"]}}",
            "{\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(\"},"
                + "\"behavior\":\"Isolated\",\"invert\":false},"
                + "\"model\":{\"type\":\"WordLevel\",\"vocab\":{\"a\":0},\"unk_token\":\"a\"}}")) {
      Files.writeString(folder.resolve("tokenizer.json"), json);
      assertRefused(json.substring(0, Math.min(60, json.length())));
    }
    assertFalse(Files.exists(Path.of("tokenizer.json")));
  }

  /** A model that answers every text with its weights, which lie in another file. */
  private static byte[] model(long dimension, String location) {
    byte[] weights =
        message(
            number(1, 1),
            number(1, dimension),
            number(2, 1), // float
            bytes(8, text("weights")),
            bytes(13, message(bytes(1, text("location")), bytes(2, text(location)))),
            number(14, 1)); // external
    byte[] node =
        message(
            bytes(1, text("weights")),
            bytes(2, text("sentence_embedding")),
            bytes(4, text("Identity")));
    byte[] graph =
        message(
            bytes(1, node),
            bytes(2, text("graph")),
            bytes(5, weights),
            bytes(11, value("input_ids", 7, dimension(1), bytes(1, bytes(2, text("tokens"))))),
            bytes(12, value("sentence_embedding", 1, dimension(1), dimension(dimension))));
    return message(number(1, 8), bytes(7, graph), bytes(8, number(2, 17)));
  }

  private static byte[] dimension(long size) {
    return bytes(1, number(1, size));
  }

  private static byte[] value(String name, int type, byte[]... dimensions) {
    byte[] tensor = message(number(1, type), bytes(2, message(dimensions)));
    return message(bytes(1, text(name)), bytes(2, bytes(1, tensor)));
  }

  // Protocol buffers, as far as they are needed here.

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] message(byte[]... fields) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] field : fields) {
      out.writeBytes(field);
    }
    return out.toByteArray();
  }

  private static byte[] number(int field, long value) {
    return message(varint(field << 3), varint(value));
  }

  private static byte[] bytes(int field, byte[] content) {
    return message(varint(field << 3 | 2), varint(content.length), content);
  }

  private static byte[] varint(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return out.toByteArray();
  }
}
