package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real processes: signals while one is busy with a long document, and others beside it. */
@DisabledOnOs(OS.WINDOWS)
class InterruptIT {
  /** Enough for minutes of embedding: an answer before it is done shows that it was given up. */
  private static final int SENTENCES = 60_000;

  @TempDir Path folder;

  private Process add(Path path) throws IOException {
    return run("add", path.toString());
  }

  private Process run(String... words) throws IOException {
    return runAs("", words);
  }

  /** With files of its own for what it prints. */
  private Process runAs(String suffix, String... words) throws IOException {
    return new ProcessBuilder(RealCommand.over(folder.resolve("data"), words))
        .redirectError(folder.resolve("err" + suffix).toFile())
        .redirectOutput(folder.resolve("out" + suffix).toFile())
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
    assertTrue(
        read("err").contains("Stopping; finished files stay. Ctrl-C again stops at once."),
        () -> read("err"));
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
  void should_keep_the_files_that_were_finished_and_do_the_rest_later() throws Exception {
    Path notes = Files.createDirectory(folder.resolve("a-notes"));
    for (int i = 0; i < 100; i++) {
      Files.writeString(notes.resolve("n" + i + ".md"), "Item " + i + " is in drawer " + i + ".");
    }
    Process process = run("add", notes.toString(), longDocument().toString());
    awaitCollection(process);
    Path index = folder.resolve("data/leann/default/index");
    while (process.isAlive() && names(index).stream().noneMatch(name -> name.endsWith(".si"))) {
      Thread.sleep(50);
    }
    signal(process);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it went on");
    assertEquals(130, process.exitValue(), () -> read("err"));
    Matcher stopped = Pattern.compile("Stopped; added (\\d+) files").matcher(read("out"));
    assertTrue(stopped.find(), () -> read("out"));
    int done = Integer.parseInt(stopped.group(1));
    assertTrue(done > 0, "nothing was kept");
    assertEquals(0, run("sources").waitFor());
    assertTrue(read("out").contains("a-notes: " + done + " files"), () -> read("out"));
    assertEquals(0, run("add", notes.toString(), "--json").waitFor(), () -> read("err"));
    assertTrue(read("out").contains("\"files\":" + (100 - done) + ","), () -> read("out"));
    assertTrue(read("out").contains("\"unchanged\":" + done + ","), () -> read("out"));
  }

  @Test
  void should_let_two_create_one_collection() throws Exception {
    Path one = Files.writeString(folder.resolve("one.md"), "The ferry leaves at seven.");
    Path two = Files.writeString(folder.resolve("two.md"), "The dog barked all night.");
    Process first = runAs("1", "add", one.toString());
    Process second = runAs("2", "add", two.toString());
    assertEquals(0, first.waitFor(), () -> read("err1"));
    assertEquals(0, second.waitFor(), () -> read("err2"));
    assertEquals(0, run("get", "--limit", "9").waitFor(), () -> read("err"));
    assertTrue(read("out").contains("ferry") && read("out").contains("dog"), () -> read("out"));
    assertEquals(List.of("default"), names(folder.resolve("data/leann")));
    assertEquals(0, run("sources").waitFor());
    assertEquals(2, read("out").lines().count(), () -> read("out"));
  }

  @Test
  void should_name_the_process_that_writes_and_wait_until_it_is_gone() throws Exception {
    Process writer = runAs("1", "add", longDocument().toString());
    awaitCollection(writer);
    String note = Files.writeString(folder.resolve("note.txt"), "A note about tea.").toString();
    assertEquals(1, run("add", note, "--wait", "0").waitFor());
    String who = "process " + writer.pid() + " (add since ";
    assertTrue(read("err").contains("is being written by " + who), () -> read("err"));
    Process waiting = run("add", note, "--wait", "300");
    while (waiting.isAlive() && !read("err").contains("Waiting for " + who)) {
      Thread.sleep(50);
    }
    assertTrue(waiting.isAlive(), () -> read("err"));
    writer.destroyForcibly().waitFor();
    assertEquals(0, waiting.waitFor(), () -> read("err"));
    // A busy machine also gets lines of progress.
    assertEquals(
        1,
        read("err").lines().filter(line -> line.startsWith("Waiting")).count(),
        () -> read("err"));
    // Though it was killed, what it was to add is known.
    assertEquals(0, run("sources").waitFor());
    assertTrue(read("out").contains("long.txt"), () -> read("out"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void should_work_at_a_low_priority_but_hear_signals_at_the_usual_one() throws Exception {
    int usual = nice(Path.of("/proc/self"));
    Assumptions.assumeTrue(Files.exists(Path.of("/usr/bin/renice")) && usual < 10);
    Process process = add(longDocument());
    Path tasks = Path.of("/proc/" + process.pid() + "/task");
    Map<String, Integer> threads = new HashMap<>();
    while (process.isAlive() && !threads.containsKey("ragged-read")) {
      Thread.sleep(20);
      for (String task : names(tasks)) {
        Path thread = tasks.resolve(task);
        try {
          threads.put(Files.readString(thread.resolve("comm")).strip(), nice(thread));
        } catch (IOException e) {
          continue; // it has just ended
        }
      }
    }
    process.destroyForcibly().waitFor();
    assertEquals(10, threads.get("ragged-read"), threads::toString);
    assertEquals(usual, threads.get("Signal Dispatch"), threads::toString);
  }

  private static int nice(Path thread) throws IOException {
    String stat = Files.readString(thread.resolve("stat"));
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
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
