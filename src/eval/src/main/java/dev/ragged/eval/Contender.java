package dev.ragged.eval;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * One that answers questions: a store of ours, or what a user would take instead. It is used once:
 * {@link #index}, {@link #variants} and their questions, {@link #finish}, {@link #close}.
 */
public interface Contender extends AutoCloseable {

  /** Its name for people, without its variants. */
  String name();

  /** Its version, and those of the parts that do its work. Known after {@link #index}. */
  String version();

  /**
   * Makes its index and gets ready to answer.
   *
   * @param vectors of unit length, one a passage
   * @return the seconds it took
   */
  double index(List<String> passages, List<float[]> vectors) throws IOException;

  /** The ways to ask it, one at least. */
  List<Variant> variants();

  /** Questions to ask it at most, where one takes very long. */
  default int mostQuestions() {
    return Integer.MAX_VALUE;
  }

  /** Ends it and tells what it took. */
  Footprint finish() throws IOException;

  /** Ends it whatever has happened; may be called again. */
  @Override
  void close();

  /** A way to ask. */
  record Variant(String name, Asking asking) {}

  /** Answers. */
  @FunctionalInterface
  interface Asking {
    Found ask(Asked question, int k) throws IOException;
  }

  /**
   * A question.
   *
   * @param vector its embedding
   * @param embedMillis what making that took just now
   */
  record Asked(String text, float[] vector, double embedMillis) {}

  /**
   * An answer and what it cost.
   *
   * @param ids numbers of passages, best first
   * @param recomputed passages that were embedded again
   * @param embedMillis embedding the question
   * @param scanMillis finding candidates; NaN where it cannot be told from the rest
   * @param recomputeMillis reading candidates and embedding them again; NaN likewise
   * @param totalMillis all of it
   */
  record Found(
      List<Integer> ids,
      int recomputed,
      double embedMillis,
      double scanMillis,
      double recomputeMillis,
      double totalMillis) {

    /** That of one that was given the vector and has taken so long. */
    public static Found byVector(Asked question, List<Integer> ids, double millis) {
      return new Found(ids, 0, question.embedMillis(), millis, 0, question.embedMillis() + millis);
    }
  }

  /**
   * What it took.
   *
   * @param bytes on disk by kind; that for vector search alone is {@code vectors}
   * @param memoryBytes -1 where it is not known
   * @param memoryKind which memory that is
   */
  record Footprint(Map<String, Long> bytes, long memoryBytes, String memoryKind) {
    /** All on disk. */
    public long total() {
      return bytes.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
