package dev.ragged.faults;

import dev.ragged.faults.scenario.Words;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * A real model that loads in no time: a table with a vector for each of a few hundred words, whose
 * mean is the embedding. Written as ONNX by hand, since the format is only nested fields.
 */
final class SmallModel {
  /** Enough that codes are re-encoded once a coder is learned. */
  static final int DIMENSION = 72;

  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private SmallModel() {}

  /** Writes the model into an empty folder. */
  static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    List<String> words = Words.all();
    Files.write(folder.resolve("model.onnx"), model(words.size() + 1));
    StringBuilder vocabulary = new StringBuilder("\"[UNK]\":0");
    for (int i = 0; i < words.size(); i++) {
      vocabulary.append(",\"").append(words.get(i)).append("\":").append(i + 1);
    }
    Files.writeString(
        folder.resolve("tokenizer.json"),
        """
        {"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":null,
         "pre_tokenizer":{"type":"Whitespace"},"post_processor":null,"decoder":null,
         "model":{"type":"WordLevel","unk_token":"[UNK]","vocab":{%s}}}
        """
            .formatted(vocabulary));
  }

  private static byte[] model(int tokens) {
    Random random = new Random(1);
    ByteBuffer table =
        ByteBuffer.allocate(tokens * DIMENSION * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (table.hasRemaining()) {
      table.putFloat((float) random.nextGaussian());
    }
    byte[] weights =
        new Message()
            .number(1, tokens)
            .number(1, DIMENSION)
            .number(2, FLOAT)
            .text(8, "table")
            .bytes(9, table.array())
            .toBytes();
    byte[] gather =
        new Message()
            .text(1, "table")
            .text(1, "input_ids")
            .text(2, "last_hidden_state")
            .text(4, "Gather")
            .toBytes();
    byte[] graph =
        new Message()
            .bytes(1, gather)
            .text(2, "small")
            .bytes(5, weights)
            .bytes(11, tensor("input_ids", INT64, "batch", "tokens"))
            .bytes(12, tensor("last_hidden_state", FLOAT, "batch", "tokens", "values"))
            .toBytes();
    byte[] operators = new Message().text(1, "").number(2, 13).toBytes();
    return new Message().number(1, 8).bytes(7, graph).bytes(8, operators).toBytes();
  }

  private static byte[] tensor(String name, int type, String... dimensions) {
    Message shape = new Message();
    for (String dimension : dimensions) {
      shape.bytes(1, new Message().text(2, dimension).toBytes());
    }
    byte[] tensor = new Message().number(1, type).bytes(2, shape.toBytes()).toBytes();
    return new Message().text(1, name).bytes(2, new Message().bytes(1, tensor).toBytes()).toBytes();
  }

  /** A message of protocol buffers. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message bytes(int field, byte[] value) {
      varint((long) field << 3 | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private void varint(long value) {
      long left = value;
      while (left > 0x7f) {
        out.write((int) (left & 0x7f | 0x80));
        left >>>= 7;
      }
      out.write((int) left);
    }

    byte[] toBytes() {
      return out.toByteArray();
    }
  }
}
