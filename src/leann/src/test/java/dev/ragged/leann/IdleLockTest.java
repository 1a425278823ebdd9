package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionLockedException;
import dev.ragged.CollectionSpec;
import dev.ragged.Passage;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.testkit.WordsEmbedder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Who has stopped writing lets others write. */
class IdleLockTest extends StoreFixture {
  private static final int PATIENCE = 30_000;

  private VectorCollection open(Duration idleLock) {
    store.close();
    store = LeannVectorStore.open(folder, embedder, LeannOptions.defaults().withIdleLock(idleLock));
    return store.create(CollectionSpec.of("notes"));
  }

  /** Tries until the lock is free. */
  private static <T> T patiently(Callable<T> write) throws Exception {
    for (int waited = 0; ; waited += 20) {
      try {
        return write.call();
      } catch (CollectionLockedException e) {
        if (waited >= PATIENCE) {
          throw e;
        }
        Thread.sleep(20);
      }
    }
  }

  private static Void add(VectorCollection collection, String id) {
    collection.add(List.of(Passage.of(id, "the kettle of " + id)));
    return null;
  }

  @Test
  void should_let_another_store_write_once_idle() throws Exception {
    try (VectorCollection first = open(Duration.ofMillis(50));
        VectorStore other =
            LeannVectorStore.open(
                folder, embedder, LeannOptions.defaults().withIdleLock(Duration.ofMillis(50)));
        VectorCollection second = other.open("notes")) {
      for (int round = 0; round < 3; round++) {
        String id = "-" + round;
        patiently(() -> add(first, "a" + id));
        patiently(() -> add(second, "b" + id));
      }
      assertEquals(6, first.info().passages());
      assertEquals(6, second.info().passages());
    }
  }

  @Test
  void should_keep_the_lock_while_writing() throws Exception {
    try (VectorCollection first = open(Duration.ofSeconds(1_000));
        VectorStore other = LeannVectorStore.open(folder, embedder);
        VectorCollection second = other.open("notes")) {
      add(first, "a");
      CollectionLockedException locked =
          assertThrows(CollectionLockedException.class, () -> add(second, "b"));
      assertTrue(
          locked.holder().startsWith("another store of this process since "), locked.holder());
      first.close();
      add(second, "b");
    }
  }

  @Test
  void should_name_the_process_that_another_one_is() throws Exception {
    open(Duration.ofSeconds(1_000)).close();
    Process writer = Writer.start(folder);
    try (VectorCollection second = store.open("notes")) {
      CollectionLockedException locked =
          assertThrows(CollectionLockedException.class, () -> add(second, "b"));
      assertTrue(locked.holder().startsWith("process " + writer.pid() + " since "));
    } finally {
      writer.destroyForcibly().waitFor();
    }
  }

  /** Another process, which writes and keeps the lock. */
  static final class Writer {
    private Writer() {}

    static Process start(Path folder) throws Exception {
      Process process =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Writer.class.getName(),
                  folder.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      assertEquals('w', process.getInputStream().read(), "it has written");
      return process;
    }

    public static void main(String[] args) throws Exception {
      VectorStore store = LeannVectorStore.open(Path.of(args[0]), new WordsEmbedder(64));
      add(store.open("notes"), "other");
      System.out.print('w');
      System.out.flush();
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}
