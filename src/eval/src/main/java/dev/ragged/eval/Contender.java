package dev.ragged.eval;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Something that answers questions: one of our stores, or an alternative to it. Each is used once:
 * {@link #index}, then searches through {@link #variants}, then {@link #finish} and {@link #close}.
 */
public interface Contender extends AutoCloseable {

  /** The display name, without the variant. */
  String name();

  /** The version, including those of the parts that do the work. Known after {@link #index}. */
  String version();

  /**
   * Builds the index and gets ready to answer.
   *
   * @param vectors one per passage, of unit length
   * @return how many seconds that took
   */
  double index(List<String> passages, List<float[]> vectors) throws IOException;

  /** The ways to search it, at least one. */
  List<Variant> variants();

  /**
   * The same search with ever more effort, the least first, so that contenders can be compared at
   * equal recall. At least one; a variant's name is its setting.
   */
  default List<Variant> efforts() {
    return List.of(new Variant("default", variants().get(0).search()));
  }

  /** The vector that it searches with: another one than given if it embeds questions itself. */
  default float[] questionVector(Query query) throws IOException {
    return query.vector();
  }

  /** The maximum number of questions to ask, for contenders that answer very slowly. */
  default int maxQuestions() {
    return Integer.MAX_VALUE;
  }

  /** Stops the contender and reports what it used. */
  Footprint finish() throws IOException;

  /** Stops the contender in whatever state it is; may be called again. */
  @Override
  void close();

  /** A way to search, such as with a given recall target. */
  record Variant(String name, Search search) {}

  /** A search. */
  @FunctionalInterface
  interface Search {
    Answer run(Query query, int k) throws IOException;
  }

  /**
   * A question to answer.
   *
   * @param vector its embedding
   * @param embedMillis how long embedding it took just now
   */
  record Query(String text, float[] vector, double embedMillis) {}

  /**
   * An answer and its cost.
   *
   * @param ids indexes of passages, best first
   * @param recomputed number of passages re-embedded
   * @param embedMillis time to embed the question
   * @param scanMillis time to find candidates; NaN if it was not measured separately
   * @param recomputeMillis time to read and re-embed candidates; NaN if it was not measured
   *     separately
   * @param totalMillis time for the whole search
   */
  record Answer(
      List<Integer> ids,
      int recomputed,
      double embedMillis,
      double scanMillis,
      double recomputeMillis,
      double totalMillis) {

    /** The answer of a search by vector, which recomputes nothing. */
    public static Answer byVector(Query query, List<Integer> ids, double millis) {
      return new Answer(ids, 0, query.embedMillis(), millis, 0, query.embedMillis() + millis);
    }
  }

  /**
   * What a contender used.
   *
   * @param bytes on disk by kind; {@code vectors} is what vector search alone needs
   * @param memoryBytes -1 if unknown
   * @param memoryKind what {@code memoryBytes} measures
   */
  record Footprint(Map<String, Long> bytes, long memoryBytes, String memoryKind) {
    /** All bytes on disk. */
    public long total() {
      return bytes.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
