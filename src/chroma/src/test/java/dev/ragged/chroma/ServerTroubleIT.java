package dev.ragged.chroma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.testkit.ChromaInstallation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real servers in real trouble: stopped, frozen, out of space. */
@Timeout(180)
class ServerTroubleIT {
  private static final Duration START = Duration.ofSeconds(60);
  @TempDir Path folder;

  private static ChromaSettings settings(ChromaServer server, Duration timeout) {
    return new ChromaSettings(
        server.url(),
        ChromaSettings.DEFAULT_TENANT,
        ChromaSettings.DEFAULT_DATABASE,
        null,
        ChromaSettings.DEFAULT_TOKEN_HEADER,
        null,
        timeout);
  }

  private static List<Passage> passages(int from, int to, int letters) {
    return IntStream.range(from, to)
        .mapToObj(i -> new Passage("r" + i, (i + " ").repeat(letters), null, new float[] {i, 1}))
        .toList();
  }

  @Test
  void should_say_so_when_the_server_is_gone_and_go_on_when_it_is_back() {
    try (ChromaServer server = ChromaServer.start(folder, ChromaInstallation.command(), START)) {
      VectorStore store = ChromaVectorStore.open(settings(server, START), null);
      store.create(CollectionSpec.of("things", 2)).add(passages(0, 10, 5));
      server.close();
      VectorCollection things = null;
      RaggedException e = assertThrows(RaggedException.class, () -> store.open("things"));
      assertTrue(e.getMessage().contains("cannot be reached"), e.getMessage());
      try (ChromaServer again = ChromaServer.start(folder, ChromaInstallation.command(), START);
          VectorStore other = ChromaVectorStore.open(settings(again, START), null)) {
        things = other.open("things");
        assertEquals(10, things.count(Filter.all()));
        assertTrue(things.check().ok());
      }
    }
  }

  @Test
  void should_give_up_on_a_frozen_server_in_time() throws Exception {
    try (ChromaServer server = ChromaServer.start(folder, ChromaInstallation.command(), START);
        VectorStore store = ChromaVectorStore.open(settings(server, Duration.ofSeconds(1)), null)) {
      VectorCollection things = store.create(CollectionSpec.of("things", 2));
      things.add(passages(0, 10, 5));
      signal("STOP", server);
      RaggedException e;
      long start = System.nanoTime();
      try {
        e = assertThrows(RaggedException.class, () -> things.add(passages(10, 20, 5)));
      } finally {
        signal("CONT", server);
      }
      assertTrue(e.getMessage().contains("no answer"), e.getMessage());
      assertTrue(System.nanoTime() - start < START.toNanos(), "within its time-out, not for ever");
      things.upsert(passages(10, 20, 5)); // the frozen one may have been done since
      assertEquals(20, things.count(Filter.all()));
      assertTrue(things.check().ok());
    }
  }

  private static void signal(String name, ChromaServer server) throws Exception {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    ProcessHandle.current()
        .descendants()
        .filter(
            p -> p.info().arguments().map(a -> String.join(" ", a)).orElse("").contains("--port"))
        .filter(
            p ->
                String.join(" ", p.info().arguments().orElse(new String[0]))
                    .contains("" + server.url().getPort()))
        .forEach(p -> command.add("" + p.pid()));
    assertTrue(command.size() > 2, "the server's process is found");
    assertTrue(new ProcessBuilder(command).start().waitFor(10, TimeUnit.SECONDS));
  }

  /** A limit on the size of files stands for a full disk: the server's writes fail alike. */
  @Test
  void should_say_so_when_the_server_has_no_space_and_lose_nothing() {
    List<String> command =
        new ArrayList<>(
            List.of("sh", "-c", "trap '' XFSZ; ulimit -f 6000; exec \"$@\"", "chroma-in-3-MB"));
    command.addAll(ChromaInstallation.command());
    int written = 0;
    try (ChromaServer server = ChromaServer.start(folder, command, START);
        VectorStore store = ChromaVectorStore.open(settings(server, START), null)) {
      VectorCollection things = store.create(CollectionSpec.of("things", 2));
      RaggedException full = null;
      while (full == null && written < 2_000) {
        try {
          things.add(passages(written, written + 20, 500));
          written += 20;
        } catch (RaggedException e) {
          full = e;
        }
      }
      assertTrue(full != null, "the limit was never reached");
      assertTrue(full.getMessage().contains("whether its disk is full"), full.getMessage());
      assertTrue(written > 0);
    }
    try (ChromaServer server = ChromaServer.start(folder, ChromaInstallation.command(), START);
        VectorStore store = ChromaVectorStore.open(settings(server, START), null)) {
      VectorCollection things = store.open("things");
      long count = things.count(Filter.all());
      // Chroma logs a write before it applies it, so the one that failed may have happened.
      assertTrue(count == written || count == written + 20, count + " after " + written);
      things.upsert(passages(written, written + 20, 500));
      assertEquals(written + 20, things.count(Filter.all()));
      assertTrue(things.check().ok());
    }
  }
}
