package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.chroma.ChromaServer;
import dev.ragged.testkit.ChromaInstallation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands on a real Chroma server, in a JVM that has neither LEANN's engine nor Lucene on its
 * class path.
 */
@Timeout(180)
class WithoutLeannIT {
  private static final List<String> ABSENT = List.of("leann-native", "javacpp", "lucene");

  @TempDir Path dir;

  /** Runs commands, a line each; prints status, answer and errors. */
  static final class Commands {
    public static void main(String[] args) throws IOException {
      Shell shell = new Shell(Path.of(args[0]));
      if (!args[1].isEmpty()) {
        shell.env.put("RAGGED_CHROMA_URL", args[1]);
      }
      for (String line : Files.readAllLines(Path.of(args[2]))) {
        Shell.Result result = shell.run(line.split(" "));
        System.out.println("[" + line + "] " + result.status());
        System.out.print(result.out() + result.err());
      }
    }
  }

  private String run(String url, boolean absent, String... commands) throws Exception {
    Path script = Files.write(dir.resolve("commands"), List.of(commands));
    Path said = dir.resolve("said");
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !absent || ABSENT.stream().noneMatch(entry::contains))
            .collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + dir.resolve("classes.log"),
                "-cp",
                classPath,
                Commands.class.getName(),
                dir.resolve("data").toString(),
                url,
                script.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS));
    } finally {
      process.destroyForcibly();
    }
    assertEquals(0, process.exitValue(), () -> said.toString());
    return Files.readString(said);
  }

  private List<String> loaded(String... packages) throws IOException {
    try (Stream<String> lines = Files.lines(dir.resolve("classes.log"))) {
      return lines.filter(line -> Stream.of(packages).anyMatch(line::contains)).limit(5).toList();
    }
  }

  @Test
  void should_do_everything_on_chroma_and_touch_no_native_class() throws Exception {
    Path notes = Files.createDirectories(dir.resolve("notes"));
    Files.writeString(notes.resolve("tea.md"), "Green tea is steeped at eighty degrees.\n");
    Files.writeString(notes.resolve("moon.md"), "The moon orbits the earth in a month.\n");
    List<String> commands =
        new ArrayList<>(
            List.of(
                "add " + notes,
                "add " + notes,
                "search how hot is the water for tea --limit 1",
                "list",
                "stats --json",
                "get --where {\"$contains\":\"moon\"} --json",
                "export",
                "check",
                "delete --where {\"$contains\":\"moon\"}",
                "doctor",
                "clear --yes",
                "list --json"));
    try (ChromaServer server =
        ChromaServer.start(
            dir.resolve("server"), ChromaInstallation.command(), Duration.ofSeconds(60))) {
      for (boolean absent : List.of(true, false)) {
        List<String> asked =
            commands.stream().map(c -> absent ? c : c + " --backend chromadb").toList();
        String said = run(server.url().toString(), absent, asked.toArray(String[]::new));
        assertEquals(
            asked.size(), said.lines().filter(line -> line.matches("\\[.*] 0")).count(), said);
        assertTrue(said.contains("Added 2 files as 2 passages"), said);
        assertTrue(said.contains("2 files unchanged"), said);
        assertTrue(said.contains("Green tea is steeped at eighty degrees."), said);
        assertTrue(said.contains("(chromadb, "), said);
        assertTrue(said.contains("\"bytes\":null"), said);
        assertTrue(said.contains("Deleted 1 passage"), said);
        assertTrue(said.contains("Chroma at " + server.url()), said);
        assertTrue(said.contains("{\"collections\":[]}"), said);
        if (absent) {
          assertEquals(List.of(), loaded("org.bytedeco", "org.apache.lucene"));
        }
      }
      // With everything there only the doctor asks for the engine.
      run(server.url().toString(), false, "list --backend chromadb", "check --backend chromadb");
      assertEquals(
          List.of(), loaded("dev.ragged.leann.natives", "org.bytedeco", "org.apache.lucene"));
    }
  }

  @Test
  void should_say_how_to_get_a_store() throws Exception {
    String said =
        run(
            "",
            true,
            "list",
            "list --backend leann",
            "list --backend chromadb",
            "migrate leann-to-chromadb",
            "migrate chromadb-to-leann",
            "leann search documents.leann question",
            "leann import documents.leann");
    assertEquals(7, said.lines().filter(line -> line.matches("\\[.*] 1")).count(), said);
    assertEquals(14, said.lines().count(), said);
    assertTrue(said.contains("ragged-leann-native"), said);
    assertTrue(said.contains("pip install chromadb"), said);
    assertFalse(said.contains("Exception"), said);
    assertFalse(Files.exists(dir.resolve("data")), "nothing is made");
    assertEquals(List.of(), loaded("org.bytedeco", "org.apache.lucene"));
  }

  @Test
  void should_take_a_wrong_address_as_wrong_usage() {
    Shell.Result result =
        new Shell(dir.resolve("data")).run("list", "--chroma-url", "localhost:8000");
    assertEquals(2, result.status(), result.err());
    assertEquals(1, result.err().lines().count(), result.err());
  }
}
