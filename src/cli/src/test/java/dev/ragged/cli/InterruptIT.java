package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real process, and real signals while it is busy with one long document. */
@DisabledOnOs(OS.WINDOWS)
class InterruptIT {
  /** Enough for minutes of embedding: an answer before it is done shows that it was given up. */
  private static final int SENTENCES = 60_000;

  @TempDir Path folder;

  private Process add(Path path) throws IOException {
    return run("add", path.toString());
  }

  private Process run(String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--data-dir",
                folder.resolve("data").toString()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command)
        .redirectError(folder.resolve("err").toFile())
        .redirectOutput(folder.resolve("out").toFile())
        .start();
  }

  private static void signal(Process process) throws Exception {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  private Path longDocument() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < SENTENCES; i++) {
      text.append("Sentence ").append(i).append(" about tea, rivers and old houses by the sea. ");
    }
    return Files.writeString(folder.resolve("long.txt"), text);
  }

  /** Waits until the process has stored a collection, so that it is past its start. */
  private void awaitCollection(Process process) throws Exception {
    Path settings = folder.resolve("data").resolve("leann").resolve("default");
    while (process.isAlive() && !Files.exists(settings)) {
      Thread.sleep(50);
    }
    assertTrue(process.isAlive(), () -> "ended too early: " + read("err"));
  }

  private String read(String name) {
    try {
      return Files.readString(folder.resolve(name), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Test
  void should_answer_the_first_signal_with_what_was_stored() throws Exception {
    Process process = add(longDocument());
    awaitCollection(process);
    signal(process);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it went on");
    assertEquals(130, process.exitValue(), () -> read("err"));
    assertTrue(read("out").startsWith("Stopped; added 0 files"), () -> read("out"));
    Process again = add(Files.writeString(folder.resolve("note.txt"), "A note about tea."));
    assertEquals(0, again.waitFor(), () -> read("err"));
    assertTrue(read("out").startsWith("Added 1 file"), () -> read("out"));
  }

  @Test
  void should_end_at_the_second_signal() throws Exception {
    Process process = add(longDocument());
    awaitCollection(process);
    signal(process);
    signal(process);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it went on");
    assertNotEquals(0, process.exitValue());
  }

  @Test
  void should_leave_no_half_of_an_export() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      lines.append("{\"id\": \"").append(i).append("\", \"text\": \"Note ").append(i);
      lines.append(" about tea.\"}\n");
    }
    Process added = add(Files.writeString(folder.resolve("notes.jsonl"), lines));
    assertEquals(0, added.waitFor(), () -> read("err"));
    Path exports = Files.createDirectory(folder.resolve("exports"));
    // With embeddings, which takes some seconds to make.
    Process export =
        run("export", "--embeddings", "--output", exports.resolve("notes.jsonl").toString());
    while (export.isAlive() && names(exports).isEmpty()) {
      Thread.sleep(20);
    }
    signal(export);
    assertTrue(export.waitFor(60, TimeUnit.SECONDS), "it went on");
    assertEquals(130, export.exitValue(), () -> read("err"));
    assertTrue(read("err").contains("Stopped; no file was written."), () -> read("err"));
    assertEquals(List.of(), names(exports));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
