package dev.ragged.app;

import dev.ragged.Embedder;
import dev.ragged.Hit;
import dev.ragged.Metric;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.VectorCollection;
import dev.ragged.app.answer.QuestionWords;
import java.util.List;

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

  /** The most hits of a hybrid search to embed again; farther ones need the words. */
  private static final int MAX_EMBEDDED = 20;

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
    boolean isClose(VectorCollection from, Hit hit);
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
            && embedder.identity().name().equals(MEASURED_MODEL);
    return measured
        ? new Measured(request, embedder, score)
        : (from, hit) -> kind != Kind.GIVEN || hit.score() >= score;
  }

  private static final class Measured implements Question {
    private final SearchRequest request;
    private final Embedder embedder;
    private final double floor;
    private final QuestionWords words;
    private float[] vector;
    private int embedded;

    Measured(SearchRequest request, Embedder embedder, double floor) {
      this.request = request;
      this.embedder = embedder;
      this.floor = floor;
      this.words = QuestionWords.of(request.text());
    }

    @Override
    public boolean isClose(VectorCollection from, Hit hit) {
      return from.info().metric() != Metric.COSINE
          || request.mode() == SearchMode.VECTOR && hit.score() >= floor
          || hasWords(hit.text())
          || request.mode() == SearchMode.HYBRID
              && embedded++ < MAX_EMBEDDED
              && cosine(from, hit) >= floor;
    }

    private boolean hasWords(String text) {
      return text != null
          && words.size() > 0
          && words.in(text).stream().map(QuestionWords.Match::word).distinct().count()
              >= SHARE_OF_WORDS * words.size();
    }

    /** The score of a hybrid search is about ranks, and says nothing about nearness. */
    private double cosine(VectorCollection from, Hit hit) {
      float[] other = from.embeddings(List.of(hit.id())).get(0);
      if (other == null) { // deleted meanwhile
        return 0;
      }
      if (vector == null) {
        vector = embedder.embedQuery(request.text());
      }
      double dot = 0;
      double length = 0;
      for (int i = 0; i < vector.length; i++) {
        dot += (double) vector[i] * other[i];
        length += (double) other[i] * other[i];
      }
      return length == 0 ? 0 : dot / Math.sqrt(length);
    }
  }
}
