package dev.ragged;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A passage that a search found.
 *
 * @param id the passage's
 * @param score higher is nearer, on the scale of the {@link SearchMode} and {@link Metric}
 * @param exact whether the score is made from the passage's own vector, as {@link
 *     VectorCollection#embeddings} gives it, and from its words. False for an estimate: of a search
 *     that is still going on, see {@link SearchListener}, or that ran out of its time; and for a
 *     passage that the model cannot read, which in a hybrid search counts as no nearer than the
 *     average one
 * @param text null if the passage has none
 * @param metadata the passage's
 * @param parts what the score of a hybrid search is made of, otherwise null
 * @param vector what {@link VectorCollection#embeddings} gives for the passage if the request asked
 *     for vectors, otherwise null; the caller's own
 */
public record Hit(
    String id,
    double score,
    boolean exact,
    @Nullable String text,
    Metadata metadata,
    @Nullable Parts parts,
    float @Nullable [] vector) {

  /**
   * The parts of a hybrid score.
   *
   * @param cosine of question and passage, -1 to 1; 0 if the model reads one of them not at all
   * @param coverage how much of the question's words the passage has, 0 to 1
   */
  public record Parts(double cosine, double coverage) {}

  /**
   * A hit with an exact score.
   *
   * @param id the passage's
   * @param score higher is nearer
   * @param text null if the passage has none
   * @param metadata the passage's
   * @param parts null unless the search is hybrid
   * @param vector null if the search was not asked for vectors
   */
  public Hit(
      String id,
      double score,
      @Nullable String text,
      Metadata metadata,
      @Nullable Parts parts,
      float @Nullable [] vector) {
    this(id, score, true, text, metadata, parts, vector);
  }

  /**
   * A hit with an exact score, without its vector.
   *
   * @param id the passage's
   * @param score higher is nearer
   * @param text null if the passage has none
   * @param metadata the passage's
   * @param parts null unless the search is hybrid
   */
  public Hit(
      String id, double score, @Nullable String text, Metadata metadata, @Nullable Parts parts) {
    this(id, score, text, metadata, parts, null);
  }

  /**
   * A hit with an exact score, without its vector, of a search that is not hybrid.
   *
   * @param id the passage's
   * @param score higher is nearer
   * @param text null if the passage has none
   * @param metadata the passage's
   */
  public Hit(String id, double score, @Nullable String text, Metadata metadata) {
    this(id, score, text, metadata, null, null);
  }

  /**
   * A copy with a vector.
   *
   * @param vector not copied
   * @return the copy
   */
  public Hit withVector(float @Nullable [] vector) {
    return new Hit(id, score, exact, text, metadata, parts, vector);
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Hit hit
        && id.equals(hit.id)
        && Double.compare(score, hit.score) == 0
        && exact == hit.exact
        && Objects.equals(text, hit.text)
        && metadata.equals(hit.metadata)
        && Objects.equals(parts, hit.parts)
        && Arrays.equals(vector, hit.vector);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, score, exact, text, metadata, parts);
  }
}
