package dev.ragged.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.ragged.ModelIdentity;
import dev.ragged.RaggedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class LangChain4jEmbedderTest {
  private final List<Integer> calls = new ArrayList<>();

  /** Embeds a text as its length and one. */
  private final EmbeddingModel model =
      model(
          segments -> {
            calls.add(segments.size());
            return segments.stream()
                .map(TextSegment::text)
                .map(text -> Embedding.from(new float[] {text.length(), 1}))
                .toList();
          });

  private static EmbeddingModel model(Function<List<TextSegment>, List<Embedding>> answer) {
    return new EmbeddingModel() {
      @Override
      public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
        return Response.from(answer.apply(segments));
      }
    };
  }

  @Test
  void should_embed_in_batches_and_normalise() {
    LangChain4jEmbedder embedder = new LangChain4jEmbedder("lengths", model, 100, 2);
    List<float[]> vectors = embedder.embed(List.of("abc", "", "abcd", "x", "y"));
    assertEquals(List.of(2, 2, 1), calls);
    assertArrayEquals(new float[] {0.94868f, 0.31623f}, vectors.get(0), 1e-4f);
    assertArrayEquals(vectors.get(3), vectors.get(1), "a blank text is a full stop");
    assertEquals(new ModelIdentity("lengths", 2, "lengths"), embedder.identity());
    assertEquals(100, embedder.maxTokens());
    assertEquals(2, embedder.parallelism());
  }

  @Test
  void should_refuse_wrong_answers_and_use_after_close() {
    EmbeddingModel wrong = model(segments -> List.of());
    EmbeddingModel zero = model(segments -> List.of(Embedding.from(new float[] {0, 0})));
    assertThrows(
        RaggedException.class, () -> new LangChain4jEmbedder("wrong", wrong).embed(List.of("a")));
    assertThrows(
        RaggedException.class, () -> new LangChain4jEmbedder("zero", zero).embed(List.of("a")));
    LangChain4jEmbedder closed = new LangChain4jEmbedder("closed", model);
    closed.close();
    assertThrows(IllegalStateException.class, () -> closed.embed(List.of("a")));
  }

  @Test
  void should_estimate_at_least_as_many_tokens_as_a_real_model() {
    LangChain4jEmbedder embedder = new LangChain4jEmbedder("lengths", model);
    String text =
        "int main(void) { return foo_bar(42, \"caf\u00e9\"); } /* unbelievable */ \u4f60\u597d"
            + " \uD83D\uDE00 3.14159 The quick brown fox jumps over the lazy dog.";
    int[] ends = embedder.tokenizer().tokenEnds(text);
    for (int i = 1; i < ends.length; i++) {
      assertTrue(ends[i] >= ends[i - 1]);
    }
    assertEquals(text.length(), ends[ends.length - 1]);
    try (OnnxEmbedder real = OnnxEmbedder.bundled()) {
      int exact = real.tokenizer().tokenEnds(text).length;
      assertTrue(ends.length >= exact, ends.length + " against " + exact);
    }
  }
}
