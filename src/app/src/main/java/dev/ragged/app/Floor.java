package dev.ragged.app;

import dev.ragged.Embedder;
import dev.ragged.Hit;
import dev.ragged.Metric;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.app.answer.QuestionWords;

/**
 * Which hits are near enough to a question to be shown as answers. See the decision
 * "what-is-no-answer" for how the default was measured.
 */
public final class Floor {

  /** Every hit is near enough. */
  public static final Floor NONE = new Floor(0, Kind.NONE);

  /** What was measured for the bundled model; every hit of another model is near enough. */
  public static final Floor MEASURED = new Floor(0.25, Kind.MEASURED);

  private static final String MEASURED_MODEL = "all-MiniLM-L6-v2-q";

  /** A passage with this share of the question's words is about it, whatever the model says. */
  private static final double SHARE_OF_WORDS = 0.5;

  private enum Kind {
    NONE,
    GIVEN,
    MEASURED
  }

  private final double score;
  private final Kind kind;

  private Floor(double score, Kind kind) {
    this.score = score;
    this.kind = kind;
  }

  /** Hits whose score is at least the given one are near enough. */
  public static Floor of(double score) {
    return new Floor(score, Kind.GIVEN);
  }

  /** Judges the hits of one question. */
  interface Question {
    boolean isClose(Metric metric, Hit hit);
  }

  /**
   * Prepares for a question.
   *
   * @param embedder of the search, or null
   */
  Question question(SearchRequest request, Embedder embedder) {
    boolean measured =
        kind == Kind.MEASURED
            && request.mode() != SearchMode.LEXICAL
            && request.text() != null
            && embedder != null
            && embedder.identity().name().equals(MEASURED_MODEL)
            && embedder.reading(request.text()) >= Embedder.LEAST_READING;
    return measured
        ? new Measured(QuestionWords.of(request.text()), score)
        : (metric, hit) -> kind != Kind.GIVEN || hit.score() >= score;
  }

  private record Measured(QuestionWords words, double floor) implements Question {
    @Override
    public boolean isClose(Metric metric, Hit hit) {
      double cosine = hit.parts() == null ? hit.score() : hit.parts().cosine();
      return metric != Metric.COSINE || cosine >= floor || hasWords(hit.text());
    }

    private boolean hasWords(String text) {
      return text != null
          && words.size() > 0
          && words.in(text).stream().map(QuestionWords.Match::word).distinct().count()
              >= SHARE_OF_WORDS * words.size();
    }
  }
}
