package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.VectorCollection;
import dev.ragged.testkit.ReferenceVectorStore;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is embedded of a file that changed. */
class EditedFilesTest {
  private final WordsEmbedder embedder = new WordsEmbedder(16);
  @TempDir Path folder;

  @Test
  void should_embed_what_changed_and_little_around_it() throws IOException {
    List<String> paragraphs = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      paragraphs.add("Paragraph " + i + " has " + "some words ".repeat(1 + i * 7 % 5) + ".");
    }
    try (ReferenceVectorStore store =
        ReferenceVectorStore.open(new ReferenceVectorStore.Place(), embedder)) {
      VectorCollection collection = store.create(CollectionSpec.of("texts"));
      int all = embedded(collection, paragraphs);
      assertEquals(collection.count(Filter.all()), all);
      assertTrue(all > 50, all + " passages");
      paragraphs.set(20, paragraphs.get(20) + " And one more sentence.");
      requireFew(embedded(collection, paragraphs));
      paragraphs.add(20, "A paragraph that was not there.");
      requireFew(embedded(collection, paragraphs));
      assertEquals(1, collection.count(new Filter.TextContains("Paragraph 59 ")));
      paragraphs.remove(60);
      assertTrue(embedded(collection, paragraphs) <= 4);
      assertEquals(0, collection.count(new Filter.TextContains("Paragraph 59 ")));
      assertEquals(0, embedded(collection, paragraphs));
    }
  }

  private static void requireFew(int embedded) {
    assertTrue(embedded >= 1 && embedded <= 4, embedded + " texts embedded");
  }

  private int embedded(VectorCollection collection, List<String> paragraphs) throws IOException {
    Files.writeString(folder.resolve("notes.txt"), String.join("\n\n", paragraphs));
    int before = embedder.embedded().get();
    new Ingester(
            collection,
            new WordTokenizer(),
            embedder.maxTokens(),
            IngestFixture.OPTIONS,
            IngestListener.NONE)
        .add(List.of(folder));
    return embedder.embedded().get() - before;
  }
}
