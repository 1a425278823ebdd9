package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ragged.chroma.ChromaServer;
import dev.ragged.testkit.ChromaInstallation;
import dev.ragged.testkit.FaultyProxy;
import dev.ragged.testkit.FaultyProxy.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every command before a server that is stopped, hangs, answers 500 or garbage, or is full: each
 * ends with one sentence and exit status 1, and nothing is lost. Each test has a server of its own
 * and mostly waits, so they run at the same time.
 */
@Timeout(600)
class BrokenServerIT {
  private static final Duration START = Duration.ofSeconds(60);

  /** Each on the collection 'things' in Chroma; {@code DIR} stands for the test's folder. */
  private static final List<String> COMMANDS =
      List.of(
          "add DIR/more.jsonl --collection things",
          "search moon --collection things",
          "list",
          "stats --collection things",
          "get a --collection things",
          "get --collection things --where {\"year\":{\"$gt\":1}}",
          "export --collection things",
          "export --collection things --output DIR/out.jsonl",
          "delete a --collection things",
          "clear --yes --collection things",
          "check --collection things",
          "migrate chromadb-to-leann --questions 3",
          "migrate leann-to-chromadb --questions 3 --collection near");

  private static final List<String> WRITING = List.of("add", "delete", "clear", "migrate");

  @TempDir Path dir;

  private ChromaServer server;
  private FaultyProxy proxy;
  private Shell shell;
  private Map<String, String> before;

  @BeforeEach
  void fill() throws IOException {
    server = ChromaServer.start(dir.resolve("server"), ChromaInstallation.command(), START);
    proxy = FaultyProxy.before(server.url());
    shell = new Shell(dir.resolve("data"));
    shell.env.put("RAGGED_CHROMA_URL", proxy.url().toString());
    Files.writeString(
        dir.resolve("facts.jsonl"),
        """
        {"id": "a", "text": "The moon orbits the earth.", "metadata": {"year": 1969}}
        {"id": "b", "text": "Bread rises because of yeast.", "metadata": {"topic": "food"}}
        {"id": "c", "text": "Green tea is steeped at eighty degrees."}
        """);
    Files.writeString(dir.resolve("more.jsonl"), "{\"id\": \"d\", \"text\": \"One more.\"}\n");
    restore();
    before = content("things", "chromadb");
    add("near", "leann");
  }

  @AfterEach
  void close() {
    proxy.close();
    server.close();
  }

  private void add(String collection, String backend) {
    ok("add DIR/facts.jsonl --backend " + backend + " --collection " + collection);
  }

  /** What commands may have changed, as it was at first. */
  private void restore() {
    shell.run("clear", "--yes", "--collection", "things", "--backend", "chromadb");
    add("things", "chromadb");
  }

  private void restoreWhatChanged() {
    if (isCleared() || !content("things", "chromadb").equals(before)) {
      restore();
    }
  }

  private boolean isCleared() {
    return !ok("list --backend chromadb").out().contains("things");
  }

  private Shell.Result run(String line) {
    return shell.run(line.replace("DIR", dir.toString()).split(" "));
  }

  private Shell.Result ok(String line) {
    Shell.Result result = run(line);
    assertEquals(0, result.status(), line + ": " + result.err());
    return result;
  }

  private Map<String, String> content(String collection, String backend) {
    Map<String, String> content = new TreeMap<>();
    for (JsonNode passage :
        ok("export --collection " + collection + " --backend " + backend).jsonLines()) {
      content.put(passage.get("id").asText(), passage.toString());
    }
    return content;
  }

  /** Only what a command is there to change may have changed, and passages never in part. */
  private void nothingIsLost(String line) {
    if (line.startsWith("clear") && isCleared()) {
      return;
    }
    Map<String, String> now = content("things", "chromadb");
    Map<String, String> expected = new TreeMap<>(before);
    if (line.startsWith("add") && now.containsKey("d")) {
      assertTrue(now.remove("d").contains("One more."));
    }
    if (line.startsWith("delete") && !now.containsKey("a")) {
      expected.remove("a");
    }
    assertEquals(expected, now, line);
    assertEquals(before, content("near", "leann"), line);
  }

  private void oneSentence(String line, Shell.Result result) {
    assertEquals(1, result.status(), line);
    assertFalse((result.out() + result.err()).contains("Exception"), line + ": " + result.err());
    if (line.startsWith("check") && result.err().isEmpty()) {
      // It got as far as the collection, so that it is the report that says what was wrong.
      assertTrue(result.out().contains("problem  Chroma at"), line + ": " + result.out());
      return;
    }
    assertEquals(1, result.err().lines().count(), line + ": " + result.err());
    assertTrue(result.err().startsWith("ragged: "), result.err());
    assertTrue(result.err().contains("Chroma at http://127.0.0.1:"), result.err());
    assertTrue(result.err().stripTrailing().endsWith("."), result.err());
  }

  /** Every single request of a command meets the first fault once, and some of them the others. */
  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @EnumSource(
      value = Fault.class,
      names = {"ERROR_500", "GARBAGE", "CUT_AFTER"})
  void should_say_so_at_whichever_request_it_goes_wrong(Fault fault) throws IOException {
    int failures = 0;
    for (String line : COMMANDS) {
      boolean failed = true;
      for (int passed = 0; failed; passed += fault == Fault.ERROR_500 ? 1 : 1 + passed) {
        proxy.failAfter(passed, fault, Integer.MAX_VALUE);
        Shell.Result result = run(line + " --quiet");
        proxy.fail(Fault.NONE);
        failed = result.status() != 0;
        if (failed) {
          oneSentence(line, result);
          failures++;
        }
        assertFalse(Files.exists(dir.resolve("out.jsonl")) && failed, "half a file");
        Files.deleteIfExists(dir.resolve("out.jsonl"));
        if (!failed || WRITING.contains(line.split(" ")[0])) {
          nothingIsLost(line);
          restoreWhatChanged();
        }
      }
      undoMigrations();
    }
    System.out.println(fault + ": " + failures + " failures, each told in one sentence");
    assertTrue(failures >= 2 * COMMANDS.size(), () -> "commands make more requests than that");
  }

  private void undoMigrations() {
    shell.run("clear", "--yes", "--collection", "things", "--backend", "leann");
    shell.run("clear", "--yes", "--collection", "near", "--backend", "chromadb");
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void should_give_up_on_a_server_that_hangs() {
    for (String line : COMMANDS) {
      for (int passed : List.of(0, 2)) {
        proxy.failAfter(passed, Fault.HANG, Integer.MAX_VALUE);
        shell.env.put("RAGGED_CHROMA_TIMEOUT", "1");
        Shell.Result result = run(line + " --quiet");
        shell.env.remove("RAGGED_CHROMA_TIMEOUT");
        proxy.fail(Fault.NONE);
        if (result.status() != 0) {
          oneSentence(line, result);
          assertTrue((result.out() + result.err()).contains("within 1 s"), result.err());
        }
        nothingIsLost(line);
        restoreWhatChanged();
      }
      undoMigrations();
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void should_say_that_nobody_listens() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    String url = shell.env.put("RAGGED_CHROMA_URL", "http://127.0.0.1:" + free);
    for (String line : COMMANDS) {
      Shell.Result result = run(line + " --quiet");
      oneSentence(line, result);
      assertTrue(result.err().contains("cannot be reached"), result.err());
    }
    // What LEANN has goes on working, and the doctor tells.
    ok("search moon --collection near");
    Shell.Result doctor = run("doctor --json");
    assertEquals(0, doctor.status());
    assertFalse(doctor.json().at("/chroma/available").asBoolean());
    shell.env.put("RAGGED_CHROMA_URL", url);
    nothingIsLost("");
  }

  /** A limit on the size of files stands for a full disk: the server's writes fail alike. */
  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void should_lose_nothing_where_the_server_is_full() throws IOException {
    Path small = dir.resolve("small-chroma");
    Files.writeString(
        small,
        "#!/bin/sh\ntrap '' XFSZ\nulimit -f 3000\nexec '"
            + ChromaInstallation.program()
            + "' \"$@\"\n");
    Files.setPosixFilePermissions(small, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      lines.add("{\"id\": \"r" + i + "\", \"text\": \"" + (i + " words. ").repeat(40) + "\"}");
    }
    Files.write(dir.resolve("large.jsonl"), lines);
    Shell own = new Shell(dir.resolve("own"));
    String large = dir.resolve("large.jsonl").toString();
    own.env.put("RAGGED_CHROMA_COMMAND", small.toString());
    assertEquals(0, own.run("add", large, "--collection", "near", "--quiet").status());
    for (List<String> line :
        List.of(
            List.of("add", large, "--collection", "far", "--backend", "chromadb", "--quiet"),
            List.of("migrate", "leann-to-chromadb", "--questions", "5", "--quiet"))) {
      Shell.Result full = own.run(line.toArray(String[]::new));
      oneSentence(line.get(0), full);
      assertTrue(full.err().contains("whether its disk is full"), full.err());
    }
    // With space again all is there that was said to be, and both go on.
    own.env.put("RAGGED_CHROMA_COMMAND", ChromaInstallation.program().toString());
    assertEquals(400, passages(own, "near", "leann"));
    assertTrue(own.run("check").status() == 0);
    Shell.Result migrated =
        own.run("migrate", "leann-to-chromadb", "-c", "near", "--questions", "5", "--json");
    assertEquals(0, migrated.status(), migrated.err());
    assertEquals(400, passages(own, "near", "chromadb"));
    assertEquals(0, own.run("add", large, "--collection", "far", "--backend", "chromadb").status());
    assertEquals(400, passages(own, "far", "chromadb"));
  }

  private static int passages(Shell shell, String collection, String backend) {
    Shell.Result result =
        shell.run("stats", "--json", "--collection", collection, "--backend", backend);
    assertEquals(0, result.status(), result.err());
    return result.json().at("/collections/0/records").asInt();
  }
}
