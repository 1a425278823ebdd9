package dev.ragged.leann;

import dev.ragged.Arguments;
import dev.ragged.Embedder;
import dev.ragged.leann.internal.storage.VectorBytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How many bytes the vector of a passage takes in a new collection. Fewer make a smaller index, and
 * a search embeds more passages again; more make answers faster. At half a byte per value a search
 * embeds only a few, and at a byte per value none: the vectors themselves are then kept, beside
 * small codes that find the candidates.
 *
 * @param text {@code auto}, a number of bytes or one of the {@link #names()}
 */
public record BytesPerVector(String text) {
  /** The fewest bytes that are offered. */
  public static final int MIN = VectorBytes.MIN;

  private static final int HALF = -1;
  private static final int WHOLE = -2;

  /** From the smallest index to the fastest answers; docs/decisions/dial.md measures them. */
  private static final Map<String, Integer> POINTS = new LinkedHashMap<>();

  static {
    POINTS.put("smallest", 13);
    POINTS.put("smaller", 17);
    POINTS.put("small", 23);
    POINTS.put("balanced", 33);
    POINTS.put("quick", 49);
    POINTS.put("fast", 97);
    POINTS.put("faster", HALF);
    POINTS.put("fastest", WHOLE);
  }

  /**
   * Chosen by the model: a byte per value if the embedder is {@link Embedder#costly()}, else few
   * bytes, so many as suit its vectors.
   */
  public static final BytesPerVector AUTO = new BytesPerVector("auto");

  /** The vectors themselves, in a byte per value. */
  public static final BytesPerVector FASTEST = new BytesPerVector("fastest");

  /**
   * Checks the text.
   *
   * @param text as the record says
   * @throws IllegalArgumentException if it is something else
   */
  public BytesPerVector {
    Arguments.required(text, "text");
    if (!text.equals("auto") && !POINTS.containsKey(text) && !isNumber(text)) {
      throw new IllegalArgumentException(
          "The bytes per vector must be auto, "
              + String.join(", ", names())
              + " or a number from "
              + MIN
              + " on, got '"
              + text
              + "'.");
    }
  }

  private static boolean isNumber(String text) {
    return text.matches("[1-9][0-9]{1,3}") && Integer.parseInt(text) >= MIN;
  }

  /**
   * A number of bytes.
   *
   * @param bytes {@value #MIN} up to the number of values of a vector
   * @return that many for each vector
   */
  public static BytesPerVector of(int bytes) {
    return new BytesPerVector(Integer.toString(bytes));
  }

  /**
   * What sizes are called.
   *
   * @return from the smallest index to the fastest answers
   */
  public static List<String> names() {
    return List.copyOf(POINTS.keySet());
  }

  /**
   * The bytes that a name stands for.
   *
   * @param dimension the number of values of a vector
   * @return for each of the {@link #names()}, in their order
   */
  public static List<Integer> points(int dimension) {
    return IntStream.range(0, POINTS.size())
        .mapToObj(i -> of(names().get(i)).bytes(dimension))
        .toList();
  }

  private static BytesPerVector of(String text) {
    return new BytesPerVector(text);
  }

  /** Not for {@code auto}. */
  private int bytes(int dimension) {
    int half = VectorBytes.half(dimension);
    Integer point = POINTS.get(text);
    if (point == null) {
      return Integer.parseInt(text);
    }
    return point == WHOLE ? dimension : point == HALF ? half : Math.min(point, half);
  }

  /**
   * What it is for vectors of a model.
   *
   * @param dimension the number of values of a vector
   * @param texts whether a model makes the vectors from texts; those that callers bring are kept as
   *     they are whatever this says
   * @param embedder the model, or null if it is not at hand
   * @throws IllegalArgumentException if it is more than a byte per value
   */
  VectorBytes resolve(int dimension, boolean texts, Embedder embedder) {
    if (text.equals("auto")) {
      return new VectorBytes(0, texts && embedder != null && embedder.costly());
    }
    int bytes = bytes(dimension);
    if (bytes > Math.max(dimension, VectorBytes.half(dimension))) {
      throw new IllegalArgumentException(
          "The bytes per vector must be at most "
              + dimension
              + ", a byte per value, got "
              + text
              + ".");
    }
    if (bytes >= dimension) {
      return new VectorBytes(0, texts);
    }
    int half = VectorBytes.half(dimension);
    return new VectorBytes(bytes >= half ? half : Math.min(bytes, VectorBytes.MAX_LEARNED), false);
  }
}
