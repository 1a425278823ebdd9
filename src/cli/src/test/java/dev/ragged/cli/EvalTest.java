package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The measuring commands over the real store and the bundled model. */
class EvalTest {
  @TempDir Path dir;

  private Path docs;
  private Shell shell;

  @BeforeEach
  void write_documents() throws IOException {
    docs = Files.createDirectories(dir.resolve("docs"));
    Files.writeString(
        docs.resolve("tea.md"),
        "# How to steep green tea\n\nGreen tea is steeped at eighty degrees for two minutes.\n");
    Files.writeString(
        docs.resolve("bicycle.txt"),
        "Mending a flat bicycle tyre\n===========================\n\nGlue a patch on the tube.\n");
    Files.writeString(docs.resolve("moon.txt"), "The moon orbits the earth in a month.\n");
    shell = new Shell(dir.resolve("data"));
  }

  private JsonNode json(String... args) {
    return shell.json(args);
  }

  @Test
  void should_measure_documents_with_their_headings_or_with_given_questions() throws IOException {
    JsonNode report = json("eval", "run", docs.toString());
    assertEquals(3, report.at("/data_set/passages").asInt());
    assertEquals(2, report.at("/data_set/questions").asInt());
    assertFalse(report.at("/data_set/labelled").asBoolean());
    JsonNode result = report.at("/results/0");
    assertEquals(1, result.get("recall").asDouble(), "of three passages three are found");
    assertTrue(result.get("labels").isNull());
    assertTrue(result.at("/recomputed/mean").asDouble() > 0);
    assertTrue(result.at("/millis/recompute/p95").asDouble() > 0);
    assertTrue(result.at("/bytes/vectors").asLong() > 0);
    assertFalse(report.at("/embedding/reused").asBoolean());
    assertFalse(Files.exists(dir.resolve("data/leann")), "no collection is touched");
    try (Stream<Path> left = Files.list(dir.resolve("data/eval"))) {
      assertEquals(List.of(dir.resolve("data/eval/vectors")), left.toList(), "no index is left");
    }

    Path questions = Files.writeString(dir.resolve("questions.txt"), "What goes around us?\n");
    JsonNode other =
        json("eval", "run", docs.toString(), "--questions", questions.toString(), "-k", "1");
    assertEquals(1, other.at("/data_set/questions").asInt());
    assertEquals(1, other.get("k").asInt());
  }

  @Test
  void should_measure_what_is_made_up_and_keep_its_vectors() {
    String work = dir.resolve("work").toString();
    JsonNode report = json("eval", "run", "synthetic:40", "--work", work);
    assertEquals(40, report.at("/data_set/passages").asInt());
    assertTrue(report.at("/results/0/recall").asDouble() > 0.8, report.toString());
    assertTrue(report.at("/results/0/labels/mrr_at_10").asDouble() > 0.3, report.toString());
    Path charts = dir.resolve("charts");
    Shell.Result again =
        shell.run("eval", "run", "synthetic:40", "--work", work, "--charts", charts.toString());
    assertEquals(0, again.status(), again.err());
    assertTrue(again.out().contains("by an earlier run"), again.out());
    assertTrue(again.out().contains("| ragged (LEANN) | "), again.out());
    for (String chart : List.of("bytes.svg", "recomputed.svg", "latency.svg")) {
      assertTrue(Files.exists(charts.resolve(chart)), chart);
    }
  }

  @Test
  void should_compare_with_lucene_and_name_who_is_absent() {
    shell.env.put("PATH", dir.toString());
    JsonNode report =
        json("eval", "compare", "synthetic:30", "--peers", "leann-python,faiss,lucene");
    List<String> names = new ArrayList<>();
    report.get("results").forEach(result -> names.add(result.get("name").asText()));
    assertEquals(
        List.of(
            "ragged (LEANN), recall 0.9",
            "ragged (LEANN), recall 0.95",
            "ragged (LEANN), recall 0.99",
            "Lucene HNSW float32",
            "Lucene HNSW int7",
            "Lucene HNSW int4"),
        names);
    assertTrue(report.at("/results/3/recall").asDouble() > 0.95, report.toString());
    assertEquals(2, report.get("absent").size());
    assertEquals("faiss", report.at("/absent/0/name").asText());
    assertEquals("Python LEANN", report.at("/absent/1/name").asText());
    for (JsonNode absent : report.get("absent")) {
      assertTrue(absent.get("why").asText().startsWith("Python 3 was not found"));
    }
  }

  @Test
  void should_tell_wrong_usage_before_anything_is_fetched() {
    Path work = dir.resolve("work");
    Shell.Result usage = shell.run("eval", "compare", "--work", work.toString(), "-k", "0");
    assertEquals(2, usage.status());
    assertFalse(Files.exists(work));
  }

  @Test
  void should_draw_from_data_sets_with_labels_where_it_is_to_be_quick() throws IOException {
    Path beir = Files.createDirectories(dir.resolve("beir/qrels")).getParent();
    StringBuilder corpus = new StringBuilder();
    StringBuilder queries = new StringBuilder();
    StringBuilder qrels = new StringBuilder();
    for (int i = 0; i < 120; i++) {
      // One word each, which embeds fast.
      corpus.append(
          "{\"_id\": \"t%d\", \"text\": \"%d\"}\n".formatted(i % 20, i).repeat(i < 20 ? 1 : 0));
      queries.append("{\"_id\": \"q%d\", \"text\": \"number %d\"}\n".formatted(i, i));
      qrels.append("q%d\tt%d\t1\n".formatted(i, i % 20));
    }
    Files.writeString(beir.resolve("corpus.jsonl"), corpus);
    Files.writeString(beir.resolve("queries.jsonl"), queries);
    Files.writeString(beir.resolve("qrels/test.tsv"), qrels);
    JsonNode whole = json("eval", "run", beir.toString(), "-k", "10");
    assertEquals(120, whole.at("/data_set/questions").asInt(), "all that were judged");
    JsonNode quick =
        json("eval", "compare", beir.toString(), "--quick", "--peers", "lucene", "-k", "10");
    assertEquals(20, quick.at("/data_set/passages").asInt());
    assertEquals(100, quick.at("/data_set/questions").asInt());
    assertTrue(quick.at("/data_set/labelled").asBoolean());
  }

  @Test
  void should_tell_wrong_usage_and_what_is_wrong_with_data() throws IOException {
    for (String line :
        List.of(
            "eval",
            "eval run",
            "eval run nowhere",
            "eval run synthetic:0",
            "eval run synthetic --questions nowhere",
            "eval run synthetic --recall 2",
            "eval run synthetic -k 0",
            "eval compare synthetic --peers nobody",
            "eval compare --questions " + docs.resolve("tea.md"))) {
      Shell.Result result = shell.run(line.split(" "));
      assertEquals(2, result.status(), line + ": " + result.err());
      assertEquals(1, result.err().lines().count(), result.err());
      assertEquals("", result.out());
    }
    Path beir = Files.createDirectories(dir.resolve("beir"));
    Files.writeString(beir.resolve("corpus.jsonl"), "{\"_id\": 1.5}\n");
    Shell.Result broken = shell.run("eval", "run", beir.toString());
    assertEquals(1, broken.status());
    assertTrue(broken.err().contains("Line 1 of " + beir.resolve("corpus.jsonl")), broken.err());
  }
}
