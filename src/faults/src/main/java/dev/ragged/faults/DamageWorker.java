package dev.ragged.faults;

import dev.ragged.CheckReport;
import dev.ragged.Filter;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Does everything that can be done with a collection and says what came of it: for each operation
 * {@value #DONE} and a digest of the answer, {@value #REFUSED} and the message, or {@value #THREW}
 * and the exception that nobody should see.
 */
final class DamageWorker {
  static final String DONE = "=";
  static final String REFUSED = "!";
  static final String THREW = "?";

  /** The operation that finds damage; its answer begins with {@value #DONE} if it found none. */
  static final String CHECK = "check";

  static final String CHECK_AFTER = "after: check";
  static final String WRITE = "write";
  static final String NAMES = "names";
  private static final String[] IDS = {"p0", "p9", "p44", "p104", "p1000"};

  private final Path directory;
  private final String name;
  private final Map<String, String> outcomes = new LinkedHashMap<>();

  private DamageWorker(Path directory, String name) {
    this.directory = directory;
    this.name = name;
  }

  public static void main(String[] args) throws Exception {
    Worker.serve(request -> new DamageWorker(Path.of(request[0]), request[1]).all());
  }

  private interface Operation {
    Object run() throws Exception;
  }

  private boolean attempt(String what, Operation operation) {
    try {
      outcomes.put(what, DONE + operation.run());
      return true;
    } catch (RaggedException e) {
      outcomes.put(what, REFUSED + e.getMessage());
    } catch (Throwable e) {
      outcomes.put(
          what,
          THREW
              + e
              + Arrays.stream(e.getStackTrace())
                  .limit(4)
                  .map(frame -> " at " + frame)
                  .collect(Collectors.joining()));
    }
    return false;
  }

  private Map<String, String> all() {
    try (VectorStore store = DamagedCollections.open(directory, 0)) {
      attempt(NAMES, () -> String.join(" ", store.names()));
      attempt("neighbour", () -> passages(store, DamagedCollections.NEIGHBOUR));
      attempt(
          "open",
          () -> {
            try (VectorCollection collection = store.open(name)) {
              reads("", collection);
              attempt(
                  CHECK,
                  () -> {
                    CheckReport report = collection.check();
                    if (!report.ok()) {
                      throw new RaggedException(String.join(" ", report.problems()));
                    }
                    return "sound";
                  });
              return "";
            }
          });
    }
    boolean written =
        attempt(
            WRITE,
            () -> {
              try (VectorStore store = DamagedCollections.open(directory, 0);
                  VectorCollection collection = store.open(name)) {
                boolean given = collection.info().dimension() != DamagedCollections.DIMENSION;
                long deleted = collection.delete(Selection.ids("p10", "p11"));
                collection.add(
                    List.of(
                        new Passage(
                            "added",
                            "a passage added after the damage",
                            null,
                            given ? DamagedCollections.vector(new Random(1)) : null)));
                return deleted;
              }
            });
    if (written) {
      attempt(
          "after: open",
          () -> {
            try (VectorStore store = DamagedCollections.open(directory, 0);
                VectorCollection collection = store.open(name)) {
              reads("after: ", collection);
              attempt(
                  CHECK_AFTER,
                  () -> {
                    CheckReport report = collection.check();
                    if (!report.ok()) {
                      throw new RaggedException(String.join(" ", report.problems()));
                    }
                    return "sound";
                  });
              return "";
            }
          });
    }
    return outcomes;
  }

  private static String passages(VectorStore store, String name) {
    try (VectorCollection collection = store.open(name);
        Stream<Passage> all = collection.stream(Selection.all())) {
      return digest(all.map(DamageWorker::text).toList());
    }
  }

  private void reads(String prefix, VectorCollection collection) {
    attempt(prefix + "count", () -> collection.info().passages());
    attempt(
        prefix + "get all",
        () -> {
          try (Stream<Passage> all = collection.stream(Selection.all())) {
            return digest(all.map(DamageWorker::text).toList());
          }
        });
    attempt(
        prefix + "get ids",
        () -> {
          try (Stream<Passage> some = collection.stream(Selection.ids(IDS))) {
            return digest(some.map(DamageWorker::text).toList());
          }
        });
    Filter year =
        new Filter.And(
            List.of(
                new Filter.Compare("year", Filter.Operator.GREATER, 1930),
                Filter.equal("kind", "k2")));
    attempt(prefix + "count by filter", () -> collection.count(year));
    attempt(prefix + "count by text", () -> collection.count(new Filter.TextContains("w17")));
    boolean given = collection.info().dimension() != DamagedCollections.DIMENSION;
    if (given) {
      float[] vector = DamagedCollections.vector(new Random(3));
      search(prefix + "search vector", collection, SearchRequest.vector(vector).withK(10));
    } else {
      SearchRequest request = SearchRequest.text("passage44 w3 w17 w200").withK(10);
      search(prefix + "search vector", collection, request);
      search(prefix + "search vector by filter", collection, request.withFilter(year));
      search(prefix + "search hybrid", collection, request.withMode(SearchMode.HYBRID));
    }
    search(
        prefix + "search words",
        collection,
        SearchRequest.text("passage9 w5").withK(10).withMode(SearchMode.LEXICAL));
    attempt(
        prefix + "embeddings",
        () -> digest(collection.embeddings(List.of(IDS)).stream().map(Arrays::toString).toList()));
    attempt(
        prefix + "stats",
        () -> {
          StorageStats stats = collection.stats();
          return stats.passages() + " " + stats.rawTextBytes();
        });
  }

  private void search(String what, VectorCollection collection, SearchRequest request) {
    attempt(
        what,
        () -> {
          List<String> hits = new ArrayList<>();
          collection
              .search(request)
              .hits()
              .forEach(hit -> hits.add(hit.id() + " " + hit.score() + " " + hit.text()));
          return digest(hits);
        });
  }

  private static String text(Passage passage) {
    return passage.id()
        + "\n"
        + passage.text()
        + "\n"
        + passage.metadata().asMap()
        + "\n"
        + Arrays.toString(passage.vector());
  }

  private static String digest(List<String> parts) throws IllegalStateException {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      parts.forEach(part -> sha.update(part.getBytes(StandardCharsets.UTF_8)));
      return parts.size() + " " + HexFormat.of().formatHex(sha.digest(), 0, 8);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
