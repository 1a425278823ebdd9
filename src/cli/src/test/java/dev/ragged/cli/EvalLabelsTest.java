package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers judged by labels, over the real store and the bundled model. */
class EvalLabelsTest {
  @TempDir Path dir;

  private Path set;
  private Shell shell;

  /** Writes a small set: two questions, the second in other words than its passage. */
  static Path write(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("qrels"));
    Files.writeString(
        folder.resolve("corpus.jsonl"),
        """
        {"_id": "tea", "title": "Tea", "text": "Green tea is steeped at eighty degrees."}
        {"_id": "tube", "text": "To mend a puncture, glue a patch on the inner tube."}
        {"_id": "moon", "text": "The moon orbits the earth in a month."}
        {"_id": "bees", "text": "Bees live in hives."}
        """);
    Files.writeString(
        folder.resolve("queries.jsonl"),
        """
        {"_id": "q1", "text": "puncture patch"}
        {"_id": "q2", "text": "hot drink"}
        {"_id": "q3", "text": "Nobody has judged this."}
        """);
    Files.writeString(
        folder.resolve("qrels/test.tsv"),
        "query-id\tcorpus-id\tscore\nq1\ttube\t1\nq2\ttea\t2\nq2\tbees\t0\n");
    return folder;
  }

  @BeforeEach
  void write_set() throws IOException {
    set = write(dir.resolve("small"));
    shell = new Shell(dir.resolve("data"));
  }

  private List<JsonNode> json(String... args) {
    Shell.Result result =
        shell.run(
            Stream.of(Stream.of("eval", "labels", "--json", "-q"), Stream.of(args))
                .flatMap(words -> words)
                .toArray(String[]::new));
    assertEquals(0, result.status(), result.err());
    return result.jsonLines();
  }

  @Test
  void should_judge_every_mode() throws IOException {
    JsonNode report = json(set.toString()).get(0);
    assertEquals(set.toString(), report.path("folder").asText());
    assertEquals(4, report.path("passages").asInt());
    assertEquals(2, report.path("questions").asInt());
    assertEquals(1, report.at("/modes/vector/ndcg_10").asDouble());
    assertEquals(1, report.at("/modes/vector/recall_100").asDouble());
    assertTrue(report.at("/modes/vector/recomputed").asDouble() > 0);
    assertEquals(0.5, report.at("/modes/lexical/hit_1").asDouble(), "no word in common");
    assertEquals(0, report.at("/modes/lexical/recomputed").asDouble());
    assertEquals(1, report.at("/p/hybrid~1vector").asDouble(), "two questions prove nothing");
    assertEquals(-0.5, report.at("/difference/lexical~1vector").asDouble(), 1e-9);
    assertFalse(Files.exists(dir.resolve("data/leann")), "no collection is touched");
    try (Stream<Path> left = Files.list(dir.resolve("data/eval"))) {
      assertEquals(List.of(dir.resolve("data/eval/vectors")), left.toList(), "no index is left");
    }
  }

  @Test
  void should_judge_several_sets_and_say_their_mean() throws IOException {
    Path other = write(dir.resolve("other"));
    List<JsonNode> reports =
        json(set.toString(), other.toString(), "--modes", "lexical", "--quick");
    assertEquals(3, reports.size());
    assertEquals(2, reports.get(2).at("/mean/sets").asInt());
    assertEquals(0.5, reports.get(2).at("/mean/modes/lexical/ndcg_10").asDouble());

    Shell.Result text =
        shell.run("eval", "labels", set.toString(), other.toString(), "--modes", "lexical,vector");
    assertEquals(0, text.status(), text.err());
    assertTrue(text.out().startsWith("| set | by | passages | questions | nDCG@10 | "), text.out());
    assertTrue(text.out().contains("\n| small | lexical | 4 | 2 | 0.500 | 0.500 | "), text.out());
    assertTrue(text.out().contains("\n| mean of 2 | vector |  |  | 1.000 | "), text.out());
    assertTrue(
        text.out().contains("\n| other | lexical | vector | 2 | -0.500 | 1.0000 |"), text.out());
  }

  @Test
  void should_ask_some_questions_only() {
    JsonNode first = json(set.toString(), "--limit", "1", "--modes", "lexical").get(0);
    assertEquals(1, first.path("questions").asInt());
    assertEquals(1, first.at("/modes/lexical/hit_1").asDouble());
    JsonNode second = json(set.toString(), "--skip", "1", "--modes", "lexical").get(0);
    assertEquals(1, second.path("questions").asInt());
    assertEquals(0, second.at("/modes/lexical/hit_1").asDouble());
  }

  @Test
  void should_judge_peers_and_name_who_is_absent() {
    shell.env.put("PATH", dir.toString());
    JsonNode report =
        json(set.toString(), "--modes", "lexical", "--peers", "lucene-bm25,faiss").get(0);
    assertEquals(0.5, report.at("/peers/Lucene BM25 (English)/hit_1").asDouble());
    assertTrue(report.at("/p").has("lexical/Lucene BM25 (English)"), report.toString());
    assertEquals("faiss", report.at("/absent/0/name").asText());
  }

  @Test
  void should_compare_with_an_earlier_run() throws IOException {
    Path file = dir.resolve("answers.jsonl");
    json(set.toString(), "--write", file.toString());
    assertEquals(6, Files.readAllLines(file).size(), "two questions in three modes");
    JsonNode same = json(set.toString(), "--against", file.toString(), "--modes", "vector").get(0);
    assertEquals(
        "{\"vector\":{\"questions\":2,\"difference\":0.0,\"p\":1.0}}",
        same.path("against").toString());
    Files.writeString(file, Files.readString(file).replace("\"ndcg_10\":1.0", "\"ndcg_10\":0.5"));
    JsonNode better =
        json(set.toString(), "--against", file.toString(), "--modes", "vector").get(0);
    assertEquals(0.5, better.at("/against/vector/difference").asDouble());
  }

  @Test
  void should_tell_wrong_usage() {
    for (String line :
        List.of(
            "eval labels",
            "eval labels " + dir.resolve("nowhere"),
            "eval labels " + dir,
            "eval labels " + set + " --modes sideways",
            "eval labels " + set + " --limit 0",
            "eval labels " + set + " --skip -1",
            "eval labels " + set + " --skip 2",
            "eval labels " + set + " --recall 2",
            "eval labels " + set + " --peers nobody",
            "eval labels " + set + " --against " + dir.resolve("nowhere"),
            "eval labels " + set + " --write " + dir,
            "eval labels " + set + " --write " + dir.resolve("nowhere/answers"),
            "eval compare synthetic:30 --peers lucene-bm25")) {
      Shell.Result result = shell.run(line.split(" "));
      assertEquals(2, result.status(), line + ": " + result.err());
      assertEquals(1, result.err().lines().count(), result.err());
      assertEquals("", result.out());
    }
  }

  @Test
  void should_tell_what_is_wrong_with_a_set_and_write_nothing() throws IOException {
    Path file = dir.resolve("answers.jsonl");
    Path labels = set.resolve("qrels/test.tsv");
    Files.writeString(labels, Files.readString(labels) + "q1\tnothing\t1\n");
    Shell.Result broken = shell.run("eval", "labels", set.toString(), "--write", file.toString());
    assertEquals(1, broken.status());
    assertEquals(
        "ragged: Line 5 of "
            + labels
            + " is invalid: there is no text 'nothing' in corpus.jsonl.\n",
        broken.err());
    assertFalse(Files.exists(file));
  }
}
