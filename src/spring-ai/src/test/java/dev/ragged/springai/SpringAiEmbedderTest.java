package dev.ragged.springai;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.ModelIdentity;
import dev.ragged.VectorCollection;
import dev.ragged.embed.MeteredEmbedder;
import dev.ragged.leann.LeannVectorStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.document.Document;

class SpringAiEmbedderTest {
  private static final Embedder WRAPPED = new SpringAiEmbedder("mine", SetUp.MODEL, 256, 2, true);

  @Test
  void should_give_the_vectors_of_the_model_in_batches() {
    List<String> texts = List.of("one", "two", "three", "four", "five");
    List<float[]> vectors = WRAPPED.embed(texts);
    assertEquals(5, vectors.size());
    for (int i = 0; i < 5; i++) {
      assertArrayEquals(SetUp.MODEL.embed(texts.get(i)), vectors.get(i), 1e-6f);
    }
    assertArrayEquals(WRAPPED.embed(List.of(".")).get(0), WRAPPED.embed(List.of("  ")).get(0));
  }

  @Test
  void should_say_what_it_was_told() {
    assertEquals(new ModelIdentity("mine", 384, "mine"), WRAPPED.identity());
    assertEquals(256, WRAPPED.maxTokens());
    assertEquals(2, WRAPPED.parallelism());
    assertTrue(WRAPPED.costly());
    assertEquals(SetUp.EMBEDDER.spread(), WRAPPED.spread(), 0.02);
    assertThrows(
        IllegalArgumentException.class,
        () -> new SpringAiEmbedder("mine", SetUp.MODEL, 0, 2, true));
  }

  @Test
  void should_embed_each_document_once(@TempDir Path folder) {
    MeteredEmbedder metered = new MeteredEmbedder(new SpringAiEmbedder("mine", SetUp.MODEL));
    try (VectorCollection collection =
        LeannVectorStore.open(folder, metered).create(CollectionSpec.of("documents"))) {
      RaggedVectorStore store = RaggedVectorStore.builder(collection).build();
      List<Document> documents =
          IntStream.range(0, 40)
              .mapToObj(i -> new Document("id" + i, "Number " + i, Map.of("n", i)))
              .toList();
      store.add(documents);
      assertEquals(40, metered.texts());
      store.add(documents);
      assertEquals(40, metered.texts(), "what is unchanged is not embedded again");
    }
  }
}
