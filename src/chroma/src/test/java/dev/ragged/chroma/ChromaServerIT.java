package dev.ragged.chroma;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.ragged.CollectionSpec;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.testkit.ChromaInstallation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ChromaServerIT {
  private static final Duration START = Duration.ofSeconds(60);
  @TempDir Path folder;

  /** Starts a server, says where and which processes, and waits to be killed. */
  static final class Victim {
    public static void main(String[] args) throws InterruptedException {
      ChromaServer server =
          ChromaServer.start(Path.of(args[0]), ChromaInstallation.command(), START);
      System.out.println(server.url());
      ProcessHandle.current().descendants().forEach(p -> System.out.println(p.pid()));
      System.out.println("end");
      Thread.sleep(START.toMillis());
      server.close();
    }
  }

  @Test
  void should_keep_its_data_and_leave_no_process() {
    List<ProcessHandle> processes;
    try (ChromaServer server = ChromaServer.start(folder, ChromaInstallation.command(), START);
        VectorStore store = ChromaVectorStore.open(ChromaSettings.of(server.url()), null)) {
      processes = ProcessHandle.current().descendants().toList();
      try (VectorCollection made = store.create(CollectionSpec.of("kept", 2))) {
        made.add(List.of(new Passage("a", "text", null, new float[] {1, 2})));
      }
      assertTrue(server.isAlive());
    }
    assertEquals(List.of(), processes.stream().filter(p -> p.isAlive() && !isShared(p)).toList());
    try (ChromaServer server = ChromaServer.start(folder, ChromaInstallation.command(), START);
        VectorStore store = ChromaVectorStore.open(ChromaSettings.of(server.url()), null)) {
      assertEquals(List.of("kept"), store.names());
      assertEquals(1, store.open("kept").info().passages());
      server.close();
      server.close();
      assertFalse(server.isAlive());
    }
  }

  /** The server that other tests share may run beside this one. */
  private static boolean isShared(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains("chroma-test-")
        || process
            .info()
            .arguments()
            .map(a -> String.join(" ", a))
            .orElse("")
            .contains("chroma-test-");
  }

  @Test
  void should_leave_no_orphan_when_killed() throws Exception {
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
      String url = out.readLine();
      assertTrue(url.startsWith("http://127.0.0.1:"), url);
      List<Long> pids =
          out.lines().takeWhile(line -> !line.equals("end")).map(Long::parseLong).toList();
      assertTrue(pids.size() >= 2, () -> "a guard and a server: " + pids);
      victim.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      for (long pid : pids) {
        Optional<ProcessHandle> left = ProcessHandle.of(pid);
        if (left.isPresent()) {
          left.get().onExit().get(10, TimeUnit.SECONDS);
        }
      }
    } finally {
      victim.destroyForcibly();
    }
    // And the folder is free again.
    ChromaServer.start(folder, ChromaInstallation.command(), START).close();
  }

  @Test
  void should_let_one_process_at_a_time_use_a_folder() {
    try (ChromaServer first = ChromaServer.start(folder, ChromaInstallation.command(), START)) {
      RaggedException e =
          assertThrows(
              RaggedException.class,
              () ->
                  ChromaServer.start(folder, ChromaInstallation.command(), Duration.ofMillis(300)));
      assertTrue(
          e.getMessage().contains("in use by process " + ProcessHandle.current().pid()),
          e.getMessage());
      assertTrue(first.isAlive());
    }
  }

  /** A program that says nothing of listening, on a port where somebody else answers heartbeats. */
  @Test
  void should_not_take_a_stranger_for_its_own() throws Exception {
    HttpServer stranger =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    stranger.createContext(
        "/",
        exchange -> {
          byte[] beat = "{\"nanosecond heartbeat\": 1}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, beat.length);
          exchange.getResponseBody().write(beat);
          exchange.close();
        });
    stranger.start();
    try {
      int taken = stranger.getAddress().getPort();
      // Chroma's own words for a port that is taken, from Chroma itself.
      String words =
          ChromaInstallation.command().stream()
              .map(word -> "'" + word.replace("'", "'\\''") + "'")
              .collect(Collectors.joining(" "));
      Path command = folder.resolve("chroma");
      Files.writeString(
          command,
          "#!/bin/sh\nexec "
              + words
              + " run --path "
              + folder
              + " --host 127.0.0.1 --port "
              + (taken)
              + "\n");
      assertTrue(command.toFile().setExecutable(true));
      RaggedException e =
          assertThrows(
              RaggedException.class,
              () -> ChromaServer.start(folder, List.of(command.toString()), START));
      assertTrue(e.getMessage().contains("not available"), e.getMessage());
    } finally {
      stranger.stop(0);
    }
  }

  @Test
  void should_say_what_a_program_said_that_does_not_start() {
    RaggedException none =
        assertThrows(
            RaggedException.class,
            () -> ChromaServer.start(folder, List.of("no-such-program"), START));
    assertTrue(none.getMessage().contains("no-such-program"), none.getMessage());
    RaggedException wrong =
        assertThrows(
            RaggedException.class,
            () -> ChromaServer.start(folder, List.of("sh", "-c", "echo out of cheese"), START));
    assertTrue(wrong.getMessage().contains("out of cheese"), wrong.getMessage());
    RaggedException silent =
        assertThrows(
            RaggedException.class,
            () ->
                ChromaServer.start(
                    folder, List.of("sh", "-c", "sleep 60"), Duration.ofMillis(500)));
    assertTrue(silent.getMessage().contains("did not start"), silent.getMessage());
  }

  @Test
  void should_serve_a_copy_and_leave_the_original_as_it_is() throws Exception {
    Path original = folder.resolve("original");
    Path scratch = folder.resolve("scratch");
    try (ChromaServer server = ChromaServer.start(original, ChromaInstallation.command(), START);
        VectorStore store = ChromaVectorStore.open(ChromaSettings.of(server.url()), null)) {
      store.create(CollectionSpec.of("kept", 2)).add(List.of(vector("a")));
    }
    Files.writeString(original.resolve("read-only"), "as it was");
    Files.createDirectories(scratch.resolve(".chroma-copy-" + endedProcess() + "-1/deep"));
    Map<Path, FileTime> before = times(original);
    try (ChromaServer server =
            ChromaServer.startOnCopy(original, scratch, ChromaInstallation.command(), START);
        VectorStore store = ChromaVectorStore.open(ChromaSettings.of(server.url()), null)) {
      assertEquals(1, store.open("kept").info().passages());
      store.open("kept").add(List.of(vector("b")));
      try (Stream<Path> copies = Files.list(scratch)) {
        assertEquals(List.of(server.folder()), copies.toList(), "that of the dead is gone");
      }
    }
    assertEquals(before, times(original));
    try (Stream<Path> copies = Files.list(scratch)) {
      assertEquals(List.of(), copies.toList());
    }
  }

  private static Passage vector(String id) {
    return new Passage(id, "text", null, new float[] {1, 2});
  }

  private static long endedProcess() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    return process.pid();
  }

  private static Map<Path, FileTime> times(Path folder) throws IOException {
    Map<Path, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        times.put(file, Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  @Test
  void should_take_another_port_each_time() {
    URI first;
    try (ChromaServer server =
        ChromaServer.start(folder.resolve("one"), ChromaInstallation.command(), START)) {
      first = server.url();
      try (ChromaServer other =
          ChromaServer.start(folder.resolve("two"), ChromaInstallation.command(), START)) {
        assertNotEquals(first, other.url());
      }
    }
  }

  @Test
  void should_find_the_command_on_the_path() throws Exception {
    assertEquals(Optional.empty(), ChromaCommand.find(Map.of("PATH", folder.toString())));
    Path chroma = Files.writeString(folder.resolve("chroma"), "#!/bin/sh\n");
    assertTrue(chroma.toFile().setExecutable(true));
    assertEquals(
        Optional.of(List.of(chroma.toString())),
        ChromaCommand.find(Map.of("PATH", "/nowhere:" + folder)));
  }
}
