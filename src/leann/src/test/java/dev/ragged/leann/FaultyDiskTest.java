package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.Selection;
import dev.ragged.UnconfirmedWriteException;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.FaultyFiles.Fault;
import dev.ragged.leann.FaultyFiles.Kind;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Operations on files fail in turn, once and for good. A write that returns is stored, one that
 * throws has changed nothing, one that is unconfirmed did one or the other; the same objects go on
 * when the fault is over, and nothing is left behind.
 */
@Timeout(600)
class FaultyDiskTest {
  private static final String FULL = "No space left on device";

  /** How many operations of each write fail, evenly spread; 1000 tries all, which takes minutes. */
  private static final int TRIES = Integer.getInteger("ragged.faults", 8);

  private static final WordsEmbedder EMBEDDER = new WordsEmbedder(8);

  @TempDir Path temporary;

  private final FaultyFiles files = new FaultyFiles();

  /** What is written, to collection "old" where there is one. */
  private enum Write {
    CREATE((store, old) -> store.create(CollectionSpec.of("new"))),
    ADD((store, old) -> old.add(List.of(Passage.of("three", "number three")))),
    REPLACE(
        (store, old) ->
            old.replace(Selection.ids("one"), List.of(Passage.of("two", "another two")))),
    DELETE((store, old) -> old.delete(Selection.ids("one"))),
    COMPACT((store, old) -> old.compact()),
    ADD_MORE((store, old) -> old.add(List.of(Passage.of("three", "number three")))),
    CLOSE((store, old) -> old.close()),
    CLOSE_STORE((store, old) -> store.close()),
    RENAME((store, old) -> store.rename("old", "new")),
    REINDEX((store, old) -> store.reindexWords("old", read -> {})),
    DROP((store, old) -> store.drop("old"));

    private final BiConsumer<VectorStore, VectorCollection> call;

    /** Whether it has been writing already. */
    boolean writes() {
      return this == ADD_MORE || this == CLOSE || this == CLOSE_STORE;
    }

    Write(BiConsumer<VectorStore, VectorCollection> call) {
      this.call = call;
    }
  }

  private Path folder;
  private VectorStore store;
  private VectorCollection old;

  /** A store with one collection of two passages, open. */
  private void open(int round, boolean writing) {
    folder = temporary.resolve("round" + round + "/leann");
    Path first = temporary.resolve("first");
    try {
      if (!Files.exists(first)) {
        try (VectorStore made = LeannVectorStore.open(first, EMBEDDER);
            VectorCollection collection = made.create(CollectionSpec.of("old"))) {
          collection.add(List.of(Passage.of("one", "number one")));
          collection.add(List.of(Passage.of("two", "number two")));
        }
        OldWords.in(first.resolve("old")); // or there is nothing to reindex
      }
      try (Stream<Path> all = Files.walk(first)) {
        for (Path path : all.toList()) {
          Path copy = folder.resolve(first.relativize(path));
          Files.createDirectories(copy.getParent());
          Files.copy(path, copy);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    store = LeannVectorStore.open(files.of(folder), EMBEDDER);
    old = store.open("old");
    if (writing) {
      old.upsert(List.of(Passage.of("two", "number two")));
    }
  }

  /** Everything that another process sees now. */
  private Map<String, Map<String, String>> contents() {
    Map<String, Map<String, String>> contents = new TreeMap<>();
    try (VectorStore other = LeannVectorStore.open(folder, EMBEDDER)) {
      for (String name : other.names()) {
        try (VectorCollection collection = other.open(name)) {
          contents.put(name, texts(collection));
        }
      }
    }
    return contents;
  }

  private static Map<String, String> texts(VectorCollection collection) {
    Map<String, String> texts = new TreeMap<>();
    for (Passage passage : collection.get(Selection.all(), PageRequest.first(100)).items()) {
      texts.put(passage.id(), passage.text());
    }
    return texts;
  }

  private List<String> leftovers() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith("."))
          .toList();
    }
  }

  @ParameterizedTest
  @EnumSource
  void should_store_or_change_nothing_whichever_operation_fails(Write write) throws IOException {
    open(0, write.writes());
    Map<String, Map<String, String>> before = contents();
    AtomicInteger all = new AtomicInteger();
    files.fail(
        (kind, path) -> {
          all.incrementAndGet();
          return null;
        });
    write.call.accept(store, old);
    files.fail(Fault.NONE);
    Map<String, Map<String, String>> after = contents();
    store.close();
    int step = Math.max(1, all.get() / TRIES);
    int round = 1;
    for (boolean forGood : new boolean[] {false, true}) {
      boolean failed = true;
      for (int n = forGood ? step / 2 : 0; failed; n += step) {
        open(round++, write.writes());
        AtomicInteger done = new AtomicInteger();
        int nth = n;
        files.fail(
            (kind, path) -> {
              int count = done.getAndIncrement();
              return count == nth || forGood && count > nth ? FULL : null;
            });
        RaggedException thrown = null;
        try {
          write.call.accept(store, old);
        } catch (RaggedException e) {
          thrown = e;
        } finally {
          files.fail(Fault.NONE);
        }
        failed = done.get() > n;
        String message = write + " " + n + (forGood ? " for good: " : ": ") + thrown;
        Map<String, Map<String, String>> now = contents();
        if (thrown == null) {
          assertEquals(after, now, message);
        } else if (!(thrown instanceof UnconfirmedWriteException)) {
          assertEquals(before, now, message);
        } else {
          assertTrue(now.equals(before) || now.equals(after), message + now);
        }
        if (thrown != null) {
          assertTrue(thrown.getMessage().contains("the disk is full"), message);
          assertTrue(forGood || !(thrown instanceof UnconfirmedWriteException), message);
        }
        if (write == Write.CLOSE_STORE) {
          store = LeannVectorStore.open(files.of(folder), EMBEDDER);
        }
        goesOn(now, message);
        store.close();
      }
      assertTrue(round > 3, "something was tried");
    }
  }

  /** The same objects work again. */
  private void goesOn(Map<String, Map<String, String>> now, String message) throws IOException {
    assertEquals(List.copyOf(now.keySet()), store.names(), message);
    for (String name : now.keySet()) {
      VectorCollection open = name.equals("old") && isOpen(old) ? old : store.open(name);
      assertEquals(now.get(name), texts(open), message);
      open.upsert(List.of(Passage.of("last", "the last one")));
      assertEquals("the last one", texts(open).get("last"), message);
      assertEquals(now.get(name).keySet().size() + 1, contents().get(name).size(), message);
      assertEquals(List.of(), open.check().problems(), message);
    }
    store.create(CollectionSpec.of("another")).close();
    assertEquals(List.of(), leftovers(), message);
  }

  private static boolean isOpen(VectorCollection collection) {
    try {
      collection.count(Filter.all());
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static Fault failing(Kind kind, Predicate<String> path) {
    return (done, where) ->
        done == kind && path.test(where.toString()) ? "Input/output error" : null;
  }

  @Test
  void should_not_confirm_a_commit_that_could_not_be_synced() {
    open(0, false);
    AtomicBoolean renamed = new AtomicBoolean();
    files.fail(
        (kind, path) -> {
          renamed.compareAndSet(false, kind == Kind.RENAME);
          return renamed.get() && kind == Kind.SYNC_FOLDER ? "Input/output error" : null;
        });
    UnconfirmedWriteException e =
        assertThrows(
            UnconfirmedWriteException.class,
            () -> old.add(List.of(Passage.of("three", "number three"))));
    assertTrue(e.getMessage().contains("may have been stored, so read before"), e.getMessage());
    assertTrue(e.getMessage().contains("the disk failed to read or write"), e.getMessage());
    files.fail(Fault.NONE);
    old.upsert(List.of(Passage.of("three", "number three")));
    assertEquals(3, contents().get("old").size());
    store.close();
  }

  /** Lucene tries to take a commit back that it could not sync, and then deletes what it names. */
  @Test
  void should_keep_the_files_of_a_commit_that_can_neither_be_synced_nor_deleted() {
    open(0, false);
    AtomicInteger syncs = new AtomicInteger();
    files.fail(
        (kind, path) -> {
          boolean commit = path.getFileName().toString().matches("segments_[0-9a-z]+");
          boolean sync =
              kind == Kind.SYNC_FOLDER && path.endsWith("index") && syncs.incrementAndGet() > 1;
          return sync && syncs.get() < 4 || kind == Kind.DELETE && commit
              ? "Input/output error"
              : null;
        });
    old.add(List.of(Passage.of("three", "number three")));
    files.fail(Fault.NONE);
    assertEquals(3, contents().get("old").size());
    old.add(List.of(Passage.of("four", "number four")));
    assertEquals(4, contents().get("old").size());
    assertEquals(List.of(), old.check().problems());
    store.close();
  }

  @Test
  void should_keep_a_dropped_collection_whole_until_the_drop_is_durable() throws IOException {
    open(0, false);
    long whole = size();
    files.fail(failing(Kind.SYNC_FOLDER, path -> path.endsWith("leann")));
    UnconfirmedWriteException e =
        assertThrows(UnconfirmedWriteException.class, () -> store.drop("old"));
    assertTrue(e.getMessage().contains("'old' was dropped, but a power failure"), e.getMessage());
    assertEquals(List.of(), store.names());
    assertEquals(whole, size(), "nothing is removed yet");
    assertThrows(UnconfirmedWriteException.class, () -> store.create(CollectionSpec.of("new")));
    assertEquals(1, leftovers().size());
    files.fail(Fault.NONE);
    store.open("new").add(List.of(Passage.of("one", "number one")));
    assertEquals(List.of(), leftovers(), "swept by the next write");
    store.close();
  }

  private long size() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).count();
    }
  }

  @Test
  void should_tell_a_created_collection_that_cannot_be_opened() {
    open(0, false);
    files.fail(failing(Kind.OPEN, path -> path.contains("/new/index/segments")));
    UnconfirmedWriteException e =
        assertThrows(UnconfirmedWriteException.class, () -> store.create(CollectionSpec.of("new")));
    assertTrue(e.getMessage().startsWith("Collection 'new' was created, but"), e.getMessage());
    files.fail(Fault.NONE);
    assertEquals(0, store.open("new").count(Filter.all()));
    store.close();
  }

  @Test
  void should_say_what_is_wrong_with_the_system_and_what_to_do() {
    open(0, false);
    Map<String, String> said =
        Map.of(
            FULL,
            "the disk is full; free some space and try again.",
            "Too many open files",
            "raise the limit ('ulimit -n') and try again.",
            "Input/output error",
            "check the disk and the system's log.",
            "Read-only file system",
            "make it writable and try again.");
    said.forEach(
        (reason, remedy) -> {
          files.fail((kind, path) -> kind == Kind.WRITE ? reason : null);
          RaggedException e =
              assertThrows(
                  RaggedException.class, () -> old.add(List.of(Passage.of("three", "three"))));
          assertFalse(e instanceof UnconfirmedWriteException);
          assertTrue(e.getMessage().contains("was not changed: "), e.getMessage());
          assertTrue(e.getMessage().endsWith(remedy), e.getMessage());
        });
    files.fail(Fault.NONE);
    assertEquals(2, old.count(Filter.all()));
    store.close();
  }

  @Test
  void should_refuse_a_collection_that_another_store_has_replaced() {
    open(0, false);
    VectorStore other = LeannVectorStore.open(folder, EMBEDDER);
    assertTrue(other.drop("old"));
    List<Passage> three = List.of(Passage.of("three", "number three"));
    assertThrows(NoSuchCollectionException.class, () -> old.count(Filter.all()));
    assertThrows(NoSuchCollectionException.class, () -> old.add(three));
    assertFalse(Files.exists(folder.resolve("old")), "nothing was made anew");
    VectorCollection anew = other.create(CollectionSpec.of("old", 3));
    assertThrows(NoSuchCollectionException.class, () -> old.add(three));
    assertEquals(0, anew.count(Filter.all()));
    assertEquals(3, store.open("old").info().dimension());
    other.close();
    store.close();
  }
}
