package dev.ragged.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.RaggedException;
import dev.ragged.testkit.HubServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models from a hub on loopback that speaks the real one's protocol. */
class HubModelsTest {
  private static final String MODEL = "intfloat/multilingual-e5-small";
  private static final String ONE = "1".repeat(40);
  private static final String TWO = "2".repeat(40);
  private static final String E5_PROMPTS =
      "{\"prompts\":{\"query\":\"query: \",\"document\":\"passage: \"}}";
  private static final String TOKEN = "hf_secret";

  @TempDir Path top;
  private HubServer server;
  private final List<Integer> pauses = new ArrayList<>();
  private final List<String> progress = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    server = new HubServer(MODEL);
    server.publish("main", ONE, files(1));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Map<String, byte[]> files(int seed) {
    Map<String, byte[]> files = new HashMap<>();
    files.put("onnx/model.onnx", random(seed, 400_000));
    files.put("onnx/model_qint8_avx512_vnni.onnx", random(seed + 10, 300_000));
    files.put("onnx/model_O4.onnx", random(seed + 20, 20_000));
    files.put("model.safetensors", random(seed, 50_000));
    files.put("README.md", "# A model".getBytes(StandardCharsets.UTF_8));
    files.put("../../../evil.onnx", random(seed, 100));
    files.put("onnx/../model.onnx", random(seed, 100));
    files.put("tokenizer.json", random(seed, 30_000));
    files.put("config.json", "{\"hidden_size\":384}".getBytes(StandardCharsets.UTF_8));
    files.put(
        "1_Pooling/config.json", ("{\"seed\":" + seed + "}").getBytes(StandardCharsets.UTF_8));
    return files;
  }

  private static byte[] random(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private Path cache() {
    return top.resolve("cache");
  }

  private Path fetch(String reference) {
    HubOptions options =
        HubOptions.of(
            server.url() + "/",
            cache(),
            TOKEN,
            (model, file, done, size) ->
                progress.add(model + " " + file + " " + done * 100 / size));
    return new HubModels(options, pauses::add).folder(HubReference.parse(reference));
  }

  private String refused(String reference) {
    RaggedException e = assertThrows(RaggedException.class, () -> fetch(reference), reference);
    assertFalse(e.getMessage().contains(TOKEN), e::getMessage);
    assertTrue(e.getMessage().endsWith("."), e::getMessage);
    return e.getMessage();
  }

  private static Set<String> names(Path folder) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("SHA256SUMS"))
          .forEach(file -> names.add("" + folder.relativize(file)));
    }
    return names;
  }

  private long sent(String end) {
    return server.requests.stream().filter(one -> one.contains(end)).count();
  }

  @Test
  void should_fetch_what_is_needed_and_then_ask_no_more() throws IOException {
    Path folder = fetch(MODEL);
    assertEquals(
        Set.of(
            "1_Pooling/config.json",
            "config.json",
            "onnx/model_qint8_avx512_vnni.onnx",
            "tokenizer.json"),
        names(folder));
    for (String name : names(folder)) {
      assertArrayEquals(files(1).get(name), Files.readAllBytes(folder.resolve(name)), name);
    }
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)));
    assertTrue(
        progress.contains(MODEL + " onnx/model_qint8_avx512_vnni.onnx 100"), progress::toString);
    assertEquals(Set.of("Bearer " + TOKEN), Set.copyOf(server.hubHeard));
    assertEquals(List.of(), server.strangersHeard, "the token stays with the hub");

    server.close();
    server.requests.clear();
    assertEquals(folder, fetch(MODEL));
    assertEquals(List.of(), server.requests);
  }

  @Test
  void should_fetch_the_export_that_is_named() throws IOException {
    assertTrue(names(fetch(MODEL + "#model_O4")).contains("onnx/model_O4.onnx"));
    assertTrue(names(fetch(MODEL + "#model")).contains("onnx/model.onnx"));
    String none = refused(MODEL + "#model_q4");
    assertTrue(none.contains("model_O4, model_qint8_avx512_vnni"), none);
  }

  @Test
  void should_go_on_where_a_connection_broke() throws IOException {
    server.breakAt = 100_000;
    server.breaks.set(2);
    Path folder = fetch(MODEL + "#model");
    assertArrayEquals(
        files(1).get("onnx/model.onnx"), Files.readAllBytes(folder.resolve("onnx/model.onnx")));
    assertTrue(sent("/onnx/model.onnx bytes=100000-") > 0, server.requests::toString);
  }

  @Test
  void should_go_on_where_the_last_run_stopped() throws IOException {
    fetchHalf();
    server.requests.clear();
    Path folder = fetch(MODEL + "#model");
    assertArrayEquals(
        files(1).get("onnx/model.onnx"), Files.readAllBytes(folder.resolve("onnx/model.onnx")));
    assertEquals(0, sent("tokenizer.json"), "is here already");
    assertEquals(0, server.requests.stream().filter(o -> o.endsWith("/model.onnx")).count());
    assertTrue(sent("/onnx/model.onnx bytes=100000-") > 0, server.requests::toString);
    try (Stream<Path> left = Files.list(folder.getParent())) {
      assertEquals(
          Set.of("main#model", "main#model.lock"),
          Set.copyOf(left.map(path -> "" + path.getFileName()).toList()));
    }
  }

  /** All but the model, and 100,000 bytes of that. */
  private void fetchHalf() {
    server.breakAt = 100_000;
    server.breaks.set(Integer.MAX_VALUE);
    String message = refused(MODEL + "#model");
    assertTrue(message.contains("goes on where it stopped"), message);
    assertEquals(List.of(1, 2, 4, 8), pauses.subList(pauses.size() - 4, pauses.size()));
    server.breaks.set(0);
  }

  @Test
  void should_keep_nothing_that_differs_from_its_digest() throws IOException {
    for (String file : List.of("/tokenizer.json", "/onnx/model_qint8_avx512_vnni.onnx")) {
      server.falsified = file;
      String message = refused(MODEL);
      assertTrue(message.contains(file.substring(1)) && message.contains("thrown away"), message);
      assertTrue(
          names(cache()).stream().noneMatch(name -> name.contains(file.substring(1))),
          () -> file + " was kept");
    }
    server.falsified = "";
    assertArrayEquals(
        files(1).get("tokenizer.json"), Files.readAllBytes(fetch(MODEL).resolve("tokenizer.json")));
    server.withoutDigests = true;
    assertTrue(refused(MODEL + "#model").contains("no digest"));
  }

  @Test
  void should_keep_a_revision_until_another_is_asked_for() throws IOException {
    Path folder = fetch(MODEL);
    server.publish("main", TWO, files(2));
    server.requests.clear();
    assertEquals(folder, fetch(MODEL));
    assertEquals(List.of(), server.requests);
    assertArrayEquals(
        files(2).get("tokenizer.json"),
        Files.readAllBytes(fetch(MODEL + "@" + TWO).resolve("tokenizer.json")));
    server.publish("refs/pr/1", ONE, files(1));
    assertArrayEquals(
        files(1).get("tokenizer.json"),
        Files.readAllBytes(fetch(MODEL + "@refs/pr/1").resolve("tokenizer.json")));
  }

  @Test
  void should_mix_no_commits_if_a_branch_moves_in_the_middle() throws IOException {
    fetchHalf();
    server.publish("main", TWO, files(2));
    Path folder = fetch(MODEL + "#model");
    for (String name : names(folder)) {
      assertArrayEquals(files(2).get(name), Files.readAllBytes(folder.resolve(name)), name);
    }
  }

  @Test
  void should_wait_as_long_as_the_hub_asks() {
    server.tooMany.set(2);
    fetch(MODEL);
    assertEquals(List.of(7, 7), pauses);
  }

  @Test
  void should_say_at_once_that_it_is_offline() {
    server.close();
    assertTrue(refused(MODEL).contains("cannot be fetched from " + server.url()));
    assertEquals(List.of(), pauses);
  }

  @Test
  void should_say_what_is_missing() {
    assertTrue(refused("nobody/nothing").contains("HF_TOKEN"));
    assertTrue(refused("private/model").contains("HF_TOKEN"));
    assertTrue(refused(MODEL + "@v9").contains(MODEL + "@v9"));
    Map<String, byte[]> files = files(1);
    files.remove("tokenizer.json");
    server.publish("main", ONE, files);
    assertTrue(refused(MODEL).contains("tokenizer.json"));
    server.publish("main", ONE, Map.of("tokenizer.json", random(1, 10)));
    assertTrue(refused(MODEL).contains("no ONNX file"));
  }

  @Test
  void should_refuse_a_file_that_is_too_large() {
    Map<String, byte[]> files = files(1);
    files.put("config.json", new byte[(4 << 20) + 1]);
    server.publish("main", ONE, files);
    assertTrue(refused(MODEL).contains("config.json"));
  }

  @Test
  void should_refuse_hostile_names() {
    for (String name :
        List.of(
            "",
            "model",
            "../model",
            "owner/..",
            "owner/name/more",
            "owner/na me",
            "/etc/passwd",
            "owner/name@",
            "owner/name@../../x",
            "owner/name@a/../b",
            "owner/name@-x",
            "owner/name#../x",
            "owner/name#a/b",
            "owner/name?x=1",
            "owner/%2e%2e",
            "owner/name\n")) {
      assertThrows(RaggedException.class, () -> HubReference.parse(name), name);
    }
    assertEquals(List.of(), server.requests);
    for (String hub :
        List.of("", "hub", "ftp://hub", "https://u:p@hub", "file:///etc", "https://")) {
      RaggedException e =
          assertThrows(RaggedException.class, () -> HubOptions.of(hub, top, null, null), hub);
      assertFalse(e.getMessage().contains("u:p"), e::getMessage);
    }
  }

  @Test
  void should_follow_no_redirect_out_of_encryption() throws IOException {
    URI hub = URI.create("https://hub.example/a");
    for (String to : List.of("http://hub.example/a", "http://127.0.0.1/", "file:///etc/passwd")) {
      assertThrows(RaggedException.class, () -> HubConnection.redirected(hub, to), to);
    }
    assertEquals(
        URI.create("https://store.example/x"),
        HubConnection.redirected(hub, "https://store.example/x"));
    assertEquals(URI.create("https://hub.example/b"), HubConnection.redirected(hub, "/b"));
  }

  @Test
  void should_send_no_token_in_the_open() {
    HubOptions open = HubOptions.of("http://hub.invalid", top, TOKEN, null);
    assertFalse(open.mayHaveToken(URI.create("http://hub.invalid/x")));
    HubOptions hub = HubOptions.of("https://hub.invalid", top, TOKEN, null);
    assertTrue(hub.mayHaveToken(URI.create("https://hub.invalid/x")));
    for (String other :
        List.of("http://hub.invalid/", "https://hub.invalid:8443/", "https://hub.invalid.evil/")) {
      assertFalse(hub.mayHaveToken(URI.create(other)), other);
    }
  }

  @Test
  void should_fetch_once_for_two_processes() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Fetcher.class.getName(),
                  server.url(),
                  cache().toString(),
                  MODEL)
              .redirectErrorStream(true)
              .start());
    }
    for (Process process : processes) {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(1, TimeUnit.MINUTES));
      assertEquals(0, process.exitValue(), said);
    }
    assertEquals(1, sent("/resolve/" + ONE + "/onnx/"), server.requests::toString);
  }

  /** A process that fetches. */
  static final class Fetcher {
    private Fetcher() {}

    public static void main(String[] args) {
      HubOptions options =
          HubOptions.of(args[0], Path.of(args[1]), null, (model, file, done, size) -> {});
      new HubModels(options, HubFile.SLEEP).folder(HubReference.parse(args[2]));
    }
  }

  @Test
  void should_know_digests_of_files_until_they_change() throws IOException {
    Path folder = fetch(MODEL);
    Path onnx = folder.resolve("onnx/model_qint8_avx512_vnni.onnx");
    String sum = HubServer.sha256(files(1).get("onnx/model_qint8_avx512_vnni.onnx"));
    assertEquals(sum, Sha256Sums.read(folder).get(onnx));
    assertEquals(4, Sha256Sums.read(folder).size());
    Files.writeString(onnx, "other");
    Files.setLastModifiedTime(
        onnx, FileTime.from(Files.getLastModifiedTime(onnx).toInstant().plusSeconds(1)));
    assertFalse(Sha256Sums.read(folder).containsKey(onnx));
    assertNotEquals(sum, new FolderFiles(folder, null, true).digests().get(0));
    Files.writeString(folder.resolve("SHA256SUMS"), "no sums\n");
    assertEquals(Map.of(), Sha256Sums.read(folder));
  }

  private static void write(Path folder, String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void should_embed_with_what_its_family_was_trained_with() throws IOException {
    Map<String, byte[]> files = files(1);
    try (InputStream model = BundledFiles.resource(BundledFiles.MODEL);
        InputStream tokenizer = BundledFiles.resource(BundledFiles.TOKENIZER)) {
      files.put("onnx/model_qint8_avx512_vnni.onnx", model.readAllBytes());
      files.put("tokenizer.json", tokenizer.readAllBytes());
    }
    files.put("1_Pooling/config.json", "{}".getBytes(StandardCharsets.UTF_8));
    server.publish("main", ONE, files);
    HubOptions options =
        HubOptions.of(server.url(), cache(), null, (model, file, done, size) -> {});
    try (OnnxEmbedder fetched = HubModels.open(MODEL, options);
        OnnxEmbedder bundled = OnnxEmbedder.bundled()) {
      assertEquals(MODEL, fetched.identity().name());
      Path folder = fetch(MODEL);
      write(folder, "config_sentence_transformers.json", E5_PROMPTS);
      try (OnnxEmbedder stated = OnnxEmbedder.fromFolder(folder)) {
        assertEquals(stated.identity().fingerprint(), fetched.identity().fingerprint());
      }
      assertArrayEquals(bundled.embedQuery("query: Wer?"), fetched.embedQuery("Wer?"));
      assertArrayEquals(
          bundled.embed(List.of("passage: Er.")).get(0), fetched.embed(List.of("Er.")).get(0));
    }
  }
}
