package dev.ragged.chroma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.UnconfirmedWriteException;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.testkit.FaultyProxy;
import dev.ragged.testkit.FaultyProxy.Fault;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that fails in any way gives one sentence in time, and loses nothing. */
@Timeout(120)
class ChromaFailuresIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(1);

  private FaultyProxy proxy;
  private ChromaSettings direct;
  private VectorStore store;
  private VectorCollection collection;

  @BeforeEach
  void open() throws IOException {
    proxy = FaultyProxy.before(TestServer.url());
    direct = TestServer.database();
    store = ChromaVectorStore.open(through(proxy.url(), null, "Authorization"), null);
    collection = store.create(CollectionSpec.of("things", 2));
    collection.add(List.of(vector("a", 1, 0), vector("b", 0, 1), vector("c", 1, 1)));
  }

  private ChromaSettings through(URI url, String token, String header) {
    return new ChromaSettings(
        url, direct.tenant(), direct.database(), token, header, null, TIMEOUT);
  }

  @AfterEach
  void close() {
    proxy.fail(Fault.NONE);
    store.close();
    proxy.close();
  }

  private static Passage vector(String id, float x, float y) {
    return new Passage(id, "text of " + id, null, new float[] {x, y});
  }

  /** Everything that can be asked. */
  private Map<String, Runnable> calls() {
    Map<String, Runnable> calls = new LinkedHashMap<>();
    calls.put("names", () -> store.names());
    calls.put("open", () -> store.open("things"));
    calls.put("create", () -> store.create(CollectionSpec.of("others", 2)));
    calls.put("rename", () -> store.rename("things", "renamed"));
    calls.put("drop", () -> store.drop("others"));
    calls.put("info", () -> collection.info());
    calls.put("add", () -> collection.add(List.of(vector("d", 2, 1))));
    calls.put("upsert", () -> collection.upsert(List.of(vector("a", 2, 1))));
    calls.put("delete", () -> collection.delete(Selection.ids("a")));
    calls.put("get", () -> collection.get(Selection.all(), PageRequest.first(5)));
    calls.put("count", () -> collection.count(Filter.equal("k", 1)));
    calls.put("search", () -> collection.search(SearchRequest.vector(new float[] {1, 0})));
    calls.put("embeddings", () -> collection.embeddings(List.of("a")));
    calls.put("stats", () -> collection.stats());
    calls.put("check", () -> collection.check());
    return calls;
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"NONE", "ENDLESS", "CUT_AFTER"},
      mode = EnumSource.Mode.EXCLUDE)
  void should_say_what_failed_in_one_sentence_and_lose_nothing(Fault fault) {
    Map<String, Runnable> calls = calls();
    if (fault == Fault.HANG || fault == Fault.TRICKLE) {
      calls.keySet().retainAll(List.of("names", "add", "search", "delete")); // a time-out each
    }
    if (fault == Fault.OTHER_JSON) {
      calls.remove("drop"); // nothing is read from its answer
    }
    calls.forEach(
        (name, call) -> {
          proxy.fail(fault);
          RaggedException e = assertThrows(RaggedException.class, call::run, name);
          proxy.fail(Fault.NONE);
          String said = e.getMessage();
          assertTrue(said.startsWith("Chroma at " + proxy.url()), name + ": " + said);
          assertTrue(said.endsWith(".") && said.contains("; "), name + ": " + said);
          assertEquals(1, said.lines().count(), name + ": " + said);
          assertTrue(said.length() < 400, name + ": " + said);
        });
    assertEquals(List.of("things"), store.names());
    assertEquals(3, collection.count(Filter.all()));
    assertEquals(
        List.of(vector("a", 1, 0).text(), "text of b", "text of c"),
        collection.get(Selection.ids("a", "b", "c"), PageRequest.first(3)).items().stream()
            .map(Passage::text)
            .toList());
    assertTrue(collection.check().ok());
  }

  @Test
  void should_not_read_an_answer_without_end() {
    proxy.fail(Fault.ENDLESS);
    RaggedException e = assertThrows(RaggedException.class, () -> collection.count(Filter.all()));
    assertTrue(e.getMessage().contains("gave no answer") || e.getMessage().contains("more than"));
  }

  @Test
  void should_repeat_what_may_be_repeated() {
    for (Fault fault : List.of(Fault.CUT, Fault.CUT_AFTER, Fault.UNAVAILABLE_503)) {
      String id = "new-" + fault;
      proxy.failAfter(1, fault, 1); // the look for duplicates passes, the writing fails once
      collection.add(List.of(vector(id, 3, 1)));
      proxy.failAfter(0, fault, 2);
      assertEquals(1, collection.get(Selection.ids(id), PageRequest.first(1)).items().size());
    }
    assertEquals(6, collection.count(Filter.all()));
  }

  @Test
  void should_find_out_what_became_of_a_change_whose_answer_never_came() {
    proxy.failAfter(0, Fault.CUT_AFTER, 1);
    VectorCollection fresh = store.create(CollectionSpec.of("fresh", 2));
    assertEquals(
        2, proxy.requests().stream().filter(r -> r.matches("POST .*/collections")).count());
    fresh.add(List.of(vector("a", 1, 0)));
    proxy.failAfter(2, Fault.CUT_AFTER, 1); // after looking for both names
    store.rename("fresh", "renamed");
    assertEquals(List.of("renamed", "things"), store.names());
    assertThrows(IllegalStateException.class, () -> fresh.count(Filter.all()));
    proxy.failAfter(0, Fault.CUT_AFTER, 1);
    assertTrue(store.drop("renamed"));
    assertEquals(List.of("things"), store.names());
  }

  @Test
  void should_not_confirm_what_may_have_happened() {
    List<Passage> more = List.of(vector("a", 2, 2), vector("d", 3, 1));
    Map<String, Runnable> writes = new LinkedHashMap<>();
    writes.put("create", () -> store.create(CollectionSpec.of("others", 2)));
    writes.put("rename", () -> store.rename("things", "renamed"));
    writes.put("drop", () -> store.drop("things"));
    writes.put("upsert", () -> collection.upsert(more));
    writes.put("delete", () -> collection.delete(Selection.ids("a")));
    for (Fault fault : List.of(Fault.CUT, Fault.ERROR_500, Fault.GARBAGE)) {
      writes.forEach(
          (name, write) -> {
            int readsFirst =
                Map.of("create", 0, "rename", 2, "drop", 0, "upsert", 1, "delete", 1).get(name);
            proxy.failAfter(readsFirst, fault, Integer.MAX_VALUE);
            UnconfirmedWriteException e =
                assertThrows(UnconfirmedWriteException.class, write::run, name + " " + fault);
            proxy.fail(Fault.NONE);
            assertTrue(e.getMessage().contains("read before you repeat it"), e.getMessage());
            assertEquals(3, collection.count(Filter.all()), "the same object goes on");
          });
    }
  }

  @Test
  void should_say_that_nothing_changed_if_the_server_refused_or_was_not_reached() {
    assertThrows(
        CollectionExistsException.class, () -> store.create(CollectionSpec.of("things", 2)));
    proxy.close();
    for (Runnable write :
        List.<Runnable>of(
            () -> store.create(CollectionSpec.of("others", 2)),
            () -> store.drop("things"),
            () -> collection.upsert(List.of(vector("a", 2, 2))))) {
      RaggedException e = assertThrows(RaggedException.class, write::run);
      assertFalse(e instanceof UnconfirmedWriteException, e.getMessage());
    }
  }

  @Test
  void should_say_that_nobody_is_there() {
    proxy.close();
    RaggedException e = assertThrows(RaggedException.class, store::names);
    assertTrue(e.getMessage().contains("cannot be reached"), e.getMessage());
    assertFalse(store.health().ok());
    assertEquals(e.getMessage().substring(0, 20), store.health().detail().substring(0, 20));
  }

  @Test
  void should_send_the_token_and_never_show_it() {
    try (VectorStore bearer =
            ChromaVectorStore.open(
                through(proxy.url(), "s3cret", ChromaSettings.DEFAULT_TOKEN_HEADER), null);
        VectorStore header =
            ChromaVectorStore.open(through(proxy.url(), "s3cret", "X-Chroma-Token"), null)) {
      bearer.names();
      header.names();
      assertEquals(List.of("Bearer s3cret", "s3cret"), proxy.tokens());
      proxy.fail(Fault.ERROR_500);
      RaggedException e = assertThrows(RaggedException.class, bearer::names);
      assertFalse(e.toString().contains("s3cret"));
      assertFalse(through(proxy.url(), "s3cret", "X-Chroma-Token").toString().contains("s3cret"));
    }
    RaggedException e =
        assertThrows(
            RaggedException.class,
            () ->
                ChromaVectorStore.open(through(proxy.url(), "s3\ncret", "Authorization"), null)
                    .names());
    assertFalse(e.getMessage().contains("cret\n") || e.getMessage().contains("s3"), e.getMessage());
  }

  @Test
  void should_tell_a_missing_database_from_a_missing_collection() {
    ChromaSettings nowhere =
        new ChromaSettings(
            direct.url(), "default_tenant", "nowhere", null, "Authorization", null, TIMEOUT);
    try (VectorStore lost = ChromaVectorStore.open(nowhere, null)) {
      for (Runnable call :
          List.<Runnable>of(lost::names, () -> lost.open("things"), () -> lost.drop("things"))) {
        RaggedException e = assertThrows(RaggedException.class, call::run);
        assertTrue(e.getMessage().contains("the database"), e.getMessage());
      }
      assertFalse(lost.health().ok());
    }
  }
}
