package dev.ragged.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Capability;
import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.Filter;
import dev.ragged.GivenVectors;
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
import dev.ragged.leann.LeannOptions;
import dev.ragged.leann.LeannVectorStore;
import dev.ragged.migrate.MigrationException.Reason;
import dev.ragged.testkit.ReferenceVectorStore;
import dev.ragged.testkit.WordsEmbedder;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From a plain store to LEANN: what becomes of vectors, and that a bad copy never passes. */
@Timeout(120)
class MigrationToLeannTest {
  private static final int PASSAGES = 400;
  private static final int DIMENSION = 24;

  @TempDir Path dir;

  private final WordsEmbedder model = new WordsEmbedder(DIMENSION);
  private final WordsEmbedder other = new WordsEmbedder("others", DIMENSION);
  private final ReferenceVectorStore.Place place = new ReferenceVectorStore.Place();
  private final VectorStore source = ReferenceVectorStore.open(place, null);
  private final Random random = new Random(5);
  private MigrationOptions options = MigrationOptions.defaults().withPagePassages(64);
  private MigrationListener listener = (phase, done, total) -> {};

  /** Passages with the model's vectors; every 10th has no text. */
  private List<Passage> passages(float scale) {
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < PASSAGES; i++) {
      String text = WordsEmbedder.text(random) + " " + i;
      float[] vector = model.embed(List.of(text)).get(0);
      for (int j = 0; j < vector.length; j++) {
        vector[j] *= scale;
      }
      Metadata metadata = i % 3 == 0 ? Metadata.EMPTY : Metadata.of("n", i);
      passages.add(new Passage("r" + i, i % 10 == 0 ? null : text, metadata, vector));
    }
    return passages;
  }

  /** Passages as if from an unknown model: each has another one's vector. */
  private List<Passage> passagesOfUnknownModel() {
    List<Passage> passages = passages(1);
    List<Passage> shifted = new ArrayList<>();
    for (int i = 0; i < PASSAGES; i++) {
      Passage passage = passages.get(i);
      float[] vector = passages.get((i + 1) % PASSAGES).vector();
      shifted.add(new Passage(passage.id(), passage.text(), passage.metadata(), vector));
    }
    return shifted;
  }

  private void fill(Metric metric, List<Passage> passages) {
    try (VectorCollection collection =
        source.create(new CollectionSpec("notes", metric, DIMENSION))) {
      collection.add(passages);
    }
  }

  private VectorStore leann(GivenVectors vectors, Embedder embedder) {
    return LeannVectorStore.open(dir, embedder, LeannOptions.defaults().withGivenVectors(vectors));
  }

  private Migration migration(MigrationTarget target, WordsEmbedder embedder) {
    return new Migration(source, target, embedder, options, listener);
  }

  private MigrationReport migrate(WordsEmbedder embedder) {
    return migration(this::leann, embedder).run("notes");
  }

  private List<String> names() {
    try (VectorStore store = LeannVectorStore.open(dir, null)) {
      return store.names();
    }
  }

  private Reason failure(WordsEmbedder embedder) {
    return assertThrows(MigrationException.class, () -> migrate(embedder)).reason();
  }

  @Test
  void should_leave_out_vectors_that_the_model_reproduces() {
    fill(Metric.COSINE, passages(3));
    int before = model.embedded().get();
    options = options.withQuestions(0).withSample(16);
    MigrationReport report = migrate(model);
    assertEquals(VectorPolicy.TRUST, report.plan().vectors());
    assertNotNull(report.plan().model());
    assertEquals(
        17, model.embedded().get() - before, "only the sample, and one text to load the model");
    assertEquals(PASSAGES, report.verification().count());
    assertEquals(PASSAGES / 10, report.verification().vectors(), "those without text");
    try (VectorStore store = LeannVectorStore.open(dir, model);
        VectorCollection notes = store.open("notes")) {
      assertEquals(model.identity(), notes.info().model());
      assertTrue(notes.check().ok());
      String text = notes.get(Selection.ids("r7"), PageRequest.first(1)).items().get(0).text();
      assertEquals("r7", notes.search(SearchRequest.text(text)).hits().get(0).id());
    }
  }

  @Test
  void should_not_leave_out_vectors_that_the_model_does_not_reproduce() {
    fill(Metric.COSINE, passagesOfUnknownModel());
    assertEquals(Reason.VECTORS_DIFFER, failure(model));
    assertEquals(Reason.VECTORS_DIFFER, failure(new WordsEmbedder("wider", 2 * DIMENSION)));
    assertEquals(List.of(), names());
  }

  @Test
  void should_keep_vectors_when_told_to_or_when_there_is_no_model() {
    List<Passage> passages = passagesOfUnknownModel();
    fill(Metric.COSINE, passages);
    options = options.withVectors(VectorPolicy.KEEP);
    MigrationReport report = migrate(model);
    assertEquals(VectorPolicy.KEEP, report.plan().vectors());
    assertNull(report.plan().model(), "text questions would be embedded by another model");
    assertEquals(PASSAGES, report.verification().vectors());
    try (VectorStore store = LeannVectorStore.open(dir, null);
        VectorCollection notes = store.open("notes")) {
      assertNull(notes.info().model());
      Hit hit = notes.search(SearchRequest.vector(passages.get(8).vector())).hits().get(0);
      assertEquals("r8", hit.id());
      assertEquals(1, hit.score(), 1e-5);
    }
    options = MigrationOptions.defaults();
    assertEquals(PASSAGES, migrate(null).unchanged());
  }

  @Test
  void should_reembed_when_told_to() {
    fill(Metric.COSINE, passagesOfUnknownModel());
    options = options.withVectors(VectorPolicy.REEMBED);
    MigrationReport report = migrate(model);
    assertEquals(VectorPolicy.REEMBED, report.plan().vectors());
    try (VectorStore store = LeannVectorStore.open(dir, model);
        VectorCollection notes = store.open("notes")) {
      String text = notes.get(Selection.ids("r7"), PageRequest.first(1)).items().get(0).text();
      Hit hit = notes.search(SearchRequest.text(text).withMode(SearchMode.VECTOR)).hits().get(0);
      assertEquals("r7", hit.id());
      assertEquals(1, hit.score(), 1e-4);
    }
    assertEquals(Reason.NO_MODEL, failure(null));
  }

  @Test
  void should_not_reembed_passages_without_text_in_another_dimension() {
    fill(Metric.COSINE, passages(1));
    options = options.withVectors(VectorPolicy.REEMBED);
    assertEquals(Reason.VECTORS_DIFFER, failure(new WordsEmbedder("wider", 2 * DIMENSION)));
  }

  @Test
  void should_keep_the_metric_and_the_length_of_vectors() {
    for (Metric metric : List.of(Metric.EUCLIDEAN, Metric.DOT_PRODUCT)) {
      fill(metric, passages(3));
      MigrationReport report = migrate(model);
      assertEquals(metric, report.plan().metric());
      assertEquals(PASSAGES, report.copied());
      assertEquals(1, report.verification().overlap(), 0.02);
      source.drop("notes");
      try (VectorStore store = LeannVectorStore.open(dir, null)) {
        store.drop("notes");
      }
    }
  }

  /** As a backend may be that compares by cosine alone. */
  private VectorStore cosineOnly(GivenVectors vectors, Embedder embedder) {
    return falsified(
        leann(vectors, embedder),
        (method, answer) ->
            method.getName().equals("capabilities") ? Set.of(Capability.COSINE) : answer);
  }

  @Test
  void should_change_the_metric_where_it_ranks_the_same() {
    fill(Metric.EUCLIDEAN, passages(1));
    MigrationReport report = migration(this::cosineOnly, model).run("notes");
    assertEquals(Metric.COSINE, report.plan().metric());
    assertEquals(1, report.verification().overlap(), 0.02);
  }

  @Test
  void should_change_the_ranking_only_when_told_to() {
    fill(Metric.EUCLIDEAN, passages(3));
    Migration refused = migration(this::cosineOnly, model);
    assertEquals(
        Reason.METRIC_UNSUPPORTED,
        assertThrows(MigrationException.class, () -> refused.run("notes")).reason());
    options = options.withAcceptMetricChange(true);
    assertEquals(PASSAGES, migration(this::cosineOnly, model).run("notes").copied());
  }

  @Test
  void should_write_nothing_while_planning() {
    fill(Metric.COSINE, passages(1));
    MigrationPlan plan = migration(this::leann, model).plan("notes");
    assertEquals(VectorPolicy.TRUST, plan.vectors());
    assertEquals(PASSAGES, plan.survey().passages());
    assertEquals(PASSAGES / 10, plan.content().exactVectors());
    assertTrue(plan.seconds() > 0);
    assertEquals(List.of(), names());
  }

  @Test
  void should_stop_when_cancelled_and_resume_later() {
    fill(Metric.COSINE, passages(1));
    AtomicReference<Migration> running = new AtomicReference<>();
    listener =
        (phase, done, total) -> {
          if (phase == Phase.COPYING && done > PASSAGES / 2) {
            running.get().cancel();
          }
        };
    running.set(migration(this::leann, model));
    MigrationReport stopped = running.get().run("notes");
    assertTrue(stopped.stopped());
    assertNull(stopped.verification());
    assertEquals(List.of("notes.trust.migrating"), names());
    assertTrue(Migration.isWorkingCopy(names().get(0)));
    assertThrows(CancellationException.class, () -> running.get().plan("notes"));
    listener = (phase, done, total) -> {};
    MigrationReport resumed = migrate(model);
    assertTrue(resumed.unchanged() > PASSAGES / 2, () -> "" + resumed.unchanged());
    assertEquals(PASSAGES, resumed.unchanged() + resumed.copied());
    assertEquals(List.of("notes"), names());
  }

  @Test
  void should_start_over_with_another_vector_policy() {
    fill(Metric.COSINE, passages(1));
    listener =
        (phase, done, total) -> {
          if (phase == Phase.COPYING && done > 0) {
            throw new IllegalStateException("interrupted");
          }
        };
    assertThrows(IllegalStateException.class, () -> migrate(model));
    assertEquals(List.of("notes.trust.migrating"), names());
    listener = (phase, done, total) -> {};
    options = options.withVectors(VectorPolicy.KEEP);
    assertEquals(PASSAGES, migrate(model).copied());
    assertEquals(List.of("notes"), names());
  }

  @Test
  void should_include_changes_to_the_source_meanwhile() {
    fill(Metric.COSINE, passages(1));
    listener =
        (phase, done, total) -> {
          if (phase == Phase.VERIFYING && done == 0) {
            try (VectorCollection notes = source.open("notes")) {
              notes.delete(Selection.ids("r1", "r2"));
              notes.upsert(
                  List.of(new Passage("new", null, null, model.embed(List.of("n")).get(0))));
              notes.upsert(List.of(changed(notes, "r3")));
            }
          }
        };
    MigrationReport report = migrate(model);
    assertEquals(PASSAGES - 1, report.verification().count());
    try (VectorStore store = LeannVectorStore.open(dir, model);
        VectorCollection notes = store.open("notes")) {
      assertEquals(PASSAGES - 1, notes.count(Filter.all()));
      assertEquals(1, notes.count(Filter.equal("changed", true)));
    }
  }

  private static Passage changed(VectorCollection notes, String id) {
    Passage passage = notes.get(Selection.ids(id), PageRequest.first(1)).items().get(0);
    return new Passage(
        id, passage.text(), Metadata.of("changed", true), notes.embeddings(List.of(id)).get(0));
  }

  @Test
  void should_give_up_on_a_source_that_keeps_changing() {
    fill(Metric.COSINE, passages(1));
    int[] changes = {0};
    listener =
        (phase, done, total) -> {
          if (phase == Phase.VERIFYING) {
            try (VectorCollection notes = source.open("notes")) {
              String text = "change " + changes[0]++;
              notes.upsert(
                  List.of(new Passage("r3", text, null, model.embed(List.of(text)).get(0))));
            }
          }
        };
    assertEquals(Reason.UNSETTLED, failure(model));
    assertFalse(names().contains("notes"));
  }

  /** Falsifies what a target answers. */
  private interface Falsifier {
    Object apply(Method method, Object answer);
  }

  private VectorStore falsified(VectorStore store, Falsifier falsifier) {
    return (VectorStore)
        proxy(
            VectorStore.class,
            store,
            (method, answer) ->
                answer instanceof VectorCollection collection
                    ? proxy(VectorCollection.class, collection, falsifier)
                    : falsifier.apply(method, answer));
  }

  private static Object proxy(Class<?> type, Object target, Falsifier falsifier) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          if (method.isDefault()) {
            // On the proxy, so that what it calls is falsified too.
            return InvocationHandler.invokeDefault(proxy, method, arguments);
          }
          try {
            return falsifier.apply(method, method.invoke(target, arguments));
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        });
  }

  private Reason failureAfter(Falsifier falsifier) {
    MigrationTarget target = (vectors, embedder) -> falsified(leann(vectors, embedder), falsifier);
    Reason reason =
        assertThrows(MigrationException.class, () -> migration(target, model).run("notes"))
            .reason();
    assertFalse(names().contains("notes"), "an unverified copy must not have the final name");
    return reason;
  }

  @Test
  void should_detect_every_kind_of_bad_copy() {
    fill(Metric.COSINE, passages(1));
    Map<String, UnaryOperator<Passage>> errors =
        Map.of(
            "text", r -> new Passage(r.id(), r.text() + "!", r.metadata(), r.vector()),
            "metadata", r -> new Passage(r.id(), r.text(), Metadata.of("m", 1), r.vector()));
    for (Map.Entry<String, UnaryOperator<Passage>> error : errors.entrySet()) {
      Reason reason =
          failureAfter(
              (method, answer) -> {
                if (!method.getName().equals("get")) {
                  return answer;
                }
                Page<?> page = (Page<?>) answer;
                List<Passage> items = new ArrayList<>();
                page.items().forEach(item -> items.add((Passage) item));
                items.replaceAll(r -> r.id().equals("r5") ? error.getValue().apply(r) : r);
                return new Page<>(items, page.next(), page.missing());
              });
      assertEquals(Reason.UNSETTLED, reason, error.getKey());
    }
    assertEquals(
        Reason.UNSETTLED,
        failureAfter(
            (method, answer) -> method.getName().equals("count") ? (Long) answer + 1 : answer),
        "count");
    assertEquals(
        Reason.OVERLAP,
        failureAfter(
            (method, answer) ->
                answer instanceof SearchResult result
                    ? new SearchResult(
                        result.hits().subList(0, result.hits().size() / 2), result.stats())
                    : answer),
        "answers");
  }

  @Test
  void should_fit_the_working_name_into_a_folder_name() {
    String longest = "x".repeat(512);
    for (String name : List.of("abc", longest)) {
      for (VectorPolicy vectors : VectorPolicy.values()) {
        String working = Migration.workingName(name, vectors);
        CollectionSpec.checkName(working);
        assertTrue(working.length() <= 255, working);
        assertTrue(Migration.isWorkingCopy(working));
      }
    }
  }
}
