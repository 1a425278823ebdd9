package dev.ragged.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderModelTest {
  private static final String TEXT = "The index keeps no vectors.";
  @TempDir Path folder;

  @BeforeEach
  void extract() throws IOException {
    Files.createDirectories(folder.resolve("onnx"));
    copy(BundledFiles.MODEL, folder.resolve("onnx/model.onnx"));
    copy(BundledFiles.TOKENIZER, folder.resolve("tokenizer.json"));
  }

  private static void copy(String resource, Path to) throws IOException {
    try (InputStream stream = BundledFiles.resource(resource)) {
      Files.copy(stream, to);
    }
  }

  private void write(String name, String json) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), json);
  }

  @Test
  void should_equal_the_bundled_model() {
    try (OnnxEmbedder local = OnnxEmbedder.fromFolder(folder);
        OnnxEmbedder bundled = OnnxEmbedder.bundled()) {
      assertArrayEquals(embed(bundled, TEXT), embed(local, TEXT));
      assertEquals(bundled.identity().fingerprint(), local.identity().fingerprint());
      assertEquals(384, local.identity().dimension());
      assertEquals(510, local.maxTokens());
    }
  }

  @Test
  void should_follow_the_settings_of_the_folder() throws IOException {
    write("config.json", "{\"max_position_embeddings\":512,\"hidden_size\":384}");
    write("sentence_bert_config.json", "{\"max_seq_length\":256}");
    write("tokenizer_config.json", "{\"model_max_length\":1e30}");
    write("1_Pooling/config.json", "{\"pooling_mode_cls_token\":true}");
    write(
        "config_sentence_transformers.json",
        "{\"prompts\":{\"query\":\"query: \",\"document\":\"passage: \"}}");
    try (OnnxEmbedder local = OnnxEmbedder.fromFolder(folder);
        OnnxEmbedder bundled = OnnxEmbedder.bundled()) {
      assertEquals(252, local.maxTokens());
      assertNotEquals(bundled.identity().fingerprint(), local.identity().fingerprint());
      assertFalse(Arrays.equals(embed(local, TEXT), embed(bundled, "passage: " + TEXT)));
      assertFalse(Arrays.equals(embed(local, TEXT), local.embedQuery(TEXT)));
      write("1_Pooling/config.json", "{\"pooling_mode_mean_tokens\":true}");
      try (OnnxEmbedder mean = OnnxEmbedder.fromFolder(folder)) {
        assertArrayEquals(embed(bundled, "passage: " + TEXT), embed(mean, TEXT));
        assertArrayEquals(embed(bundled, "query: " + TEXT), mean.embedQuery(TEXT));
        String first = "alpha ".repeat(252).strip();
        float[] sum = embed(mean, first);
        float[] rest = embed(mean, "river river");
        for (int i = 0; i < sum.length; i++) {
          sum[i] += rest[i];
        }
        assertEquals(
            1,
            OnnxEmbedderTest.dot(UnitVectors.normalise(sum), embed(mean, first + " river river")),
            1e-5,
            "each window has the prompt");
      }
    }
  }

  @Test
  void should_be_another_model_with_other_settings() throws IOException {
    Set<String> fingerprints = new HashSet<>();
    String[][] settings = {
      {"config.json", "{\"hidden_size\":384}"},
      {"sentence_bert_config.json", "{\"max_seq_length\":256}"},
      {"1_Pooling/config.json", "{\"pooling_mode_cls_token\":true}"},
      {"config_sentence_transformers.json", "{\"prompts\":{\"query\":\"query: \"}}"},
      {"config_sentence_transformers.json", "{\"prompts\":{\"document\":\"query: \"}}"}
    };
    for (String[] setting : settings) {
      write(setting[0], setting[1]);
      try (OnnxEmbedder local = OnnxEmbedder.fromFolder(folder)) {
        assertTrue(fingerprints.add(local.identity().fingerprint()), setting[1]);
        ShortenedEmbedder shorter = new ShortenedEmbedder(local, 64);
        assertTrue(fingerprints.add(shorter.identity().fingerprint()), setting[1]);
      }
    }
  }

  @Test
  void should_run_the_export_that_is_named_or_the_best_for_a_cpu() throws IOException {
    Path onnx = folder.resolve("onnx");
    String text = "A text.";
    Files.copy(onnx.resolve("model.onnx"), onnx.resolve("model_int8.onnx"));
    Files.writeString(onnx.resolve("model_q4.onnx"), "broken");
    String usual;
    try (OnnxEmbedder model = OnnxEmbedder.fromFolder(folder)) {
      usual = model.identity().fingerprint();
    }
    for (String file : List.of("model_int8", "model_int8.onnx", "onnx/model_int8.onnx")) {
      try (OnnxEmbedder model = OnnxEmbedder.fromFolder(folder, file)) {
        assertEquals(usual, model.identity().fingerprint(), file);
      }
    }
    try (OnnxEmbedder model = OnnxEmbedder.fromFolder(folder, "model_q4")) {
      assertThrows(RaggedException.class, () -> embed(model, text));
    }
    Files.delete(onnx.resolve("model.onnx"));
    try (OnnxEmbedder model = OnnxEmbedder.fromFolder(folder)) {
      assertEquals(384, embed(model, text).length, "int8 before 4 bits");
    }
    for (String file : List.of("model_fp16", "../model_int8", "..", "")) {
      RaggedException none =
          assertThrows(RaggedException.class, () -> OnnxEmbedder.fromFolder(folder, file));
      assertTrue(none.getMessage().contains("model_int8, model_q4"), none::getMessage);
    }
  }

  @Test
  void should_keep_the_first_values_of_a_vector() throws IOException {
    write("config.json", "{\"hidden_size\":384,\"matryoshka_dimensions\":[256,64]}");
    write("config_sentence_transformers.json", "{\"truncate_dim\":128}");
    assertEquals(Set.of(64, 128, 256), OnnxEmbedder.shorterLengths(folder));
    try (OnnxEmbedder whole = OnnxEmbedder.fromFolder(folder);
        ShortenedEmbedder shorter = new ShortenedEmbedder(whole, 64)) {
      float[] cut = UnitVectors.normalise(Arrays.copyOf(embed(whole, TEXT), 64));
      assertArrayEquals(cut, shorter.embed(List.of(TEXT)).get(0));
      assertArrayEquals(cut, shorter.embedQuery(TEXT));
      assertEquals(64, shorter.identity().dimension());
      assertEquals(whole.identity(), new ShortenedEmbedder(whole, 384).identity());
    }
  }

  @Test
  void should_know_prompts_and_pooling_of_a_published_model() throws IOException {
    try (OnnxEmbedder e5 = OnnxEmbedder.published("intfloat/multilingual-e5-small", folder, null);
        OnnxEmbedder plain = OnnxEmbedder.fromFolder(folder)) {
      assertArrayEquals(embed(plain, "passage: " + TEXT), embed(e5, TEXT));
      assertArrayEquals(plain.embedQuery("query: " + TEXT), e5.embedQuery(TEXT));
      assertEquals("intfloat/multilingual-e5-small", e5.identity().name());
    }
    write("config_sentence_transformers.json", "{\"prompts\":{\"query\":\"ask: \"}}");
    try (OnnxEmbedder e5 = OnnxEmbedder.published("intfloat/multilingual-e5-small", folder, null);
        OnnxEmbedder stated = OnnxEmbedder.fromFolder(folder)) {
      assertEquals(
          stated.identity().fingerprint(), e5.identity().fingerprint(), "its files come first");
    }
  }

  @Test
  void should_name_what_is_missing_or_unsupported() throws IOException {
    assertSays("no model folder", folder.resolve("absent"));
    write("modules.json", "[{\"type\":\"sentence_transformers.models.Dense\"}]");
    assertSays("Dense", folder);
    write("modules.json", "[{\"type\":\"sentence_transformers.models.Pooling\"}]");
    write("1_Pooling/config.json", "{\"pooling_mode_lasttoken\":true}");
    assertSays("pooling_mode_lasttoken", folder);
    write("1_Pooling/config.json", "{");
    assertSays("1_Pooling", folder);
    Files.delete(folder.resolve("tokenizer.json"));
    assertSays("tokenizer.json", folder);
    Files.delete(folder.resolve("onnx/model.onnx"));
    assertSays("model.onnx", folder);
  }

  @Test
  void should_name_the_jars_that_torchscript_needs() throws IOException {
    Files.writeString(folder.resolve("model.pt"), "not read");
    try (OnnxEmbedder local = OnnxEmbedder.fromFolder(folder)) {
      assertEquals(384, embed(local, TEXT).length, "ONNX comes first");
    }
    RaggedException e =
        assertThrows(RaggedException.class, () -> OnnxEmbedder.fromFolder(folder, "model.pt"));
    assertTrue(e.getMessage().contains("ragged-embed-torch"), e.getMessage());
    Files.delete(folder.resolve("onnx/model.onnx"));
    assertSays("model.pt is in TorchScript", folder);
    Files.move(folder.resolve("model.pt"), folder.resolve("traced.torchscript"));
    assertSays("traced.torchscript is in TorchScript", folder);
    Files.writeString(folder.resolve("other.torchscript"), "not read");
    assertSays("neither model.onnx", folder);
  }

  @Test
  void should_fail_in_one_sentence_where_files_are_broken() throws IOException {
    Files.writeString(folder.resolve("onnx/model.onnx"), "no model");
    try (OnnxEmbedder local = OnnxEmbedder.fromFolder(folder)) {
      RaggedException e = assertThrows(RaggedException.class, () -> embed(local, TEXT));
      assertTrue(e.getMessage().startsWith("The model cannot be loaded"), e.getMessage());
    }
    Files.writeString(folder.resolve("tokenizer.json"), "{}");
    try (OnnxEmbedder local = OnnxEmbedder.fromFolder(folder)) {
      RaggedException e = assertThrows(RaggedException.class, local::maxTokens);
      assertTrue(e.getMessage().startsWith("The model's tokenizer"), e.getMessage());
    }
  }

  private static void assertSays(String part, Path folder) {
    RaggedException e =
        assertThrows(RaggedException.class, () -> OnnxEmbedder.fromFolder(folder).close());
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  private static float[] embed(OnnxEmbedder embedder, String text) {
    return embedder.embed(List.of(text)).get(0);
  }
}
