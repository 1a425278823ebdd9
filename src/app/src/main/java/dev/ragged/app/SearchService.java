package dev.ragged.app;

import dev.ragged.Capability;
import dev.ragged.CollectionInfo;
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
import java.util.function.UnaryOperator;

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

  /**
   * @param rank in its own collection
   */
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
    Asked asked = new Asked(request, Floor.NONE, UnaryOperator.identity());
    List<Hit> hits = asked.ranking(asked.request, null).stream().map(Ranked::hit).toList();
    return new SearchResult(hits, sum(asked.costs));
  }

  /**
   * Answers a question.
   *
   * @param floor says which hits are near enough
   */
  public Answer answer(SearchRequest request, Floor floor) {
    return new Asked(request, floor, UnaryOperator.identity()).answer(null);
  }

  /**
   * Answers a question and shows the answer while it is being made: the hits of the first
   * collection by estimated scores, then each change by exact ones and by other collections. See
   * {@link VectorCollection#search(SearchRequest, dev.ragged.SearchListener)}.
   *
   * @param listener told by the calling thread, at least once; what it throws ends the search
   * @return an answer equal to the last that the listener was told
   */
  public Answer answer(SearchRequest request, Floor floor, Consumer<Answer> listener) {
    return new Asked(request, floor, UnaryOperator.identity()).answer(listener);
  }

  /** Answers a question with hits that differ: those that are nearly the same are folded. */
  public Answer answerFolded(SearchRequest request, Floor floor) {
    return new Asked(request, floor, NearDuplicates::fold).answer(null);
  }

  /** Answers with hits that differ, and shows the answer while it is being made. */
  public Answer answerFolded(SearchRequest request, Floor floor, Consumer<Answer> listener) {
    return new Asked(request, floor, NearDuplicates::fold).answer(listener);
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

  /** One question to all collections. */
  private final class Asked {
    private final SearchRequest request;
    private final Floor.Question floor;
    private final UnaryOperator<List<Found>> folding;
    private final List<SearchStats> costs = new ArrayList<>();
    private final Map<Opened, Titles> titles = new HashMap<>();
    private final Map<Opened, CollectionInfo> infos = new HashMap<>();
    private Answer told;

    Asked(SearchRequest request, Floor floor, UnaryOperator<List<Found>> folding) {
      this.request = readable(request);
      this.floor = floor.question(this.request, embedder);
      this.folding = folding;
    }

    /**
     * @param listener null if nobody wants to know more than the answer
     */
    Answer answer(Consumer<Answer> listener) {
      List<Ranked> ranking = ranking(request, listener);
      Answer answer = answer(ranking, costs);
      if (answer.hits().size() < request.k() && ranking.size() == request.k()) {
        int more = Math.min(SearchRequest.MAX_K, request.k() * MORE);
        answer = answer(ranking(request.withK(more), null), costs);
      }
      if (listener != null) {
        tell(listener, answer);
      }
      return answer;
    }

    private void tell(Consumer<Answer> listener, Answer answer) {
      if (!answer.equals(told)) {
        told = answer;
        listener.accept(answer);
      }
    }

    private Answer answer(List<Ranked> ranking, List<SearchStats> costs) {
      List<Found> hits = folding.apply(found(ranking));
      return new Answer(request.text(), hits.stream().limit(request.k()).toList(), sum(costs));
    }

    List<Ranked> ranking(SearchRequest request, Consumer<Answer> listener) {
      boolean unread = request.vector() == null && !reads(request.text());
      List<Ranked> hits = new ArrayList<>();
      for (Opened from : collections) {
        if (unread && !from.store().capabilities().contains(Capability.LEXICAL_SEARCH)) {
          continue;
        }
        SearchResult result =
            listener == null
                ? from.collection().search(request)
                : from.collection()
                    .search(
                        request,
                        soFar ->
                            tell(
                                listener,
                                answer(
                                    best(with(hits, from, soFar), request),
                                    plus(costs, soFar.stats()))));
        costs.add(result.stats());
        hits.addAll(with(List.of(), from, result));
      }
      return best(hits, request);
    }

    private static List<Ranked> with(List<Ranked> others, Opened from, SearchResult result) {
      List<Ranked> hits = new ArrayList<>(others);
      for (int i = 0; i < result.hits().size(); i++) {
        hits.add(new Ranked(from, result.hits().get(i), i));
      }
      return hits;
    }

    private static List<SearchStats> plus(List<SearchStats> costs, SearchStats more) {
      List<SearchStats> all = new ArrayList<>(costs);
      all.add(more);
      return all;
    }

    private List<Ranked> best(List<Ranked> hits, SearchRequest request) {
      List<Ranked> best = new ArrayList<>(hits);
      if (collections.size() > 1) {
        best.sort(
            haveOneScale(request)
                ? Comparator.comparingDouble((Ranked one) -> -one.hit().score())
                : Comparator.comparingInt(Ranked::rank));
      }
      return best.subList(0, Math.min(request.k(), best.size()));
    }

    /** Whether the scores of all collections compare. */
    private boolean haveOneScale(SearchRequest request) {
      Set<SearchMode> modes = new HashSet<>();
      Set<Metric> metrics = new HashSet<>();
      for (Opened one : collections) {
        modes.add(request.mode().resolve(one.store().capabilities(), request.text() != null));
        metrics.add(info(one).metric());
      }
      return modes.size() == 1 && !modes.contains(SearchMode.LEXICAL) && metrics.size() == 1;
    }

    private CollectionInfo info(Opened from) {
      return infos.computeIfAbsent(from, one -> one.collection().info());
    }

    private List<Found> found(List<Ranked> hits) {
      for (Opened from : collections) {
        titles
            .computeIfAbsent(from, one -> new Titles(one.collection()))
            .read(hits.stream().filter(h -> h.from() == from).map(Ranked::hit).toList());
      }
      List<Found> found = new ArrayList<>();
      for (Ranked one : hits) {
        Hit hit = one.hit();
        found.add(
            new Found(
                found.size() + 1,
                info(one.from()).name(),
                hit,
                titles.get(one.from()).of(hit),
                Place.of(hit.metadata()),
                floor.isClose(info(one.from()).metric(), hit),
                List.of()));
      }
      return found;
    }
  }

  private static SearchStats sum(List<SearchStats> costs) {
    return costs.stream()
        .reduce(
            new SearchStats(0, 0, 1, 0, 0, 0, 0),
            (a, b) ->
                new SearchStats(
                    a.candidates() + b.candidates(),
                    a.recomputed() + b.recomputed(),
                    Math.min(a.expectedRecall(), b.expectedRecall()),
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
    Closing.all(closing);
  }
}
