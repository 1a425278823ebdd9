package dev.ragged.leann.internal.search;

import dev.ragged.Embedder;
import dev.ragged.Hit;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.SearchStats;
import dev.ragged.leann.internal.filter.FilterQueries;
import dev.ragged.leann.internal.storage.Documents;
import dev.ragged.leann.internal.storage.Vectors;
import dev.ragged.spi.PassageChecks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;

/** One search over one state of a collection. */
public final class CollectionSearch {
  /** Minimum depth of each ranking that a hybrid search fuses. */
  private static final int FUSED = 50;

  private record Ranked(int doc, double score) {}

  private final IndexSearcher searcher;
  private final Analyzer analyzer;
  private final Embedder embedder;
  private final VectorCache cache;
  private final SearchRequest request;
  private final Query filter;

  private int candidates;
  private int recomputed;
  private long embedQueryNanos;
  private long scanNanos;
  private long recomputeNanos;

  /**
   * @param embedder the collection's model, or null if nothing needs embedding
   */
  public CollectionSearch(
      IndexSearcher searcher,
      Analyzer analyzer,
      Embedder embedder,
      VectorCache cache,
      SearchRequest request) {
    this.searcher = searcher;
    this.analyzer = analyzer;
    this.embedder = embedder;
    this.cache = cache;
    this.request = request;
    this.filter = new FilterQueries(analyzer).query(request.filter());
  }

  public SearchResult run(int dimension) throws IOException {
    long start = System.nanoTime();
    List<Ranked> ranking =
        switch (request.mode()) {
          case VECTOR ->
              vector(dimension, request.k()).stream()
                  .filter(Recompute.Scored::exact)
                  .map(s -> new Ranked(s.doc(), s.score()))
                  .toList();
          case LEXICAL ->
              Arrays.stream(lexical(request.k())).map(s -> new Ranked(s.doc, s.score)).toList();
          case HYBRID -> hybrid(dimension);
        };
    List<Hit> hits = hits(ranking);
    return new SearchResult(
        hits,
        new SearchStats(
            candidates,
            recomputed,
            embedQueryNanos,
            scanNanos,
            recomputeNanos,
            System.nanoTime() - start));
  }

  private List<Recompute.Scored> vector(int dimension, int k) throws IOException {
    long start = System.nanoTime();
    float[] query = queryVector(dimension);
    long embedded = System.nanoTime();
    Candidates found =
        Candidates.nearest(searcher, query, filter, Math.max(k, request.searchComplexity()));
    float[] shared =
        request.text() == null
            ? new float[found.size()]
            : LexicalSearch.shared(searcher, analyzer, request.text(), found.docs());
    long scanned = System.nanoTime();
    Recompute recompute =
        new Recompute(
            new ExactVectors(searcher.getIndexReader(), embedder, cache),
            query,
            embedder == null ? 1 : embedder.parallelism());
    Recompute.Outcome outcome = recompute.run(found, shared, k, request.recallTarget());
    candidates = found.size();
    recomputed = outcome.recomputed();
    embedQueryNanos = embedded - start;
    scanNanos += scanned - embedded;
    recomputeNanos = System.nanoTime() - scanned;
    return outcome.ranking();
  }

  private float[] queryVector(int dimension) {
    if (request.vector() != null) {
      PassageChecks.requireValid(request.vector(), dimension, "The query vector");
      return Vectors.unit(request.vector());
    }
    if (embedder == null) {
      throw new IllegalStateException(
          "Searching by text needs the collection's embedding model; search by vector instead.");
    }
    return embedder.embedQuery(request.text());
  }

  private ScoreDoc[] lexical(int top) throws IOException {
    long start = System.nanoTime();
    ScoreDoc[] found = LexicalSearch.run(searcher, analyzer, request.text(), filter, top);
    scanNanos += System.nanoTime() - start;
    return found;
  }

  private List<Ranked> hybrid(int dimension) throws IOException {
    int depth = Math.max(FUSED, request.k());
    int[] byVector =
        vector(dimension, request.k()).stream()
            .limit(depth)
            .mapToInt(Recompute.Scored::doc)
            .toArray();
    int[] byWords = Arrays.stream(lexical(depth)).mapToInt(s -> s.doc).toArray();
    List<Ranked> fused = new ArrayList<>();
    RankFusion.fuse(List.of(byVector, byWords))
        .forEach((doc, score) -> fused.add(new Ranked(doc, score)));
    return fused;
  }

  /** The best k with their stored fields, ties in order of id. */
  private List<Hit> hits(List<Ranked> ranking) throws IOException {
    StoredFields stored = searcher.getIndexReader().storedFields();
    List<Ranked> sorted = new ArrayList<>(ranking);
    sorted.sort(Comparator.comparingDouble((Ranked r) -> -r.score()));
    int size = Math.min(request.k(), sorted.size());
    while (size > 0
        && size < sorted.size()
        && sorted.get(size).score() == sorted.get(size - 1).score()) {
      size++;
    }
    List<Hit> hits = new ArrayList<>(size);
    for (Ranked ranked : sorted.subList(0, size)) {
      Documents.Stored passage = Documents.read(stored, ranked.doc());
      hits.add(new Hit(passage.id(), ranked.score(), passage.text(), passage.metadata()));
    }
    hits.sort(Comparator.comparingDouble((Hit hit) -> -hit.score()).thenComparing(Hit::id));
    return hits.subList(0, Math.min(request.k(), hits.size()));
  }
}
