package dev.ragged.faults;

import dev.ragged.Filter;
import dev.ragged.Hit;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.testkit.WordsEmbedder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Reads collections that others write. What it sees must be a version between the one that was
 * there when it began and the one that was being written when it ended.
 */
final class CrowdReader {
  /** Reads of one collection before it is closed, unless it is moved. */
  private static final int READS = 25;

  private final VectorStore store;
  private final List<CrowdHistory> histories;
  private final CrowdBoard board;
  private final WordsEmbedder embedder;
  private final Random random;
  private final Map<Integer, VectorCollection> kept = new TreeMap<>();
  private final Map<Integer, Long> openedAt = new TreeMap<>();
  private int number;
  private int left;

  CrowdReader(
      VectorStore store,
      List<CrowdHistory> histories,
      CrowdBoard board,
      WordsEmbedder embedder,
      Random random) {
    this.store = store;
    this.histories = histories;
    this.board = board;
    this.embedder = embedder;
    this.random = random;
  }

  /** What a read says about the version it saw; throws nothing of its own. */
  private interface Read {
    Predicate<CrowdHistory.State> read(VectorCollection collection);
  }

  /** Makes a read and returns its name; adds to {@code wrong} what it should not have seen. */
  String read(List<String> wrong) {
    if (random.nextInt(100) == 0) {
      names(wrong);
      return "list";
    }
    if (left == 0) {
      number = random.nextInt(histories.size());
      left = READS;
    }
    left--;
    CrowdHistory history = histories.get(number);
    String id = "p" + random.nextInt(CrowdHistory.IDS);
    long from = board.done(number);
    CrowdHistory.State known = history.at(from);
    Read read;
    String name;
    switch (random.nextInt(10)) {
      case 0, 1 -> {
        name = "get all";
        read = c -> sees(c.get(Selection.all(), PageRequest.first(1_000)).items(), history);
      }
      case 2 -> {
        name = "get ids";
        read =
            c -> {
              List<Passage> found =
                  c.get(Selection.ids(id, "p0", "none"), PageRequest.first(10)).items();
              Map<String, Long> seen = versions(found, history);
              return state -> only(state.passages(), List.of(id, "p0")).equals(seen);
            };
      }
      case 3 -> {
        name = "count";
        read =
            c -> {
              long count = c.count(Filter.all());
              return state -> state.passages().size() == count;
            };
      }
      case 4 -> {
        name = "count by condition";
        long remainder = random.nextInt(7);
        read =
            c -> {
              long count = c.count(Filter.equal("remainder", remainder));
              return state ->
                  state.passages().values().stream().filter(v -> v % 7 == remainder).count()
                      == count;
            };
      }
      case 5 -> {
        name = "search by vector";
        read = c -> search(c, history, id, known, SearchMode.VECTOR);
      }
      case 6 -> {
        name = "search by words";
        read = c -> search(c, history, id, known, SearchMode.LEXICAL);
      }
      case 7 -> {
        name = "search hybrid";
        read = c -> search(c, history, id, known, SearchMode.HYBRID);
      }
      case 8 -> {
        name = "embeddings";
        read =
            c -> {
              float[] vector = c.embeddings(List.of(id)).get(0);
              return state -> {
                Long version = state.passages().get(id);
                return version == null
                    ? vector == null
                    : vector != null && isNear(vector, history.text(id, version));
              };
            };
      }
      default -> {
        name = "stats";
        read =
            c -> {
              long passages = c.stats().passages();
              return state -> state.passages().size() == passages;
            };
      }
    }
    one(number, name, from, known, read, wrong);
    return name;
  }

  private void one(
      int number, String name, long from, CrowdHistory.State known, Read read, List<String> wrong) {
    CrowdHistory history = histories.get(number);
    Predicate<CrowdHistory.State> seen = null;
    Throwable failure = null;
    // What is never renamed or dropped stays open, as in a server.
    VectorCollection collection = kept.get(number);
    long opened = from;
    try {
      if (collection == null) {
        collection = store.open(known.name() == null ? history.name(false) : known.name());
        kept.put(number, collection);
        openedAt.put(number, from);
      } else {
        opened = openedAt.get(number);
      }
      seen = read.read(collection);
    } catch (Throwable e) {
      failure = e;
    }
    long to = board.started(number);
    boolean moved = known.name() == null || history.moves(opened, to);
    if (collection != null && (moved || !history.steady() && left == 0)) {
      try {
        kept.remove(number);
        collection.close();
      } catch (Throwable e) {
        failure = e;
      }
    }
    List<CrowdHistory.State> possible = history.between(from, to);
    if (failure != null) {
      boolean expected = failure instanceof RaggedException || isClosed(failure);
      if (!moved || !expected) {
        wrong.add(name + " of crowd-" + number + " at version " + from + ": " + where(failure));
      }
      return;
    }
    if (!moved && possible.stream().noneMatch(seen)) {
      wrong.add(
          name
              + " of crowd-"
              + number
              + " saw none of the versions "
              + from
              + " to "
              + possible.get(0).version()
              + ", the last of which has "
              + possible.get(0).passages());
    }
  }

  private static boolean isClosed(Throwable failure) {
    return failure instanceof IllegalStateException
        && failure.getMessage() != null
        && failure.getMessage().contains("closed");
  }

  static String where(Throwable failure) {
    StringBuilder trace = new StringBuilder();
    for (Throwable e = failure; e != null; e = e.getCause()) {
      trace.append(trace.length() == 0 ? "" : "; caused by ").append(e);
      trace.append(
          Arrays.stream(e.getStackTrace())
              .limit(6)
              .map(frame -> " at " + frame)
              .collect(Collectors.joining()));
    }
    return trace.toString();
  }

  private void names(List<String> wrong) {
    List<Long> from = new ArrayList<>();
    for (int i = 0; i < histories.size(); i++) {
      from.add(board.done(i));
    }
    List<String> names;
    try {
      names = store.names();
    } catch (Throwable e) {
      wrong.add("list: " + where(e));
      return;
    }
    for (int i = 0; i < histories.size(); i++) {
      CrowdHistory history = histories.get(i);
      List<CrowdHistory.State> possible = history.between(from.get(i), board.started(i));
      // A folder is not listed at one moment, so whatever moved may be seen twice or not at all.
      if (possible.stream().map(s -> String.valueOf(s.name())).distinct().count() > 1) {
        continue;
      }
      List<String> listed = new ArrayList<>(List.of(history.name(false), history.name(true)));
      listed.retainAll(names);
      String name = possible.get(0).name();
      if (!listed.equals(name == null ? List.of() : List.of(name))) {
        wrong.add("list shows " + listed + " where only " + name + " can be");
      }
    }
  }

  private Predicate<CrowdHistory.State> search(
      VectorCollection collection,
      CrowdHistory history,
      String id,
      CrowdHistory.State known,
      SearchMode mode) {
    long version = known.passages().getOrDefault(id, 1L);
    SearchRequest request = SearchRequest.text(history.text(id, version)).withK(100).withMode(mode);
    List<Hit> hits = collection.search(request).hits();
    Map<String, Long> seen = new TreeMap<>();
    double last = Double.POSITIVE_INFINITY;
    for (Hit hit : hits) {
      boolean wrong =
          seen.put(hit.id(), checked(hit.id(), hit.text(), history)) != null || hit.score() > last;
      last = hit.score();
      if (wrong) {
        return state -> false;
      }
    }
    String best = hits.isEmpty() ? null : hits.get(0).id();
    // All passages share words, so every search finds all of them, and itself first.
    return state ->
        state.passages().equals(seen)
            && (!Long.valueOf(version).equals(state.passages().get(id)) || id.equals(best));
  }

  private static Predicate<CrowdHistory.State> sees(List<Passage> found, CrowdHistory history) {
    Map<String, Long> seen = versions(found, history);
    return state -> state.passages().equals(seen);
  }

  private static Map<String, Long> versions(List<Passage> found, CrowdHistory history) {
    Map<String, Long> seen = new TreeMap<>();
    for (Passage passage : found) {
      long version = checked(passage.id(), passage.text(), history);
      boolean whole = passage.equals(history.passage(passage.id(), version));
      seen.put(passage.id(), whole ? version : -1L);
    }
    return seen;
  }

  /** The version of a text, or -1 if it is not wholly the text of that passage and version. */
  private static long checked(String id, String text, CrowdHistory history) {
    long version = CrowdHistory.version(text);
    return history.text(id, version).equals(text) ? version : -1;
  }

  private static Map<String, Long> only(Map<String, Long> all, List<String> ids) {
    Map<String, Long> some = new TreeMap<>(all);
    some.keySet().retainAll(ids);
    return some;
  }

  private boolean isNear(float[] vector, String text) {
    float[] own = embedder.embed(List.of(text)).get(0);
    double product = 0;
    for (int i = 0; i < own.length; i++) {
      product += (double) own[i] * vector[i];
    }
    return product > 0.9999;
  }

  void close() {
    kept.values().forEach(VectorCollection::close);
  }
}
