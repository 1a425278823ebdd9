package dev.ragged.embed.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.RaggedException;
import dev.ragged.embed.OnnxEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that PyTorch wrote, which {@code ci/torchscript.py} makes. */
@Tag("torch")
class TorchModelIT {
  private static final String TEXT = "Green tea is steeped at eighty degrees for two minutes.";

  @TempDir Path dir;

  private static Path models() {
    String folder = System.getProperty("ragged.torchscript");
    assertFalse(folder == null, "run ci/models.sh, which makes the models and names their folder");
    return Path.of(folder);
  }

  private static OnnxEmbedder small(String name) {
    return OnnxEmbedder.fromFolder(models().resolve("small"), name + ".pt");
  }

  private static float[] embed(OnnxEmbedder model, String text) {
    return model.embed(List.of(text)).get(0);
  }

  @Test
  void should_give_the_vectors_of_sentence_transformers() throws IOException {
    Path folder = models().resolve("minilm");
    List<String> reference = Files.readAllLines(folder.resolve("reference.tsv"));
    assertEquals(4, reference.size());
    try (OnnxEmbedder model = OnnxEmbedder.fromFolder(folder)) {
      for (String line : reference) {
        String[] expected = line.split("\t");
        float[] vector = embed(model, expected[0]);
        assertEquals(expected.length - 1, vector.length);
        for (int i = 0; i < vector.length; i++) {
          assertEquals(Float.parseFloat(expected[i + 1]), vector[i], 2e-6f, expected[0]);
        }
      }
      assertEquals(384, model.identity().dimension());
      assertEquals(254, model.maxTokens(), "as its settings say, special tokens apart");
    }
  }

  @Test
  void should_give_the_same_vector_in_any_company() {
    List<String> texts = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < 60; i++) {
      texts.add(TEXT.substring(0, 1 + random.nextInt(TEXT.length() - 1)));
    }
    try (OnnxEmbedder model = OnnxEmbedder.fromFolder(models().resolve("minilm"))) {
      List<float[]> together = model.withThreads(3).embed(texts);
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < texts.size(); i++) {
        order.add(i);
      }
      Collections.shuffle(order, random);
      for (int i : order) {
        assertArrayEquals(together.get(i), embed(model, texts.get(i)), texts.get(i));
      }
    }
  }

  @Test
  void should_take_what_models_take_and_read_what_they_give() {
    try (OnnxEmbedder tokens = small("Tokens")) {
      float[] vector = embed(tokens, TEXT);
      assertEquals(8, vector.length);
      for (String other : List.of("Text", "Named", "Pair", "Optional", "Half")) {
        try (OnnxEmbedder model = small(other)) {
          assertArrayEquals(vector, embed(model, TEXT), other.equals("Half") ? 1e-3f : 1e-6f);
          assertNotEquals(
              tokens.identity().fingerprint(), model.identity().fingerprint(), "its file counts");
        }
      }
    }
  }

  @Test
  void should_say_in_one_sentence_what_a_model_lacks() {
    assertSays("neither a vector for each token", "Number");
    assertSays("texts of all lengths", "Fixed");
    assertSays("'pixel_values'", "Picture");
    assertSays("torch.jit.save", "Weights");
  }

  @Test
  void should_refuse_models_that_touch_files_or_print() {
    assertSays("'from_file'", "ReadsFile");
    assertSays("'save'", "WritesFile");
    assertSays("'print'", "Prints");
    assertFalse(Files.exists(Path.of("written-by-a-model")));
  }

  /** Its code and objects are changed so that the archive is sound, and PyTorch has to judge. */
  @Test
  void should_say_in_one_sentence_that_a_model_is_broken() throws IOException {
    Path sound = models().resolve("small/Tokens.pt");
    Path model = dir.resolve("model.pt");
    Files.copy(models().resolve("small/tokenizer.json"), dir.resolve("tokenizer.json"));
    for (String[] change :
        new String[][] {
          {"def forward", "def forwurd"},
          {"torch.mul", "torch.mull"},
          {"Tensor", "Tenser"},
          {"input_ids", "input ids"},
        }) {
      Files.write(model, Archives.changed(sound, change[0], change[1]));
      try (OnnxEmbedder broken = OnnxEmbedder.fromFolder(dir)) {
        assertOneSentence(broken, change[1]);
      }
    }
    Random random = new Random(2);
    for (int i = 0; i < 40; i++) {
      Files.write(model, Archives.scrambled(sound, random));
      try (OnnxEmbedder broken = OnnxEmbedder.fromFolder(dir)) {
        broken.embed(List.of(TEXT)); // a change may be harmless
      } catch (RaggedException e) {
        assertEquals(1, e.getMessage().lines().count(), e::getMessage);
      }
    }
  }

  private static void assertSays(String part, String model) {
    try (OnnxEmbedder embedder = small(model)) {
      String said = assertOneSentence(embedder, model);
      assertTrue(said.contains(part), said);
    }
  }

  private static String assertOneSentence(OnnxEmbedder embedder, String what) {
    RaggedException e =
        assertThrows(RaggedException.class, () -> embedder.embed(List.of(TEXT)), what);
    assertEquals(1, e.getMessage().lines().count(), e::getMessage);
    assertTrue(e.getMessage().startsWith("The model"), e::getMessage);
    return e.getMessage();
  }
}
