package dev.ragged.embed;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * The files that a model's weights lie in. ONNX Runtime opens whatever path a model names, so a
 * hostile model could have any file of the user's read as weights; here only a name beside the
 * model passes.
 *
 * <p>Reads the model's protocol buffers no further than to those names. The numbers of messages and
 * fields are those of onnx.proto.
 */
final class ExternalWeights {
  private static final int MAX_DEPTH = 64;

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;

  /** A kind of message, as far as names of files may lie below it. */
  private enum Kind {
    MODEL,
    GRAPH,
    NODE,
    ATTRIBUTE,
    FUNCTION,
    TRAINING,
    SPARSE_TENSOR,
    TENSOR,
    ENTRY
  }

  private static final Map<Kind, Map<Integer, Kind>> BELOW =
      Map.of(
          Kind.MODEL, Map.of(7, Kind.GRAPH, 20, Kind.TRAINING, 25, Kind.FUNCTION),
          Kind.GRAPH, Map.of(1, Kind.NODE, 5, Kind.TENSOR, 15, Kind.SPARSE_TENSOR),
          Kind.NODE, Map.of(5, Kind.ATTRIBUTE),
          Kind.ATTRIBUTE,
              Map.of(
                  5, Kind.TENSOR,
                  6, Kind.GRAPH,
                  10, Kind.TENSOR,
                  11, Kind.GRAPH,
                  22, Kind.SPARSE_TENSOR,
                  23, Kind.SPARSE_TENSOR),
          Kind.FUNCTION, Map.of(7, Kind.NODE, 11, Kind.ATTRIBUTE),
          Kind.TRAINING, Map.of(1, Kind.GRAPH, 2, Kind.GRAPH),
          Kind.SPARSE_TENSOR, Map.of(1, Kind.TENSOR, 2, Kind.TENSOR),
          Kind.TENSOR, Map.of(13, Kind.ENTRY));

  private final String model;
  private final boolean beside;

  /**
   * @param model for people
   * @param beside whether there is a folder in which files may lie beside it
   */
  private ExternalWeights(String model, boolean beside) {
    this.model = model;
    this.beside = beside;
  }

  /**
   * Passes a model whose weights lie in itself or beside it.
   *
   * @throws RaggedException if it names another file, or is no model
   */
  static void requireBeside(Path model) throws IOException {
    ExternalWeights weights = new ExternalWeights(model.toString(), true);
    try (FileChannel channel = FileChannel.open(model)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw weights.damaged(); // protocol buffers end at 2 GB
      }
      weights.read(
          channel
              .map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
              .order(ByteOrder.LITTLE_ENDIAN),
          Kind.MODEL,
          0);
    }
  }

  /**
   * Passes a model whose weights all lie in itself.
   *
   * @param name for people
   * @throws RaggedException if it names a file, or is no model
   */
  static void requireNone(ByteBuffer model, String name) {
    new ExternalWeights(name, false).read(model.order(ByteOrder.LITTLE_ENDIAN), Kind.MODEL, 0);
  }

  private void read(ByteBuffer in, Kind kind, int depth) {
    if (depth > MAX_DEPTH) {
      throw damaged();
    }
    String key = "";
    String value = "";
    while (in.hasRemaining()) {
      long tag = varint(in);
      int field = (int) (tag >>> 3);
      switch ((int) tag & 7) {
        case VARINT -> varint(in);
        case FIXED_64 -> part(in, Long.BYTES);
        case FIXED_32 -> part(in, Integer.BYTES);
        case BYTES -> {
          ByteBuffer content = part(in, varint(in));
          Kind below = BELOW.getOrDefault(kind, Map.of()).get(field);
          if (below != null) {
            read(content, below, depth + 1);
          } else if (kind == Kind.ENTRY && field == 1) {
            key = StandardCharsets.UTF_8.decode(content).toString();
          } else if (kind == Kind.ENTRY && field == 2) {
            value = StandardCharsets.UTF_8.decode(content).toString();
          }
        }
        default -> throw damaged();
      }
    }
    if (key.equals("location") && (!beside || value.equals("..") || !value.matches("[^/\\\\]+"))) {
      throw new RaggedException(
          "The model "
              + model
              + " wants to read '"
              + value
              + "', which is not a file beside it; use a model from a source that you trust.");
    }
  }

  private ByteBuffer part(ByteBuffer in, long length) {
    if (length < 0 || length > in.remaining()) {
      throw damaged();
    }
    ByteBuffer part = in.slice(in.position(), (int) length);
    in.position(in.position() + (int) length);
    return part;
  }

  private long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      if (!in.hasRemaining()) {
        throw damaged();
      }
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw damaged();
  }

  private RaggedException damaged() {
    return new RaggedException(
        "The model cannot be loaded: " + model + " is damaged; fetch or export it again.");
  }
}
