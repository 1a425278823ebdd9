package dev.ragged;

import org.jspecify.annotations.Nullable;

/**
 * A passage that a search found.
 *
 * @param score higher is nearer, on the scale of the {@link SearchMode} and {@link Metric}
 * @param text null if the passage has none
 * @param parts what the score of a hybrid search is made of, otherwise null
 */
public record Hit(
    String id, double score, @Nullable String text, Metadata metadata, @Nullable Parts parts) {

  /**
   * The parts of a hybrid score.
   *
   * @param cosine of question and passage, -1 to 1; 0 if the model reads one of them not at all
   * @param coverage how much of the question's words the passage has, 0 to 1
   */
  public record Parts(double cosine, double coverage) {}

  /** A hit of a search that is not hybrid. */
  public Hit(String id, double score, @Nullable String text, Metadata metadata) {
    this(id, score, text, metadata, null);
  }
}
