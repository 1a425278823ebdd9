package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ragged.testkit.ChromaInstallation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The measuring commands beside a real Chroma server and Python's faiss. */
@Timeout(600)
class EvalIT {
  /** Not a throw-away folder: Python's packages are installed in it once. */
  private static final Path WORK = Path.of("target", "eval-it");

  @TempDir Path dir;

  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(dir.resolve("data"));
    // Skips where there is no Python, with the reason.
    shell.env.put("RAGGED_CHROMA_COMMAND", ChromaInstallation.program().toString());
    shell.env.put("PATH", System.getenv("PATH"));
  }

  private JsonNode json(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--work", WORK.toString(), "--json"));
    Shell.Result result = shell.run(all.toArray(String[]::new));
    assertEquals(0, result.status(), result.err());
    return result.json();
  }

  @Test
  void should_compare_with_peers_that_run_beside_this_process() {
    JsonNode report = json("eval", "compare", "synthetic:40", "--peers", "chroma,faiss");
    assertEquals(0, report.get("absent").size(), report.toString());

    JsonNode chroma = report.at("/results/3");
    assertEquals("Chroma", chroma.get("name").asText());
    assertTrue(chroma.get("version").asText().startsWith("chroma 1."), chroma.toString());
    assertTrue(chroma.get("recall").asDouble() > 0.95, chroma.toString());
    assertTrue(chroma.at("/bytes/database").asLong() > 0, chroma.toString());

    JsonNode flat = report.at("/results/4");
    assertEquals("faiss flat", flat.get("name").asText());
    assertEquals(1, flat.get("recall").asDouble(), "brute force as well");
    assertTrue(flat.at("/bytes/vectors").asLong() >= 40 * 384 * Float.BYTES);
    assertEquals("faiss HNSW", report.at("/results/5/name").asText());
    assertTrue(report.at("/results/0/memory/bytes").isNull(), "that of others is not ragged's");
    for (int i = 3; i < 6; i++) {
      JsonNode memory = report.at("/results/" + i + "/memory");
      // Other systems than Linux do not tell.
      if (System.getProperty("os.name").equals("Linux")) {
        assertTrue(memory.get("bytes").asLong() > 1_000_000, memory.toString());
      }
    }
  }

  @Test
  void should_measure_chroma_alone() {
    JsonNode report = json("eval", "run", "synthetic:30", "--backend", "chromadb");
    assertEquals(1, report.get("results").size());
    assertEquals("Chroma", report.at("/results/0/name").asText());
    assertEquals(0, report.at("/results/0/recomputed/mean").asDouble());
  }
}
