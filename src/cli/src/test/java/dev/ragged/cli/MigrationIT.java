package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ragged.Embedder;
import dev.ragged.chroma.ChromaServer;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.testkit.ChromaInstallation;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Chroma's own Python client wrote, to LEANN and back, judged by that client. {@code
 * -Dragged.migration.passages=N} sets the size.
 */
@Timeout(3_600)
class MigrationIT {
  private static final int PASSAGES = Integer.getInteger("ragged.migration.passages", 1_000);
  private static final int QUESTIONS = 200;
  private static final double OVERLAP = 0.98;

  /** Rounding of a vector that was normalised and made again. */
  private static final double SAME = 0.999;

  private static final Duration START = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] ADJECTIVES =
      ("old new red green blue broken heavy light quiet loud early late cheap dear narrow broad cold"
              + " warm empty full dusty polished wooden iron paper wild tame sweet bitter slow")
          .split(" ");
  private static final String[] NOUNS =
      ("bridge kettle garden engine letter mountain river bicycle lamp window ladder violin harbour"
              + " bakery library railway forest mirror clock carpet needle bucket island market"
              + " castle desert glacier orchard piano tunnel lighthouse workshop theatre bank")
          .split(" ");
  private static final String[] VERBS =
      ("repairs sells paints forgets carries follows measures hides visits describes buys cleans"
              + " crosses builds opens closes counts borrows loses finds")
          .split(" ");
  private static final String[] PEOPLE =
      ("teacher sailor farmer nurse baker judge painter pilot gardener singer plumber baron child"
              + " doctor widow poet soldier weaver tailor miner")
          .split(" ");

  @TempDir Path dir;

  private final Random random = new Random(11);
  private Shell shell;
  private Path data;
  private Path original;

  @BeforeEach
  void open() {
    data = dir.resolve("data");
    original = dir.resolve("original");
    shell = new Shell(data);
    shell.env.put("RAGGED_CHROMA_COMMAND", ChromaInstallation.program().toString());
  }

  @AfterEach
  void nothing_else_is_left() throws IOException {
    if (Files.exists(data)) {
      try (Stream<Path> left = Files.list(data)) {
        assertEquals(
            List.of(),
            left.map(path -> path.getFileName().toString())
                .filter(name -> !List.of("leann", "chroma", "sources").contains(name))
                .toList());
      }
    }
  }

  private String word(String... words) {
    return words[random.nextInt(words.length)];
  }

  private String sentence() {
    return String.format(
        Locale.ROOT,
        "The %s %s the %s %s near the %s %s, since the %s %s is %s.",
        word(PEOPLE),
        word(VERBS),
        word(ADJECTIVES),
        word(NOUNS),
        word(ADJECTIVES),
        word(NOUNS),
        word(ADJECTIVES),
        word(NOUNS),
        word(ADJECTIVES));
  }

  /** A passage as the client wants it; every 20th has no document, every 15th no metadata. */
  private Map<String, Object> passage(int i, float[] vector) {
    Map<String, Object> passage = new LinkedHashMap<>();
    passage.put("id", i % 7 == 0 ? "Nr. " + i + " – ☂ 橋" : "r" + i);
    passage.put("document", i % 20 == 3 ? null : sentence() + (i % 9 == 0 ? " Ärger 🚲." : ""));
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("n", i % 3 == 0 ? Long.MAX_VALUE - i : (long) i);
    metadata.put("x", i / 8.0);
    metadata.put("flag", i % 2 == 0);
    metadata.put("name", "größe " + i % 50);
    if (i % 4 == 0) {
      metadata.put("tags", List.of("a", "b" + i % 10, "ç"));
      metadata.put("numbers", List.of(1L, (long) i));
      metadata.put("shares", List.of(0.5, i / 16.0));
      metadata.put("flags", List.of(true, false));
    }
    passage.put("metadata", i % 15 == 1 ? null : metadata);
    if (vector != null) {
      passage.put("embedding", scaled(vector));
    }
    return passage;
  }

  /** Lengths differ, as other clients leave them. */
  private float[] scaled(float[] vector) {
    float scale = 0.2f + 5 * random.nextFloat();
    float[] scaled = new float[vector.length];
    for (int i = 0; i < vector.length; i++) {
      scaled[i] = vector[i] * scale;
    }
    return scaled;
  }

  /** Passages whose vectors are the bundled model's. */
  private List<Map<String, Object>> ofTheModel() {
    List<Map<String, Object>> passages = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < PASSAGES; i++) {
      Map<String, Object> passage = passage(i, null);
      passages.add(passage);
      texts.add(passage.get("document") == null ? sentence() : (String) passage.get("document"));
    }
    try (Embedder model = OnnxEmbedder.bundled()) {
      List<float[]> vectors = model.embed(texts);
      for (int i = 0; i < PASSAGES; i++) {
        passages.get(i).put("embedding", scaled(vectors.get(i)));
      }
    }
    return passages;
  }

  /** Passages with vectors of a model that nobody knows: 64 values, in clusters. */
  private List<Map<String, Object>> ofAnotherModel() {
    float[][] centres = new float[50][64];
    for (float[] centre : centres) {
      for (int i = 0; i < centre.length; i++) {
        centre[i] = (float) random.nextGaussian();
      }
    }
    List<Map<String, Object>> passages = new ArrayList<>();
    for (int i = 0; i < PASSAGES; i++) {
      float[] vector = centres[i % centres.length].clone();
      for (int j = 0; j < vector.length; j++) {
        vector[j] += (float) random.nextGaussian();
      }
      passages.add(passage(i, vector));
    }
    return passages;
  }

  private void client(URI server, String action, String name, Path file) throws Exception {
    Path script = dir.resolve("chroma_client.py");
    if (!Files.exists(script)) {
      try (InputStream in = MigrationIT.class.getResourceAsStream("chroma_client.py")) {
        Files.copy(in, script);
      }
    }
    Process process =
        new ProcessBuilder(
                ChromaInstallation.clientPython().toString(),
                script.toString(),
                "" + server.getPort(),
                action,
                name,
                file.toString())
            .inheritIO()
            .start();
    assertEquals(0, process.waitFor());
  }

  private void write(URI server, String name, List<Map<String, Object>> passages) throws Exception {
    Path file = dir.resolve(name + ".jsonl");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (Map<String, Object> passage : passages) {
        out.write(JSON.writeValueAsString(passage));
        out.write('\n');
      }
    }
    client(server, "write", name, file);
  }

  /** All that the client reads, by id; each id once. */
  private Map<String, JsonNode> dump(Path folder, String name) throws Exception {
    Path file = Files.createTempFile(dir, name, ".jsonl");
    try (ChromaServer server = ChromaServer.start(folder, ChromaInstallation.command(), START)) {
      client(server.url(), "dump", name, file);
    }
    Map<String, JsonNode> passages = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode passage = JSON.readTree(line);
      assertEquals(null, passages.put(passage.get("id").asText(), passage), "doubled: " + line);
    }
    return passages;
  }

  private JsonNode migrate(String... args) {
    List<String> all = new ArrayList<>(List.of("migrate"));
    all.addAll(List.of(args));
    all.addAll(List.of("--json", "--quiet"));
    Shell.Result result = shell.run(all.toArray(String[]::new));
    assertEquals(0, result.status(), result.err());
    assertEquals("", result.err());
    JsonNode migrated = result.json().get("collections").get(0);
    assertFalse(result.json().get("cancelled").asBoolean());
    return migrated;
  }

  private static void assertVerified(JsonNode migrated) {
    JsonNode verified = migrated.get("verified");
    for (String kind : List.of("records", "ids", "metadata")) {
      assertEquals(PASSAGES, verified.get(kind).asLong(), kind);
    }
    assertEquals(PASSAGES, migrated.get("copied").asLong());
    assertEquals(Math.min(PASSAGES, QUESTIONS), verified.get("questions").asInt());
    assertTrue(verified.get("overlap").asDouble() >= OVERLAP, migrated::toString);
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static Map<String, String> digests(Path folder) throws Exception {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        digests.put(folder.relativize(file).toString(), HexFormat.of().formatHex(digest));
      }
    }
    return digests;
  }

  private static void assertSame(Map<String, JsonNode> before, Map<String, JsonNode> after) {
    assertEquals(before.keySet(), after.keySet());
    before.forEach(
        (id, passage) -> {
          assertEquals(passage.get("document"), after.get(id).get("document"), id);
          assertEquals(passage.get("metadata"), after.get(id).get("metadata"), id);
          double cosine = cosine(passage.get("embedding"), after.get(id).get("embedding"));
          assertTrue(cosine >= SAME, () -> id + ": " + cosine);
        });
  }

  private static double cosine(JsonNode a, JsonNode b) {
    assertEquals(a.size(), b.size());
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.size(); i++) {
      dot += a.get(i).asDouble() * b.get(i).asDouble();
      aa += a.get(i).asDouble() * a.get(i).asDouble();
      bb += b.get(i).asDouble() * b.get(i).asDouble();
    }
    return dot / Math.sqrt(aa * bb);
  }

  /** Within a factor, since what is foretold depends on the text. */
  private static void assertForetold(JsonNode dryRun, long bytes) {
    double ratio = dryRun.at("/expected/bytes").asDouble() / bytes;
    assertTrue(ratio > 0.6 && ratio < 1.7, () -> "foretold " + ratio + " of " + bytes);
    assertTrue(dryRun.at("/expected/seconds").asDouble() > 0);
  }

  private void table(String what, long before, long after, JsonNode there, JsonNode back)
      throws IOException {
    String line =
        String.format(
            Locale.ROOT,
            "| %s | %,d | %,d | %,d | 1/%.1f | %.2f %% | %.2f %% | %.0f | %.0f |%n",
            what,
            PASSAGES,
            before,
            after,
            (double) before / after,
            100 * there.at("/verified/overlap").asDouble(),
            100 * back.at("/verified/overlap").asDouble(),
            there.at("/seconds/total").asDouble(),
            back.at("/seconds/total").asDouble());
    System.out.printf(
        "%n| %s, Chroma %s | passages | Chroma, bytes | LEANN, bytes | beside Chroma | overlap there"
            + " | overlap back | s there | s back |%n| --- | --- | --- | --- | --- | --- | --- |"
            + " --- | --- |%n%s%n",
        LocalDate.now(), ChromaInstallation.VERSION, line);
  }

  @Test
  void should_leave_out_what_the_model_makes_again_and_bring_all_back() throws Exception {
    List<Map<String, Object>> passages = ofTheModel();
    try (ChromaServer server = ChromaServer.start(original, ChromaInstallation.command(), START)) {
      write(server.url(), "notes", passages);
    }
    long before = bytes(original);
    Map<String, String> untouched = digests(original);
    String folder = original.toString();
    JsonNode dryRun = migrate("chromadb-to-leann", "--from-folder", folder, "--dry-run");
    assertFalse(Files.exists(data.resolve("leann")), "a dry run writes nothing");
    JsonNode there =
        migrate("chromadb-to-leann", "--from-folder", folder, "--questions", "" + QUESTIONS);
    assertEquals("trust", there.get("vectors").asText());
    assertVerified(there);
    long after = bytes(data.resolve("leann"));
    assertForetold(dryRun, after);
    assertEquals(untouched, digests(original), "the source is as it was");
    JsonNode foretold = migrate("leann-to-chromadb", "--dry-run");
    JsonNode back = migrate("leann-to-chromadb", "--questions", "" + QUESTIONS);
    assertVerified(back);
    assertForetold(foretold, bytes(data.resolve("chroma")));
    assertSame(dump(original, "notes"), dump(data.resolve("chroma"), "notes"));
    table("vectors of the bundled model, left out", before, after, there, back);
  }

  @Test
  void should_keep_the_vectors_of_an_unknown_model_and_bring_all_back() throws Exception {
    List<Map<String, Object>> passages = ofAnotherModel();
    try (ChromaServer server = ChromaServer.start(original, ChromaInstallation.command(), START)) {
      write(server.url(), "foreign", passages);
    }
    long before = bytes(original);
    String folder = original.toString();
    Shell.Result refused = shell.run("migrate", "chromadb-to-leann", "--from-folder", folder);
    assertEquals(1, refused.status(), refused.err());
    assertEquals(1, refused.err().lines().count(), refused.err());
    for (String offered :
        List.of("dimension 64", "--vectors keep", "--vectors reembed", "--model")) {
      assertTrue(refused.err().contains(offered), refused.err());
    }
    assertFalse(Files.exists(data.resolve("leann")));
    JsonNode there =
        migrate(
            "chromadb-to-leann",
            "--from-folder",
            folder,
            "--vectors",
            "keep",
            "--questions",
            "" + QUESTIONS);
    assertVerified(there);
    assertEquals(PASSAGES, there.at("/verified/vectors").asLong());
    long after = bytes(data.resolve("leann"));
    JsonNode back = migrate("leann-to-chromadb", "--questions", "" + QUESTIONS);
    assertVerified(back);
    assertSame(dump(original, "foreign"), dump(data.resolve("chroma"), "foreign"));
    table("vectors of an unknown model, kept", before, after, there, back);
  }
}
