package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ragged.testkit.EmbeddingServer;
import dev.ragged.testkit.HubServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every kind of model that {@code --model} takes, each with a thousand passages. It takes minutes,
 * and one needs PyTorch, so {@code ci/models.sh} runs it every night.
 */
@Tag("torch")
class ModelKindsIT {
  private static final List<String> ANIMALS =
      List.of(
          "otter",
          "badger",
          "heron",
          "lynx",
          "beaver",
          "owl",
          "hedgehog",
          "salmon",
          "goat",
          "bat",
          "raven",
          "viper",
          "squirrel",
          "moose",
          "turtle",
          "crane",
          "weasel",
          "boar",
          "falcon",
          "frog",
          "mole",
          "swan",
          "wolf",
          "bear",
          "stork");

  /** What one does, and where; then the question for it. */
  private static final String[][] HABITS = {
    {"sleeps", "under the old bridge", "Where does the %s sleep?"},
    {"drinks", "at the stone fountain", "Where does the %s drink?"},
    {"hunts", "along the railway line", "Where does the %s hunt?"},
    {"raises its young", "in the abandoned mill", "Where does the %s raise its young?"},
    {"spends the winter", "behind the lighthouse", "Where does the %s spend the winter?"},
    {"hides from dogs", "in the cemetery", "Where does the %s hide from dogs?"},
    {"was photographed", "by a tourist from Norway", "Who photographed the %s?"},
    {"was treated", "by a vet with a broken arm", "Which doctor treated the %s?"},
  };

  private static final List<String> TOWNS = List.of("Alder", "Birch", "Cedar", "Dogwood", "Elm");

  private static final int PASSAGES = 1_000;
  private static final String COLLECTION = "animals";

  private static final int QUESTIONS = 12;

  @TempDir Path dir;
  private Path texts;
  private Shell shell;

  @BeforeEach
  void write_texts() throws IOException {
    shell = new Shell(dir.resolve("data"));
    shell.env.put("XDG_CACHE_HOME", dir.resolve("caches").toString());
    texts = Files.createDirectories(dir.resolve("texts"));
    for (int i = 0; i < PASSAGES; i++) {
      Files.writeString(texts.resolve(i + ".txt"), passage(i) + "\n");
    }
  }

  private static String animal(int number) {
    return ANIMALS.get(number % ANIMALS.size());
  }

  private static String[] habit(int number) {
    return HABITS[number / ANIMALS.size() % HABITS.length];
  }

  private static String town(int number) {
    return TOWNS.get(number / ANIMALS.size() / HABITS.length);
  }

  private static String passage(int number) {
    String[] habit = habit(number);
    return "In %s, the %s %s %s.".formatted(town(number), animal(number), habit[0], habit[1]);
  }

  private static String question(int number) {
    return "In " + town(number) + ": " + habit(number)[2].formatted(animal(number));
  }

  private Path folder(String resource, String pooling, String query) throws IOException {
    Path folder = Files.createDirectories(dir.resolve(resource).resolve("1_Pooling")).getParent();
    Files.write(folder.resolve("model.onnx"), resource(resource + ".onnx"));
    Files.write(folder.resolve("tokenizer.json"), resource(resource + "-tokenizer.json"));
    Files.writeString(folder.resolve("config.json"), "{\"max_position_embeddings\": 512}");
    Files.writeString(folder.resolve("1_Pooling/config.json"), "{\"" + pooling + "\": true}");
    Files.writeString(
        folder.resolve("config_sentence_transformers.json"),
        "{\"prompts\": {\"query\": \"" + query + "\"}}");
    return folder;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ModelKindsIT.class.getResourceAsStream("/" + name)) {
      return in.readAllBytes();
    }
  }

  private void indexesAndAnswers(String model, String name, int questions, String... mode) {
    JsonNode added = shell.json("add", texts.toString(), "-c", COLLECTION, "--model", model);
    assertEquals(PASSAGES, added.get("embedded").asInt(), added::toString);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < PASSAGES; i += PASSAGES / questions) {
      List<String> search = new ArrayList<>(List.of("search", question(i), "-c", COLLECTION));
      search.addAll(List.of("--model", model));
      search.addAll(List.of(mode));
      JsonNode first = shell.json(search.toArray(String[]::new)).get("hits").get(0);
      if (!first.findValue("source").asText().endsWith("/" + i + ".txt")) {
        wrong.add(question(i) + " " + first.get("text").asText());
      }
    }
    assertTrue(wrong.size() <= 1, () -> model + " answers with other passages: " + wrong);
    JsonNode stats = shell.json("stats", "-c", COLLECTION).get("collections").get(0);
    assertEquals(name, stats.get("model").asText());
  }

  /** In one sentence that names both. */
  private void isRefused(String other, String built, String given) {
    Shell.Result refused =
        shell.run("search", "Where is it?", "-c", COLLECTION, "--mode", "vector", "--model", other);
    assertEquals(1, refused.status(), refused.out());
    assertEquals("", refused.out());
    assertEquals(1, refused.err().lines().count(), refused.err());
    assertTrue(refused.err().contains("was built with " + built + " ("), refused.err());
    assertTrue(refused.err().contains("not with " + given + " ("), refused.err());
    assertEquals(
        1, shell.run("add", texts.toString(), "-c", COLLECTION, "--model", other).status());
  }

  @Test
  void should_take_a_folder() throws IOException {
    Path folder = folder("all-minilm-l6-v2-q", "pooling_mode_mean_tokens", "");
    indexesAndAnswers(folder.toString(), "all-minilm-l6-v2-q", QUESTIONS, "--mode", "vector");
    isRefused("e5-small-v2-q", "all-minilm-l6-v2-q", "e5-small-v2-q");
  }

  @Test
  void should_take_a_folder_that_states_pooling_and_a_prompt() throws IOException {
    Path folder =
        folder(
            "bge-small-en-v1.5-q",
            "pooling_mode_cls_token",
            "Represent this sentence for searching relevant passages: ");
    indexesAndAnswers(folder.toString(), "bge-small-en-v1.5-q", QUESTIONS, "--mode", "vector");
    Path other = folder("all-minilm-l6-v2-q", "pooling_mode_mean_tokens", "");
    isRefused(other.toString(), "bge-small-en-v1.5-q", "all-minilm-l6-v2-q");
  }

  @Test
  void should_take_a_jar_whose_model_needs_prefixes() {
    indexesAndAnswers("e5-small-v2-q", "e5-small-v2-q", QUESTIONS, "--mode", "vector");
    isRefused("bundled", "e5-small-v2-q", "all-MiniLM-L6-v2-q");
  }

  @Test
  void should_take_a_name_of_a_hub() throws IOException {
    String name = "BAAI/bge-small-en-v1.5";
    try (HubServer hub = new HubServer(name)) {
      shell.env.put("RAGGED_HUB_URL", hub.url());
      hub.publish(
          "main",
          "a".repeat(40),
          Map.of(
              "config.json", "{\"max_position_embeddings\": 512}".getBytes(),
              "tokenizer.json", resource("bge-small-en-v1.5-q-tokenizer.json"),
              "onnx/model_quantized.onnx", resource("bge-small-en-v1.5-q.onnx")));
      indexesAndAnswers("hf:" + name, name, QUESTIONS, "--mode", "vector");
    }
    isRefused("e5-small-v2-q", name, "e5-small-v2-q");
  }

  /** A language model, of whose vectors little can be expected; in the usual mode words help. */
  @Test
  void should_take_a_model_on_a_server() {
    try (EmbeddingServer server = EmbeddingServer.start()) {
      shell.env.put("RAGGED_EMBEDDING_URL", server.url());
      shell.env.put("RAGGED_EMBEDDING_TIMEOUT", "600");
      indexesAndAnswers("openai:smollm2", "openai:smollm2", 4);
      isRefused("openai:other", "openai:smollm2", "openai:other");
    }
  }

  @Test
  void should_take_torchscript() {
    String models = System.getProperty("ragged.torchscript");
    assertNotNull(models, "run ci/models.sh, which makes the model");
    indexesAndAnswers(models + "/minilm", "minilm", QUESTIONS, "--mode", "vector");
    isRefused("bundled", "minilm", "all-MiniLM-L6-v2-q");
  }
}
