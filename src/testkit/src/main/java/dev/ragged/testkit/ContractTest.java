package dev.ragged.testkit;

import dev.ragged.Capability;
import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.Filter;
import dev.ragged.Hit;
import dev.ragged.Metadata;
import dev.ragged.Metric;
import dev.ragged.Page;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the parts of the contract share. They are interfaces, so that a single class can run them
 * all.
 */
interface ContractTest {
  /** Dimension of {@link #embedder()}. */
  int DIMENSION = 16;

  /** The model of {@link #store()}; the same one throughout a test. */
  WordsEmbedder embedder();

  /** The store at this test's place, with {@link #embedder()}; opened on first use. */
  VectorStore store();

  /** Another store at this test's place, closed after the test. */
  VectorStore another(Embedder embedder);

  /** Closes {@link #store()}; the next use opens it again. */
  void closeStore();

  Set<Capability> declared();

  /** How far scores and vectors may be from the true ones. */
  double tolerance();

  default boolean can(Capability capability) {
    return declared().contains(capability);
  }

  default List<Metric> metrics() {
    return List.of(Metric.values()).stream()
        .filter(metric -> can(Capability.valueOf(metric.name())))
        .toList();
  }

  /** The modes of search, other than {@link SearchMode#AUTO}. */
  default List<SearchMode> offered() {
    List<SearchMode> offered = new ArrayList<>(List.of(SearchMode.VECTOR));
    if (can(Capability.LEXICAL_SEARCH)) {
      offered.add(SearchMode.LEXICAL);
    }
    if (can(Capability.HYBRID_SEARCH)) {
      offered.add(SearchMode.HYBRID);
    }
    return offered;
  }

  /** Four texts with metadata. */
  default VectorCollection animals() {
    VectorCollection animals = store().create(CollectionSpec.of("animals"));
    animals.add(
        List.of(
            Passage.of(
                "cat", "a cat purrs on the sofa", Metadata.of(Map.of("legs", 4, "pet", true))),
            Passage.of(
                "dog", "a dog barks at the door", Metadata.of(Map.of("legs", 4, "pet", true))),
            Passage.of("hen", "a hen lays an egg", Metadata.of(Map.of("legs", 2, "pet", false))),
            Passage.of("bee", "a bee makes honey", Metadata.of(Map.of("legs", 6.0)))));
    return animals;
  }

  /** An empty collection of vectors that the caller provides. */
  default VectorCollection vectors(int dimension) {
    return store().create(new CollectionSpec("vectors", metrics().get(0), dimension));
  }

  static Passage bare(String id, float... vector) {
    return new Passage(id, null, null, vector);
  }

  static Passage bare(String id, Metadata metadata, float... vector) {
    return new Passage(id, null, metadata, vector);
  }

  /** A vector of {@link #DIMENSION} with a single 1. */
  static float[] axis(int place) {
    float[] vector = new float[DIMENSION];
    vector[place] = 1;
    return vector;
  }

  /** The same request with all candidates recomputed. */
  static SearchRequest exactly(SearchRequest request) {
    SearchMode mode = request.mode() == SearchMode.AUTO ? SearchMode.VECTOR : request.mode();
    return request.withMode(mode).withRecallTarget(1).withSearchComplexity(1_000);
  }

  static List<String> ids(SearchResult result) {
    return result.hits().stream().map(Hit::id).toList();
  }

  static Passage one(VectorCollection collection, String id) {
    List<Passage> found = collection.get(Selection.ids(id), PageRequest.first(1)).items();
    if (found.size() != 1) {
      throw new AssertionError("'" + id + "' was found " + found.size() + " times");
    }
    return found.get(0);
  }

  /** Everything selected, read page by page. */
  static List<Passage> read(VectorCollection collection, Selection which, int pageSize) {
    List<Passage> all = new ArrayList<>();
    String cursor = null;
    int pages = 0;
    do {
      Page<Passage> page = collection.get(which, new PageRequest(cursor, pageSize));
      if (page.items().size() > pageSize) {
        throw new AssertionError(page.items().size() + " passages on a page of " + pageSize);
      }
      all.addAll(page.items());
      cursor = page.next();
      if (++pages > 10_000) {
        throw new AssertionError("The pages have no end.");
      }
    } while (cursor != null);
    return all;
  }

  /** All passages by id; fails if an id occurs twice. */
  static TreeMap<String, Passage> contents(VectorCollection collection) {
    TreeMap<String, Passage> contents = new TreeMap<>();
    for (Passage passage : read(collection, Selection.all(), 1_000)) {
      if (contents.put(passage.id(), passage) != null) {
        throw new AssertionError("'" + passage.id() + "' came twice");
      }
    }
    return contents;
  }

  /** The ids that a filter matches. */
  static Set<String> matching(VectorCollection collection, Filter filter) {
    List<String> ids =
        read(collection, Selection.where(filter), 1_000).stream().map(Passage::id).toList();
    Set<String> distinct = Set.copyOf(ids);
    if (distinct.size() != ids.size()) {
      throw new AssertionError("Ids came twice: " + ids);
    }
    return distinct;
  }
}
