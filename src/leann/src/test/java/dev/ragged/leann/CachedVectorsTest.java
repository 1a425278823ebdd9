package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CacheStats;
import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.Hit;
import dev.ragged.ModelIdentity;
import dev.ragged.OperationInterruptedException;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.Tokenizer;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.spi.Backend;
import dev.ragged.testkit.Seeds;
import dev.ragged.testkit.WordsEmbedder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a budget of memory for vectors saves, and what it does not change. */
@Tag("random")
class CachedVectorsTest {
  private static final int DIMENSION = 96;

  @TempDir Path folder;
  private final Random random = new Random(Seeds.seed());
  private final WordsEmbedder embedder = new WordsEmbedder(DIMENSION);

  private VectorStore store(long cacheBytes) {
    return LeannVectorStore.open(
        folder, embedder, LeannOptions.defaults().withCacheBytes(cacheBytes));
  }

  private VectorCollection filled(VectorStore store, String name, int passages) {
    VectorCollection filled = store.create(CollectionSpec.of(name));
    filled.add(
        IntStream.range(0, passages)
            .mapToObj(i -> Passage.of("p" + i, WordsEmbedder.text(random)))
            .toList());
    return filled;
  }

  @Test
  void should_change_no_score_by_more_than_rounding_does() {
    List<String> questions =
        IntStream.range(0, 20).mapToObj(i -> WordsEmbedder.text(random)).toList();
    try (VectorStore plain = store(0);
        VectorStore cached = store(1 << 20)) {
      VectorCollection expected = filled(plain, "texts", 400);
      VectorCollection actual = cached.open("texts");
      for (SearchMode mode : List.of(SearchMode.VECTOR, SearchMode.HYBRID)) {
        for (String question : questions) {
          SearchRequest request =
              SearchRequest.text(question).withMode(mode).withK(10).withRecallTarget(1);
          List<Hit> exact = expected.search(request).hits();
          List<Hit> first = actual.search(request).hits();
          for (int i = 0; i < exact.size(); i++) {
            assertEquals(exact.get(i).score(), first.get(i).score(), 1e-5, request.toString());
            assertTrue(first.get(i).exact());
          }
          assertEquals(first, actual.search(request).hits(), "whatever was asked before");
        }
      }
      for (Hit hit : actual.search(SearchRequest.text("t1x1").withVectors(true)).hits()) {
        float[] own = actual.embeddings(List.of(hit.id())).get(0);
        assertEquals(List.of(), differences(own, hit.vector()));
      }
    }
  }

  private static List<Integer> differences(float[] a, float[] b) {
    return IntStream.range(0, a.length).filter(i -> a[i] != b[i]).boxed().toList();
  }

  @Test
  void should_not_fill_the_cache_with_what_is_only_read() {
    try (VectorStore store = store(1 << 20)) {
      VectorCollection texts = filled(store, "texts", 30);
      texts.embeddings(List.of("p1", "p2"));
      assertEquals(0, store.cache().entries());
      texts.warm(30);
      embedder.embedded().set(0);
      texts.embeddings(List.of("p1", "p2"));
      assertEquals(0, embedder.embedded().get(), "they are in memory");
    }
  }

  @Test
  void should_forget_what_is_merged_away_or_closed() {
    try (VectorStore store = store(1 << 20)) {
      VectorCollection texts = filled(store, "texts", 30);
      VectorCollection others = filled(store, "others", 20);
      assertEquals(30, texts.warm(100));
      assertEquals(20, others.warm(100));
      assertEquals(50, store.cache().entries());
      others.close();
      assertEquals(30, store.cache().entries(), "the other collection's");
      texts.delete(Selection.ids("p1"));
      assertEquals(0, texts.warm(100), "what remains is there");
      texts.compact();
      texts.search(SearchRequest.text("t1x1").withMode(SearchMode.LEXICAL)); // reads the next state
      assertEquals(0, store.cache().entries(), "the segment is gone");
      assertEquals(29, texts.warm(100));
      assertTrue(store.drop("texts"));
      assertEquals(new CacheStats(0, 0, 0, 0, 1 << 20), store.cache());
    }
  }

  @Test
  void should_warm_up_to_the_budget_and_displace_nothing() {
    try (VectorStore large = store(1 << 20)) {
      filled(large, "texts", 60);
      large.open("texts").warm(1_000);
      CacheStats all = large.cache();
      assertEquals(60, all.entries());
      long budget = all.bytes() / all.entries() * 25;
      try (VectorStore small = store(budget)) {
        VectorCollection texts = small.open("texts");
        SearchRequest request =
            SearchRequest.text(WordsEmbedder.text(random)).withMode(SearchMode.VECTOR);
        texts.search(request);
        int known = (int) small.cache().entries();
        assertTrue(known > 0 && known < 25, "" + known);
        assertEquals(25 - known, texts.warm(1_000));
        assertEquals(0, texts.warm(1_000), "it is full");
        assertEquals(budget, small.cache().bytes());
        embedder.embedded().set(0);
        texts.search(request);
        assertTrue(embedder.embedded().get() <= 25, "what it embeds displaces others");
        assertEquals(25, small.cache().entries());
      }
    }
  }

  @Test
  void should_keep_what_is_embedded_when_warming_is_interrupted() {
    try (VectorStore store = store(1 << 20)) {
      filled(store, "texts", 30).close();
    }
    Embedder interrupting = new Interrupting(embedder);
    try (VectorStore store =
        LeannVectorStore.open(
            folder, interrupting, LeannOptions.defaults().withCacheBytes(1 << 20))) {
      VectorCollection texts = store.open("texts");
      assertThrows(OperationInterruptedException.class, () -> texts.warm(1_000));
      assertTrue(Thread.interrupted());
      assertEquals(interrupting.parallelism(), store.cache().entries());
    }
  }

  @Test
  void should_embed_nothing_ahead_that_is_kept_or_cannot_be_read() {
    LeannOptions options = LeannOptions.defaults().withCacheBytes(1 << 20);
    try (VectorStore keeping =
        LeannVectorStore.open(
            folder, embedder, options.withBytesPerVector(BytesPerVector.FASTEST))) {
      assertEquals(0, filled(keeping, "kept", 20).warm(100));
    }
    try (VectorStore store =
        LeannVectorStore.open(folder, embedder, options.withGivenVectors(GivenVectors.KEEP))) {
      VectorCollection mixed = store.create(CollectionSpec.of("mixed"));
      float[] given = new float[DIMENSION];
      given[3] = 1;
      List<Passage> passages = new ArrayList<>();
      passages.add(new Passage("given", "a text", null, given));
      passages.add(new Passage("bare", null, null, given));
      passages.add(Passage.of("unread", WordsEmbedder.UNREAD + " text"));
      passages.add(Passage.of("read", "a text to embed"));
      mixed.add(passages);
      assertEquals(1, mixed.warm(100));
      assertEquals(1, store.cache().entries());
    }
  }

  @Test
  void should_share_one_budget_among_the_stores_of_a_backend() {
    LeannOptions options = LeannOptions.defaults().withCacheBytes(1 << 20);
    try (Backend backend = new LeannBackend(folder, options);
        VectorStore one = backend.open(embedder, GivenVectors.CHECK);
        VectorStore two = backend.open(embedder, GivenVectors.CHECK)) {
      assertEquals(30, filled(one, "texts", 30).warm(100));
      assertEquals(20, filled(two, "others", 20).warm(100));
      assertEquals(50, one.cache().entries());
      assertEquals(one.cache(), two.cache());
    }
  }

  @Test
  void should_refuse_a_negative_budget() {
    LeannOptions defaults = LeannOptions.defaults();
    assertEquals(0, defaults.cacheBytes());
    assertThrows(IllegalArgumentException.class, () -> defaults.withCacheBytes(-1));
  }

  /** A model whose thread is interrupted while it embeds. */
  private record Interrupting(Embedder model) implements Embedder {
    @Override
    public List<float[]> embed(List<String> texts) {
      List<float[]> embedded = model.embed(texts);
      Thread.currentThread().interrupt();
      return embedded;
    }

    @Override
    public ModelIdentity identity() {
      return model.identity();
    }

    @Override
    public int maxTokens() {
      return model.maxTokens();
    }

    @Override
    public Tokenizer tokenizer() {
      return model.tokenizer();
    }

    @Override
    public int parallelism() {
      return model.parallelism();
    }

    @Override
    public void close() {}
  }
}
