package dev.ragged.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.ragged.CollectionSpec;
import dev.ragged.DuplicateIdException;
import dev.ragged.Filter;
import dev.ragged.Hit;
import dev.ragged.Metadata;
import dev.ragged.Metric;
import dev.ragged.Passage;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Runs the same random operations on a store and on the reference store, and compares after each.
 *
 * <p>{@value #STEPS} makes the sequence longer.
 */
final class RandomOperations {
  /** System property with the number of operations. */
  static final String STEPS = "ragged.testkit.steps";

  private static final int DEFAULT_STEPS = 150;

  private static final List<String> KEYS = List.of("x", "y", "xy", "a key");
  private static final List<Object> VALUES =
      List.of(
          1L,
          1.0,
          2L,
          2.5,
          -3L,
          (1L << 53) + 1,
          0x1p53,
          true,
          false,
          "a",
          "ab",
          "",
          "b",
          "bab",
          "b\uD83D\uDE00",
          "1",
          "\uD83D\uDE00",
          "\uFFFD");
  private static final List<String> PARTS =
      List.of("a", "b", "ab", "ba", "1", "\uD83D\uDE00", "\uFFFD");
  private static final List<String> WORDS =
      List.of("red", "Green", "blue-ish", "3.14", "\u00E9t\u00E9");

  private final ContractTest test;
  private final long seed = Seeds.seed();
  private final Random random = new Random(seed);
  private final ReferenceVectorStore reference;
  private final Metric metric;
  private VectorCollection expected;
  private VectorCollection actual;
  private String name = "random";
  private int renamed;

  RandomOperations(ContractTest test) {
    this.test = test;
    this.reference = ReferenceVectorStore.open(new ReferenceVectorStore.Place(), test.embedder());
    List<Metric> metrics = test.metrics();
    this.metric = metrics.get(random.nextInt(metrics.size()));
  }

  void run() {
    CollectionSpec spec = new CollectionSpec(name, metric, 0);
    expected = reference.create(spec);
    actual = test.store().create(spec);
    int steps = Integer.getInteger(STEPS, DEFAULT_STEPS);
    String operation = "create";
    int step = 0;
    try {
      for (step = 1; step <= steps; step++) {
        Step next = next();
        operation = next.name;
        next.action.run();
        assertEquals(expected.count(Filter.all()), actual.count(Filter.all()), "count");
        if (step % 10 == 0 || step == steps) {
          operation = operation + ", then everything";
          compareEverything();
        }
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          Seeds.repeat(seed) + "step " + step + " (" + metric + ", " + operation + "): " + e, e);
    }
  }

  private record Step(String name, Runnable action) {}

  private Step next() {
    int dice = random.nextInt(100);
    if (dice < 15) {
      List<Passage> passages = passages();
      return new Step("add " + passages, () -> add(passages));
    }
    if (dice < 35) {
      List<Passage> passages = passages();
      return new Step("upsert " + passages, () -> upsert(passages));
    }
    if (dice < 45) {
      Selection which = selection();
      List<Passage> passages = passages();
      return new Step(
          "replace " + which + " by " + passages,
          () -> assertEquals(expected.replace(which, passages), actual.replace(which, passages)));
    }
    if (dice < 55) {
      Selection which = selection();
      return new Step(
          "delete " + which, () -> assertEquals(expected.delete(which), actual.delete(which)));
    }
    if (dice < 65) {
      Selection which = selection();
      return new Step("get " + which, () -> get(which));
    }
    if (dice < 70) {
      Filter filter = filter(random, 3);
      return new Step(
          "count " + filter, () -> assertEquals(expected.count(filter), actual.count(filter)));
    }
    if (dice < 88) {
      SearchRequest request = request();
      return new Step("search " + request, () -> search(request));
    }
    if (dice < 94) {
      List<String> ids = ids();
      return new Step("embeddings of " + ids, () -> embeddings(ids));
    }
    if (dice < 96) {
      return new Step("compact", () -> actual.compact());
    }
    return dice < 98 ? new Step("reopen", this::reopen) : new Step("rename", this::rename);
  }

  private void add(List<Passage> passages) {
    List<String> duplicates = null;
    try {
      expected.add(passages);
    } catch (DuplicateIdException e) {
      duplicates = e.ids().stream().sorted().toList();
    }
    try {
      actual.add(passages);
      assertNull(duplicates, "added in spite of duplicates");
    } catch (DuplicateIdException e) {
      assertEquals(duplicates, e.ids().stream().sorted().toList());
    }
  }

  private void upsert(List<Passage> passages) {
    expected.upsert(passages);
    actual.upsert(passages);
  }

  private void get(Selection which) {
    int pageSize = 1 + random.nextInt(20);
    equal(
        byId(ContractTest.read(expected, which, 1_000)),
        byId(ContractTest.read(actual, which, pageSize)));
  }

  private static TreeMap<String, Passage> byId(List<Passage> passages) {
    TreeMap<String, Passage> map = new TreeMap<>();
    for (Passage passage : passages) {
      assertNull(map.put(passage.id(), passage), "'" + passage.id() + "' came twice");
    }
    return map;
  }

  private void equal(TreeMap<String, Passage> expected, TreeMap<String, Passage> actual) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach(
        (id, passage) -> {
          Passage read = actual.get(id);
          assertEquals(passage.text(), read.text(), id);
          assertEquals(passage.metadata(), read.metadata(), id);
          equal(id, passage.vector(), read.vector());
        });
  }

  /** For cosine only the direction matters. */
  private void equal(String id, float[] expected, float[] actual) {
    if (expected == null || actual == null) {
      assertEquals(expected == null, actual == null, "vector of " + id + " is null");
      return;
    }
    double expectedLength = metric == Metric.COSINE ? length(expected) : 1;
    double actualLength = metric == Metric.COSINE ? length(actual) : 1;
    assertEquals(expected.length, actual.length, id);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(
          expected[i] / expectedLength,
          actual[i] / actualLength,
          test.tolerance(),
          "vector of " + id);
    }
  }

  private static double length(float[] vector) {
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    return square == 0 ? 1 : Math.sqrt(square);
  }

  private void search(SearchRequest request) {
    List<Hit> best = expected.search(request).hits();
    List<Hit> found = actual.search(request).hits();
    assertEquals(best.size(), found.size(), "hits");
    Map<String, Hit> all = new HashMap<>();
    expected.search(request.withK(SearchRequest.MAX_K)).hits().forEach(h -> all.put(h.id(), h));
    for (int i = 0; i < best.size(); i++) {
      Hit hit = found.get(i);
      Hit own = all.get(hit.id());
      assertEquals(best.get(i).score(), hit.score(), test.tolerance(), "score at rank " + (i + 1));
      assertEquals(own.score(), hit.score(), test.tolerance(), "score of " + hit.id());
      assertEquals(own.text(), hit.text());
      assertEquals(own.metadata(), hit.metadata());
    }
    assertEquals(found.size(), found.stream().map(Hit::id).distinct().count(), "hits twice");
  }

  private void embeddings(List<String> ids) {
    List<float[]> wanted = expected.embeddings(ids);
    List<float[]> given = actual.embeddings(ids);
    assertEquals(wanted.size(), given.size());
    for (int i = 0; i < ids.size(); i++) {
      equal(ids.get(i), wanted.get(i), given.get(i));
    }
  }

  private void reopen() {
    test.closeStore();
    actual = test.store().open(name);
  }

  private void rename() {
    String next = "random-" + ++renamed;
    VectorStore store = test.store();
    store.rename(name, next);
    reference.rename(name, next);
    name = next;
    expected = reference.open(name);
    actual = store.open(name);
    assertEquals(List.of(name), store.names());
  }

  private void compareEverything() {
    equal(ContractTest.contents(expected), ContractTest.contents(actual));
    embeddings(List.copyOf(ContractTest.contents(expected).keySet()));
    assertEquals(expected.stats().rawTextBytes(), actual.stats().rawTextBytes(), "raw text");
    assertEquals(expected.stats().passages(), actual.stats().passages(), "records");
    assertEquals(expected.info().model(), actual.info().model());
    assertEquals(expected.info().passages(), actual.info().passages());
  }

  private static <T> T any(Random random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private String id() {
    int n = random.nextInt(60);
    return n % 10 == 0 ? "\u00E9/" + n + " \uD83D\uDE00" : "id" + n;
  }

  private List<String> ids() {
    List<String> ids = new ArrayList<>();
    int n = random.nextInt(8);
    for (int i = 0; i < n; i++) {
      ids.add(id());
    }
    return ids;
  }

  /** Up to eight passages with distinct ids; many of the ids already exist. */
  private List<Passage> passages() {
    return ids().stream().distinct().map(id -> passage(random, id, test.embedder())).toList();
  }

  private Selection selection() {
    return random.nextBoolean() ? Selection.ids(ids()) : Selection.where(filter(random, 2));
  }

  private SearchRequest request() {
    SearchRequest request =
        random.nextBoolean()
            ? SearchRequest.text(text(random))
            : SearchRequest.vector(vector(random));
    request = ContractTest.exactly(request).withK(1 + random.nextInt(12));
    return random.nextBoolean() ? request : request.withFilter(filter(random, 2));
  }

  private static float[] vector(Random random) {
    float[] vector = new float[ContractTest.DIMENSION];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian() / 2;
    }
    return vector;
  }

  private static String text(Random random) {
    return any(random, WORDS) + " " + any(random, WORDS) + ", " + any(random, WORDS);
  }

  /** A text, a vector, or both, either in agreement or not. */
  static Passage passage(Random random, String id, WordsEmbedder embedder) {
    String text = text(random);
    Metadata metadata = metadata(random);
    return switch (random.nextInt(6)) {
      case 0 -> new Passage(id, null, metadata, vector(random));
      case 1 -> new Passage(id, text, metadata, vector(random));
      case 2 -> new Passage(id, text, metadata, embedder.embed(List.of(text)).get(0));
      default -> new Passage(id, text, metadata, null);
    };
  }

  private static Metadata metadata(Random random) {
    Map<String, Object> map = new HashMap<>();
    for (String key : KEYS) {
      Object value = any(random, VALUES);
      switch (random.nextInt(4)) {
        case 0 -> {}
        case 1 ->
            map.put(
                key,
                VALUES.stream()
                    .filter(v -> v.getClass() == value.getClass())
                    .limit(random.nextInt(4))
                    .toList());
        default -> map.put(key, value);
      }
    }
    return Metadata.of(map);
  }

  /** A filter over the passages from {@link #passage}. */
  static Filter filter(Random random, int depth) {
    String key = any(random, KEYS);
    switch (random.nextInt(depth > 0 ? 8 : 5)) {
      case 0:
        return new Filter.In(key, List.of(any(random, VALUES), any(random, VALUES)));
      case 1:
        return new Filter.Exists(key);
      case 2:
        String text = text(random);
        int from = random.nextInt(text.length() - 1);
        int to = from + 1 + random.nextInt(text.length() - from - 1);
        return new Filter.TextContains(text.substring(from, to));
      case 3:
        return new Filter.StringPart(
            key, any(random, List.of(Filter.Position.values())), any(random, PARTS));
      case 5:
        return new Filter.And(List.of(filter(random, depth - 1), filter(random, depth - 1)));
      case 6:
        return new Filter.Or(List.of(filter(random, depth - 1), filter(random, depth - 1)));
      case 7:
        return new Filter.Not(filter(random, depth - 1));
      default:
        Object value = any(random, VALUES);
        Filter.Operator operator = any(random, List.of(Filter.Operator.values()));
        return value instanceof Boolean
                && operator != Filter.Operator.EQUAL
                && operator != Filter.Operator.NOT_EQUAL
            ? Filter.equal(key, value)
            : new Filter.Compare(key, operator, value);
    }
  }
}
