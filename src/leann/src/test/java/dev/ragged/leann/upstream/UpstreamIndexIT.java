package dev.ragged.leann.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ragged.Hit;
import dev.ragged.Metric;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.SearchResult;
import dev.ragged.leann.internal.engine.Graph;
import dev.ragged.testkit.LeannInstallation;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Indexes that the Python package itself builds, searched here and there. */
@Timeout(300)
class UpstreamIndexIT {
  private static final int PASSAGES = 1_200;
  private static final int QUESTIONS = 60;
  private static final int K = 5;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final WordsEmbedder MODEL = new WordsEmbedder(48);

  @TempDir static Path folder;

  private static final List<String> QUESTIONS_ASKED = new ArrayList<>();
  private static final List<String> TEXTS = new ArrayList<>();
  private static JsonNode answers;

  @TempDir Path copy;

  @BeforeAll
  static void build_with_python() throws Exception {
    Random random = new Random(4);
    List<Map<String, Object>> passages = new ArrayList<>();
    for (int i = 0; i < PASSAGES; i++) {
      String text = WordsEmbedder.text(random) + " größe " + i;
      TEXTS.add(text);
      passages.add(
          Map.of(
              "id",
              "p " + i,
              "text",
              text,
              "metadata",
              Map.of("n", i, "tags", List.of("a", "b" + i % 5)),
              "vector",
              MODEL.embed(List.of(text)).get(0)));
    }
    List<float[]> queries = new ArrayList<>();
    for (int i = 0; i < QUESTIONS; i++) {
      QUESTIONS_ASKED.add(WordsEmbedder.text(random));
      queries.add(MODEL.embedQuery(QUESTIONS_ASKED.get(i)));
    }
    JSON.writeValue(
        folder.resolve("input.json").toFile(), Map.of("passages", passages, "queries", queries));
    python("build.py", folder.toString());
    answers = JSON.readTree(folder.resolve("answers.json").toFile());
  }

  private static void python(String script, String... arguments) throws Exception {
    Path file = folder.resolve(script);
    if (!Files.exists(file)) {
      try (InputStream in = UpstreamIndexIT.class.getResourceAsStream(script)) {
        Files.copy(in, file);
      }
    }
    List<String> command =
        new ArrayList<>(List.of(LeannInstallation.python().toString(), file.toString()));
    command.addAll(List.of(arguments));
    Path log = folder.resolve(script + ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertEquals(0, process.waitFor(), () -> read(log));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static UpstreamIndex open(String kind, String metric) {
    return UpstreamIndex.open(folder.resolve(kind + "-" + metric).resolve("x.leann"));
  }

  @Test
  void should_answer_as_python_does() {
    int asked = 0;
    int alike = 0;
    for (String metric : List.of("mips", "l2", "cosine")) {
      for (String kind : List.of("compact", "plain", "vectors")) {
        try (UpstreamIndex index = open(kind, metric)) {
          for (int complexity : List.of(5, 16, 64)) {
            JsonNode there = answers.get(metric).get("" + complexity);
            for (int i = 0; i < QUESTIONS; i++) {
              SearchResult here = index.search(MODEL, QUESTIONS_ASKED.get(i), K, complexity);
              List<String> expected = new ArrayList<>();
              there.get(i).forEach(id -> expected.add(id.asText()));
              asked++;
              alike += here.hits().stream().map(Hit::id).toList().equals(expected) ? 1 : 0;
              assertEquals(kind.equals("vectors"), here.stats().recomputed() == 0);
            }
          }
        }
      }
    }
    System.out.println(alike + " of " + asked + " answers are those of LEANN in Python");
    // Sums of float32 in another order may swap two neighbours that are as near as each other.
    assertTrue(alike >= 0.99 * asked, alike + " of " + asked);
  }

  /**
   * Python's own search with recompute, fed with vectors as its embedding server would feed it,
   * over its own compact file and over the one that is written here.
   */
  @Test
  void should_write_a_file_that_python_answers_from_alike() throws Exception {
    for (String metric : List.of("mips", "l2", "cosine")) {
      Path theirs = folder.resolve("compact-" + metric + "/x.index");
      Path ours = folder.resolve("ours-" + metric + ".index");
      Path plain = folder.resolve("plain-" + metric + "/x.index");
      try (Graph graph = Graph.readUpstream(Files.readAllBytes(plain))) {
        Files.write(ours, graph.writeUpstream());
      }
      python("search.py", folder.toString(), metric, theirs.toString(), ours.toString());
      JsonNode there = JSON.readTree(folder.resolve("recomputed.json").toFile());
      long here = 0;
      try (UpstreamIndex index = open("compact", metric)) {
        for (int i = 0; i < QUESTIONS; i++) {
          SearchResult result = index.search(MODEL, QUESTIONS_ASKED.get(i), K, 16);
          here += result.stats().recomputed();
        }
      }
      assertEquals(answers.get(metric).get("16"), there.get("answers").get(0), metric);
      assertEquals(answers.get(metric).get("16"), there.get("answers").get(1), metric);
      System.out.printf(
          "%s: recomputed a question %.1f there, %.1f here%n",
          metric, there.get("recomputed").get(0).asDouble() / QUESTIONS, (double) here / QUESTIONS);
      assertTrue(here <= there.get("recomputed").get(0).asLong());
    }
  }

  @Test
  void should_tell_what_it_is() {
    try (UpstreamIndex index = open("compact", "cosine")) {
      assertEquals("words", index.model());
      assertEquals(Metric.COSINE, index.metric());
      assertEquals(48, index.dimension());
      assertEquals(PASSAGES, index.count());
      assertFalse(index.hasVectors());
      Passage passage = index.passages(7, 8).get(0);
      assertEquals("p 7", passage.id());
      assertEquals(TEXTS.get(7), passage.text());
      assertEquals(7L, passage.metadata().get("n").orElseThrow());
      assertEquals(List.of("a", "b2"), passage.metadata().get("tags").orElseThrow());
      assertEquals(PASSAGES, index.passages(0, PASSAGES).size());
      Hit best = index.search(MODEL, TEXTS.get(9), 3, 64).hits().get(0);
      assertEquals("p 9", best.id());
      assertEquals(TEXTS.get(9), best.text());
      assertEquals(1, best.score(), 1e-4);
      assertThrows(
          RaggedException.class, () -> index.search(new WordsEmbedder(8), "question", 3, 64));
    }
    try (UpstreamIndex byMeta =
        UpstreamIndex.open(folder.resolve("vectors-l2/x.leann.meta.json"))) {
      assertTrue(byMeta.hasVectors());
      assertEquals(Metric.EUCLIDEAN, byMeta.metric());
    }
  }

  private Path copied() throws IOException {
    try (var files = Files.list(folder.resolve("compact-mips"))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy.resolve("x.leann");
  }

  private static void refused(Path index, String what) {
    RaggedException e =
        assertThrows(RaggedException.class, () -> UpstreamIndex.open(index).close());
    assertTrue(e.getMessage().contains(what), e.getMessage());
  }

  @Test
  void should_refuse_what_does_not_fit_together() throws Exception {
    Path index = copied();
    UpstreamIndex.open(index).close();
    refused(copy.resolve("other.leann"), "does not exist");

    Path graph = copy.resolve("x.index");
    byte[] whole = Files.readAllBytes(graph);
    Files.write(graph, Arrays.copyOf(whole, whole.length / 2));
    refused(index, "cannot be used: the index file is damaged");
    Files.write(graph, whole);

    Path ids = copy.resolve("x.ids.txt");
    List<String> names = Files.readAllLines(ids);
    Files.write(ids, names.subList(0, 100));
    refused(index, "names 100 passages");
    List<String> strangers = new ArrayList<>(names);
    strangers.set(3, "stranger");
    Files.write(ids, strangers);
    refused(index, "has no passage 'stranger'");
    Files.write(ids, names);

    Path meta = copy.resolve("x.leann.meta.json");
    String said = Files.readString(meta);
    Files.writeString(meta, said.replace("\"hnsw\"", "\"diskann\""));
    refused(index, "backend 'diskann'");
    Files.writeString(meta, said.replace("\"mips\"", "\"l2\""));
    refused(index, "differ in their metric");
    Files.writeString(meta, "{");
    refused(index, "is not valid JSON");
    Files.writeString(meta, said);

    Path passages = copy.resolve("x.leann.passages.jsonl");
    String lines = Files.readString(passages);
    Files.writeString(passages, lines.substring(0, lines.length() / 2));
    refused(index, "begins at byte");
    // Another passage where this one is said to be.
    Files.writeString(passages, lines.replace("\"p 5\"", "\"q 5\""));
    try (UpstreamIndex moved = UpstreamIndex.open(index)) {
      assertThrows(RaggedException.class, () -> moved.passages(5, 6));
    }
    Files.delete(copy.resolve("x.leann.passages.idx"));
    refused(index, "x.leann.passages.idx");
  }

  /** An index from elsewhere must not read this machine's files. */
  @Test
  void should_look_for_files_beside_the_index_only() throws Exception {
    Path index = copied();
    Path meta = copy.resolve("x.leann.meta.json");
    String said = Files.readString(meta);
    Path elsewhere = Files.createDirectory(copy.resolve("elsewhere"));
    Path secret = elsewhere.resolve("secret.jsonl");
    Files.copy(copy.resolve("x.leann.passages.jsonl"), secret);
    Files.writeString(
        secret, "{\"id\": \"p 0\", \"text\": \"secret\"}\n", StandardOpenOption.TRUNCATE_EXISTING);
    Files.writeString(meta, said.replace("\"x.leann.passages.jsonl\"", "\"" + secret + "\""));
    try (UpstreamIndex opened = UpstreamIndex.open(index)) {
      assertEquals(TEXTS.get(0), opened.passages(0, 1).get(0).text());
    }
  }
}
