package dev.ragged.app;

import dev.ragged.Capability;
import dev.ragged.Embedder;
import dev.ragged.Hit;
import dev.ragged.Metric;
import dev.ragged.RaggedException;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.SearchStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.app.answer.Answer;
import dev.ragged.app.answer.Found;
import dev.ragged.app.answer.NearDuplicates;
import dev.ragged.app.answer.Place;
import dev.ragged.app.answer.Titles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Answers questions from one collection or several, which stay open between them. Safe for use by
 * several threads.
 *
 * <p>Hits of several collections are merged by score where scores compare, which is the nearness of
 * embeddings by one model and one metric, alone or with words; otherwise by their rank in their own
 * collection, those of the collection named first before others of the same rank.
 */
public final class SearchService implements AutoCloseable {
  /** How many more hits to ask for if some were nearly the same. */
  private static final int MORE = 3;

  /**
   * A collection to search.
   *
   * @param close gives up what was opened for it
   */
  record Opened(VectorStore store, VectorCollection collection, Runnable close) {}

  private record Ranked(Opened from, Hit hit, int rank) {}

  private final Embedder embedder;
  private final Runnable closeEmbedder;
  private final List<Opened> collections = new ArrayList<>();

  /**
   * @param embedder of the questions, or null if they need none
   * @param closeEmbedder gives it up
   */
  private SearchService(Embedder embedder, Runnable closeEmbedder) {
    this.embedder = embedder;
    this.closeEmbedder = closeEmbedder;
  }

  /**
   * Opens a collection.
   *
   * @param mode of the questions to come; {@link SearchMode#LEXICAL} ones need no model
   * @throws dev.ragged.NoSuchCollectionException if there is none of that name
   */
  public static SearchService open(StoreRouter stores, String collection, SearchMode mode) {
    return open(
        stores,
        List.of(collection),
        mode,
        e -> {
          throw e;
        });
  }

  /**
   * Opens several collections.
   *
   * @param mode of the questions to come; {@link SearchMode#LEXICAL} ones need no model
   * @param unreadable told of each that cannot be opened; may throw to give up
   */
  public static SearchService open(
      StoreRouter stores,
      List<String> collections,
      SearchMode mode,
      Consumer<RaggedException> unreadable) {
    Embedder embedder = mode == SearchMode.LEXICAL ? null : stores.embedder();
    return open(
        embedder,
        embedder == null ? () -> {} : embedder::close,
        collections,
        name -> open(stores, name, embedder),
        unreadable);
  }

  /**
   * Opens several collections in a way of the caller's.
   *
   * @param opener opens one by its name
   */
  static SearchService open(
      Embedder embedder,
      Runnable closeEmbedder,
      List<String> collections,
      Function<String, Opened> opener,
      Consumer<RaggedException> unreadable) {
    SearchService service = new SearchService(embedder, closeEmbedder);
    boolean success = false;
    try {
      for (String name : collections) {
        try {
          service.collections.add(opener.apply(name));
        } catch (RaggedException e) {
          unreadable.accept(e);
        }
      }
      success = true;
      return service;
    } finally {
      if (!success) {
        service.close();
      }
    }
  }

  private static Opened open(StoreRouter stores, String name, Embedder embedder) {
    VectorStore store = stores.openFor(name, embedder);
    boolean success = false;
    try {
      Opened opened = new Opened(store, store.open(name), store::close);
      success = true;
      return opened;
    } finally {
      if (!success) {
        store.close();
      }
    }
  }

  /** Answers a question with hits alone; see {@link VectorCollection#search}. */
  public SearchResult search(SearchRequest request) {
    List<SearchStats> costs = new ArrayList<>();
    List<Hit> hits = ranked(readable(request), costs).stream().map(Ranked::hit).toList();
    return new SearchResult(hits, sum(costs));
  }

  /**
   * Answers a question.
   *
   * @param floor says which hits are near enough
   */
  public Answer answer(SearchRequest request, Floor floor) {
    List<SearchStats> costs = new ArrayList<>();
    SearchRequest asked = readable(request);
    List<Found> hits = found(asked, ranked(asked, costs), floor);
    return new Answer(request.text(), hits, sum(costs));
  }

  /** Answers a question with hits that differ: those that are nearly the same are folded. */
  public Answer answerFolded(SearchRequest request, Floor floor) {
    List<SearchStats> costs = new ArrayList<>();
    SearchRequest asked = readable(request);
    List<Found> all = found(asked, ranked(asked, costs), floor);
    List<Found> hits = NearDuplicates.fold(all);
    if (hits.size() < request.k() && all.size() == request.k()) {
      int more = Math.min(SearchRequest.MAX_K, request.k() * MORE);
      hits = NearDuplicates.fold(found(asked, ranked(asked.withK(more), costs), floor));
    }
    return new Answer(request.text(), hits.stream().limit(request.k()).toList(), sum(costs));
  }

  /**
   * Whether the model, if one is used, can read a question. One that it cannot is answered by words
   * whatever the mode, and not at all from backends that know no words.
   */
  public boolean reads(String question) {
    return embedder == null || embedder.reading(question) > 0;
  }

  /** Why nothing meets conditions: a sentence for each key or path that exists nowhere. */
  public List<String> hints(Conditions conditions) {
    return Hints.of(collections.stream().map(Opened::collection).toList(), conditions);
  }

  /** The question as it can be answered. */
  private SearchRequest readable(SearchRequest request) {
    return request.vector() != null || request.mode() != SearchMode.VECTOR || reads(request.text())
        ? request
        : request.withMode(SearchMode.LEXICAL);
  }

  private List<Ranked> ranked(SearchRequest request, List<SearchStats> costs) {
    boolean unread = request.vector() == null && !reads(request.text());
    List<Ranked> hits = new ArrayList<>();
    for (Opened from : collections) {
      if (unread && !from.store().capabilities().contains(Capability.LEXICAL_SEARCH)) {
        continue;
      }
      SearchResult result = from.collection().search(request);
      costs.add(result.stats());
      for (Hit hit : result.hits()) {
        hits.add(new Ranked(from, hit, hits.size()));
      }
    }
    if (collections.size() > 1) {
      hits = merged(hits, request);
    }
    return hits.subList(0, Math.min(request.k(), hits.size()));
  }

  private List<Ranked> merged(List<Ranked> hits, SearchRequest request) {
    if (haveOneScale(request)) {
      return hits.stream()
          .sorted(Comparator.comparingDouble((Ranked one) -> one.hit().score()).reversed())
          .toList();
    }
    Map<Opened, Integer> seen = new HashMap<>();
    return hits.stream()
        .map(one -> new Ranked(one.from(), one.hit(), seen.merge(one.from(), 1, Integer::sum)))
        .sorted(Comparator.comparingInt(Ranked::rank))
        .toList();
  }

  /** Whether the scores of all collections compare. */
  private boolean haveOneScale(SearchRequest request) {
    Set<SearchMode> modes = new HashSet<>();
    Set<Metric> metrics = new HashSet<>();
    for (Opened one : collections) {
      modes.add(request.mode().resolve(one.store().capabilities(), request.text() != null));
      metrics.add(one.collection().info().metric());
    }
    return modes.size() == 1 && !modes.contains(SearchMode.LEXICAL) && metrics.size() == 1;
  }

  private List<Found> found(SearchRequest request, List<Ranked> hits, Floor floor) {
    Map<Opened, Titles> titles = new HashMap<>();
    for (Opened from : collections) {
      List<Hit> own = hits.stream().filter(h -> h.from() == from).map(Ranked::hit).toList();
      titles.put(from, Titles.of(from.collection(), own));
    }
    Floor.Question question = floor.question(request, embedder);
    List<Found> found = new ArrayList<>();
    for (Ranked one : hits) {
      Hit hit = one.hit();
      found.add(
          new Found(
              found.size() + 1,
              one.from().collection().info().name(),
              hit,
              titles.get(one.from()).of(hit),
              Place.of(hit.metadata()),
              question.isClose(one.from().collection(), hit),
              List.of()));
    }
    return found;
  }

  private static SearchStats sum(List<SearchStats> costs) {
    return costs.stream()
        .reduce(
            new SearchStats(0, 0, 0, 0, 0, 0),
            (a, b) ->
                new SearchStats(
                    a.candidates() + b.candidates(),
                    a.recomputed() + b.recomputed(),
                    a.embedQueryNanos() + b.embedQueryNanos(),
                    a.scanNanos() + b.scanNanos(),
                    a.recomputeNanos() + b.recomputeNanos(),
                    a.totalNanos() + b.totalNanos()));
  }

  @Override
  public void close() {
    List<Runnable> closing = new ArrayList<>();
    collections.forEach(one -> closing.add(one.close()));
    closing.add(closeEmbedder);
    RuntimeException first = null;
    for (Runnable close : closing) {
      try {
        close.run();
      } catch (RuntimeException e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
