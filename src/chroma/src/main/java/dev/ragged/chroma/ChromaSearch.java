package dev.ragged.chroma;

import dev.ragged.Filter;
import dev.ragged.Hit;
import dev.ragged.Metric;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.SearchStats;
import dev.ragged.chroma.RemoteCollection.Part;
import dev.ragged.chroma.RemoteCollection.Rows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One search. The server's index (HNSW) is approximate. Requesting as many candidates as the search
 * complexity widens its beam; the best k of them are the hits.
 */
final class ChromaSearch {
  private static final int IDS_AT_ONCE = 5_000;

  private final RemoteCollection remote;
  private final Metric metric;
  private final Function<SearchRequest, float[]> question;
  private final Function<Rows, List<Passage>> passages;

  /** A passage and its score. */
  private record Scored(String id, double score) {}

  private static final Comparator<Scored> BEST_FIRST =
      Comparator.comparingDouble((Scored s) -> -s.score()).thenComparing(Scored::id);

  /**
   * @param question gives the vector of a request
   * @param passages converts rows with documents and metadata to passages
   */
  ChromaSearch(
      RemoteCollection remote,
      Metric metric,
      Function<SearchRequest, float[]> question,
      Function<Rows, List<Passage>> passages) {
    this.remote = remote;
    this.metric = metric;
    this.question = question;
    this.passages = passages;
  }

  static void requireOffered(SearchMode mode) {
    if (mode != SearchMode.VECTOR && mode != SearchMode.AUTO) {
      throw new IllegalArgumentException(
          "Chroma supports only the vector mode; use that, or a LEANN collection.");
    }
  }

  SearchResult run(SearchRequest request) {
    requireOffered(request.mode());
    long start = System.nanoTime();
    float[] vector = question.apply(request);
    long embedded = System.nanoTime();
    List<Scored> candidates = candidates(vector, request);
    List<Scored> best =
        candidates.stream()
            .filter(one -> one.score() >= request.minScore())
            .sorted(BEST_FIRST)
            .limit(request.k())
            .toList();
    List<Hit> hits = hits(best, request.vectors());
    long end = System.nanoTime();
    return new SearchResult(
        hits,
        new SearchStats(
            candidates.size(), 0, Double.NaN, embedded - start, end - embedded, 0, end - start));
  }

  private List<Scored> candidates(float[] vector, SearchRequest request) {
    int wanted = Math.max(request.k(), request.searchComplexity());
    Filter filter = request.filter();
    Matching matching = new Matching(remote, filter);
    List<Scored> found;
    List<String> ids = null;
    if (matching.where().exact()) {
      found = query(vector, wanted, matching.where().where(), null);
    } else {
      ids = matching.ids();
      found = among(vector, wanted, ids);
    }
    // A graph search with a condition, or in a graph with deletions, may miss passages. If the
    // server should have returned all of them, or there are fewer than k, compare them one by one.
    if (found.size() < wanted && found.size() < remote.count()) {
      ids = ids != null ? ids : matching.ids();
      if (found.size() < ids.size() && (ids.size() <= wanted || found.size() < request.k())) {
        return oneByOne(vector, ids);
      }
    }
    return found;
  }

  private List<Scored> query(
      float[] vector, int limit, Map<String, Object> where, List<String> ids) {
    return remote.query(vector, limit, where, ids).stream()
        .map(near -> new Scored(near.getKey(), Distance.score(metric, near.getValue())))
        .toList();
  }

  private List<Scored> among(float[] vector, int limit, List<String> ids) {
    List<Scored> found = new ArrayList<>();
    for (List<String> batch : RemoteCollection.batches(ids, IDS_AT_ONCE, String::length)) {
      found.addAll(query(vector, limit, null, batch));
    }
    return found;
  }

  private List<Scored> oneByOne(float[] vector, List<String> ids) {
    List<Scored> all = new ArrayList<>();
    for (List<String> batch : RemoteCollection.batches(ids, IDS_AT_ONCE, String::length)) {
      Rows rows = remote.get(batch, Part.EMBEDDINGS);
      for (int i = 0; i < rows.size(); i++) {
        float[] embedding = rows.embeddings().get(i);
        if (embedding == null || embedding.length != vector.length) {
          throw remote.foreign("reading");
        }
        double distance = Distance.of(metric, vector, embedding);
        all.add(new Scored(rows.ids().get(i), Distance.score(metric, distance)));
      }
    }
    return all;
  }

  private List<Hit> hits(List<Scored> best, boolean withVectors) {
    List<String> ids = best.stream().map(Scored::id).toList();
    Rows rows =
        withVectors
            ? remote.get(ids, Part.DOCUMENTS, Part.METADATAS, Part.EMBEDDINGS)
            : remote.get(ids, Part.DOCUMENTS, Part.METADATAS);
    Map<String, Passage> found = new HashMap<>();
    passages.apply(rows).forEach(passage -> found.put(passage.id(), passage));
    Map<String, float[]> vectors = new HashMap<>();
    for (int i = 0; withVectors && i < rows.size(); i++) {
      if (rows.embeddings().get(i) == null) {
        throw remote.foreign("reading embeddings of");
      }
      vectors.put(rows.ids().get(i), rows.embeddings().get(i));
    }
    List<Hit> hits = new ArrayList<>();
    for (Scored scored : best) {
      Passage passage = found.get(scored.id());
      if (passage != null) { // otherwise deleted in the meantime
        hits.add(
            new Hit(passage.id(), scored.score(), passage.text(), passage.metadata())
                .withVector(vectors.get(passage.id())));
      }
    }
    return hits;
  }
}
