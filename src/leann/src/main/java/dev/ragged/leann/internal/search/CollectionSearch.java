package dev.ragged.leann.internal.search;

import dev.ragged.Embedder;
import dev.ragged.Hit;
import dev.ragged.Metric;
import dev.ragged.ScoreScale;
import dev.ragged.SearchListener;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.SearchStats;
import dev.ragged.leann.internal.filter.FilterQueries;
import dev.ragged.leann.internal.storage.Documents;
import dev.ragged.spi.PassageChecks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.util.IOSupplier;

/** One search over one state of a collection. */
public final class CollectionSearch {
  /**
   * What a passage with all of the question's words gains, in standard deviations of the model's
   * cosines. Chosen on one half of the labelled sets; see docs/decisions/one-score.md.
   */
  private static final double WORDS_IN_SPREADS = 10;

  private record Ranked(int doc, double score, boolean exact, Hit.Parts parts, float[] vector) {}

  private static final Comparator<Ranked> BEST_FIRST =
      Comparator.comparingDouble(one -> -one.score());

  private final IndexSearcher searcher;
  private final Analyzer analyzer;
  private final Embedder embedder;
  private final VectorCache cache;
  private final SearchRequest request;
  private final SearchMode mode;
  private final Metric metric;
  private final Query filter;
  private final SearchListener listener;
  private ExactVectors vectors;

  /** Read once, since hits are shown several times. */
  private final Map<Integer, Documents.Stored> passages = new HashMap<>();

  private final long called = System.nanoTime();
  private List<Hit> shown;
  private int candidates;
  private int recomputed;
  private double expectedRecall = 1;
  private long embedQueryNanos;
  private long scanNanos;
  private long recomputeNanos;
  private long listenerNanos;

  /**
   * @param embedder the collection's model, or null if nothing needs embedding
   * @param mode the request's, not {@link SearchMode#AUTO}
   * @param metric the collection's
   * @param listener null if nobody wants to know more than the result
   */
  public CollectionSearch(
      IndexSearcher searcher,
      Analyzer analyzer,
      Embedder embedder,
      VectorCache cache,
      SearchRequest request,
      SearchMode mode,
      Metric metric,
      SearchListener listener) {
    this.searcher = searcher;
    this.analyzer = analyzer;
    this.embedder = embedder;
    this.cache = cache;
    this.request = request;
    this.mode = mode;
    this.metric = metric;
    this.filter = new FilterQueries(analyzer).query(request.filter());
    this.listener = listener;
  }

  public SearchResult run(int dimension) throws IOException {
    vectors = new ExactVectors(searcher.getIndexReader(), embedder, cache, true);
    List<Ranked> ranking =
        switch (mode) {
          case VECTOR -> vector(dimension);
          case LEXICAL -> lexical();
          case HYBRID -> hybrid(dimension);
          case AUTO -> throw new IllegalArgumentException("The mode is not resolved.");
        };
    List<Ranked> best = best(ranking);
    List<Hit> hits = best.stream().map(this::hit).toList();
    SearchResult result =
        new SearchResult(request.vectors() ? withVectors(best, hits) : hits, stats());
    if (listener != null) {
      listener.found(result);
    }
    return result;
  }

  private SearchStats stats() {
    return new SearchStats(
        candidates,
        recomputed,
        expectedRecall,
        embedQueryNanos,
        scanNanos,
        recomputeNanos,
        System.nanoTime() - called);
  }

  /** Tells the listener of hits, unless they are those that it knows. */
  private void show(List<Ranked> ranking) throws IOException {
    List<Hit> hits = best(ranking).stream().map(this::hit).toList();
    if (!hits.equals(shown)) {
      shown = hits;
      long start = System.nanoTime();
      listener.found(new SearchResult(hits, stats()));
      listenerNanos += System.nanoTime() - start;
    }
  }

  private List<Ranked> vector(int dimension) throws IOException {
    Scores scores = new Scores(metric, queryVector(dimension));
    long start = System.nanoTime();
    Candidates found = nearest(scores);
    scanNanos += System.nanoTime() - start;
    double least = scores.likenessOf(request.minScore());
    return recompute(
        scores,
        found,
        () -> shared(found),
        new float[found.size()],
        least,
        one ->
            new Ranked(one.doc(), scores.score(one.likeness()), one.exact(), null, one.vector()));
  }

  /** How much each candidate shares with the question's text. */
  private float[] shared(Candidates found) throws IOException {
    if (request.text() == null) {
      return new float[found.size()];
    }
    LexicalSearch words = new LexicalSearch(searcher, analyzer, request.text());
    return scaled(words.bm25(found.docs()), 1 / Math.sqrt(words.weight()));
  }

  private List<Ranked> lexical() throws IOException {
    long start = System.nanoTime();
    LexicalSearch words = new LexicalSearch(searcher, analyzer, request.text());
    ScoreDoc[] found = words.best(filter, request.k());
    scanNanos += System.nanoTime() - start;
    return Arrays.stream(found)
        .map(one -> new Ranked(one.doc, one.score, true, null, null))
        .toList();
  }

  /**
   * Ranks by w &middot; cosine + &lambda; &middot; coverage. The candidates are the nearest by
   * their codes and the best by their words: whatever is neither has no high sum.
   */
  private List<Ranked> hybrid(int dimension) throws IOException {
    double w = embedder == null ? 1 : embedder.reading(request.text());
    double lambda = lambda(embedder);
    long start = System.nanoTime();
    LexicalSearch words = new LexicalSearch(searcher, analyzer, request.text());
    ScoreDoc[] best = words.best(filter, Math.max(request.k(), request.searchComplexity()));
    scanNanos += System.nanoTime() - start;
    if (w < Embedder.LEAST_READING) {
      return Arrays.stream(best)
          .map(one -> ranked(one.doc, 0, 0, lambda, one.score / words.weight(), true, null))
          .toList();
    }
    Scores scores = new Scores(Metric.COSINE, queryVector(dimension));
    start = System.nanoTime();
    Candidates found =
        nearest(scores)
            .with(Arrays.stream(best).mapToInt(one -> one.doc).toArray(), scores.direction());
    float[] bm25 = words.bm25(found.docs());
    float[] shared = scaled(bm25, 1 / Math.sqrt(words.weight()));
    float[] bonus = scaled(bm25, lambda / (w * words.weight()));
    scanNanos += System.nanoTime() - start;
    return recompute(
        scores,
        found,
        () -> shared,
        bonus,
        request.minScore() / w,
        one ->
            ranked(
                one.doc(),
                w,
                one.likeness(),
                lambda,
                one.bonus() * w / lambda,
                one.exact(),
                one.vector()));
  }

  private static Ranked ranked(
      int doc,
      double w,
      double cosine,
      double lambda,
      double coverage,
      boolean exact,
      float[] vector) {
    double covered = Math.max(0, Math.min(1, coverage)); // the last bit is rounded
    return new Ranked(
        doc, w * cosine + lambda * covered, exact, new Hit.Parts(cosine, covered), vector);
  }

  /** What full coverage adds to a hybrid score. */
  private static double lambda(Embedder embedder) {
    return WORDS_IN_SPREADS * (embedder == null ? 0.1 : embedder.spread());
  }

  /** From a question that the model reads, of which a passage is the opposite, to one with all. */
  public static ScoreScale hybridScale(Embedder embedder) {
    return ScoreScale.linear(-1, 1 + lambda(embedder));
  }

  /** Multiplies values; a factor that is not finite, of a question without words, gives zeros. */
  private static float[] scaled(float[] values, double factor) {
    float[] scaled = new float[values.length];
    if (Double.isFinite(factor)) {
      for (int i = 0; i < values.length; i++) {
        scaled[i] = (float) (values[i] * factor);
      }
    }
    return scaled;
  }

  private Candidates nearest(Scores scores) throws IOException {
    int top = Math.max(request.k(), complexity());
    Matching matching = new Matching(searcher, filter);
    Candidates coded = Candidates.nearest(searcher, scores.direction(), matching, top);
    int[] uncoded = UncodedVectors.nearest(searcher, scores, matching, top);
    return uncoded.length == 0 ? coded : coded.with(uncoded, scores.direction());
  }

  private int complexity() {
    IndexReader reader = searcher.getIndexReader();
    return ExactVectors.areKept(reader)
        ? Candidates.ofKept(request.searchComplexity(), reader.numDocs())
        : request.searchComplexity();
  }

  private List<Ranked> recompute(
      Scores scores,
      Candidates found,
      IOSupplier<float[]> shared,
      float[] bonus,
      double minScore,
      Function<Recompute.Scored, Ranked> ranked)
      throws IOException {
    candidates = found.size();
    long begun = System.nanoTime();
    Recompute recompute =
        new Recompute(vectors, scores, embedder == null ? 1 : embedder.parallelism());
    Recompute.Outcome outcome =
        recompute.run(
            found,
            shared,
            bonus,
            new Recompute.Wanted(
                request.k(),
                request.recallTarget(),
                minScore,
                request.searchComplexity(),
                request.vectors(),
                request.within() == null
                    ? Long.MAX_VALUE
                    : request.within().toNanos() - (begun - called)),
            listener == null
                ? null
                : (ranking, count) -> {
                  recomputed = count;
                  recomputeNanos = System.nanoTime() - begun - listenerNanos;
                  show(ranking.stream().map(ranked).toList());
                });
    recomputed = outcome.recomputed();
    expectedRecall = outcome.expectedRecall();
    recomputeNanos = System.nanoTime() - begun - listenerNanos;
    return outcome.ranking().stream().map(ranked).toList();
  }

  private float[] queryVector(int dimension) {
    long start = System.nanoTime();
    try {
      return embeddedQuery(dimension);
    } finally {
      embedQueryNanos += System.nanoTime() - start;
    }
  }

  private float[] embeddedQuery(int dimension) {
    if (request.vector() != null) {
      PassageChecks.requireValid(request.vector(), dimension, "The query vector");
      return request.vector();
    }
    if (embedder == null) {
      throw new IllegalStateException(
          "Searching by text needs the collection's embedding model; search by vector instead.");
    }
    return embedder.embedQuery(request.text());
  }

  /** The best k, ties in order of id. */
  private List<Ranked> best(List<Ranked> ranking) throws IOException {
    List<Ranked> sorted = new ArrayList<>(ranking);
    sorted.removeIf(one -> one.score() < request.minScore());
    sorted.sort(BEST_FIRST);
    int size = Math.min(request.k(), sorted.size());
    while (size > 0
        && size < sorted.size()
        && sorted.get(size).score() == sorted.get(size - 1).score()) {
      size++;
    }
    List<Ranked> best = new ArrayList<>(sorted.subList(0, size));
    StoredFields stored = searcher.getIndexReader().storedFields();
    for (Ranked one : best) {
      if (!passages.containsKey(one.doc())) {
        passages.put(one.doc(), Documents.read(stored, one.doc(), vectors.text(one.doc())));
      }
    }
    best.sort(BEST_FIRST.thenComparing(one -> passages.get(one.doc()).id()));
    return best.subList(0, Math.min(request.k(), size));
  }

  private Hit hit(Ranked one) {
    Documents.Stored passage = passages.get(one.doc());
    return new Hit(
        passage.id(),
        one.score(),
        one.exact(),
        passage.text(),
        passage.metadata(),
        one.parts(),
        null);
  }

  /** Embeds only what the search has not embedded. */
  private List<Hit> withVectors(List<Ranked> best, List<Hit> hits) throws IOException {
    List<Integer> unknown =
        best.stream().filter(one -> one.vector() == null).map(Ranked::doc).toList();
    Map<Integer, float[]> obtained = vectors.of(unknown);
    List<Hit> with = new ArrayList<>();
    for (int i = 0; i < hits.size(); i++) {
      Ranked one = best.get(i);
      float[] vector = one.vector() == null ? obtained.get(one.doc()) : one.vector();
      with.add(hits.get(i).withVector(vector.clone())); // the cache has it too
    }
    return with;
  }
}
