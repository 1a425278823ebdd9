package dev.ragged.leann.internal.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Hit;
import dev.ragged.Metadata;
import dev.ragged.Metric;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.LeannVectorStore;
import dev.ragged.leann.internal.storage.Fields;
import dev.ragged.leann.internal.storage.Words;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FilterDirectoryReader;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often texts are read, which are what takes longest to read. */
class TextReadsTest {
  private static final int DIMENSION = 8;

  @TempDir Path folder;

  /** The documents whose texts were read, in order. */
  private final List<Integer> reads = new ArrayList<>();

  @BeforeEach
  void write() {
    try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(DIMENSION));
        VectorCollection texts = store.create(CollectionSpec.of("texts"))) {
      List<Passage> passages = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        passages.add(Passage.of("p" + i, "ferry number n" + i, Metadata.of("n", i)));
      }
      texts.add(passages);
    }
  }

  /** Counts every text that somebody asks for. */
  private final class CountingReader extends FilterDirectoryReader {
    CountingReader(DirectoryReader in) throws IOException {
      super(
          in,
          new SubReaderWrapper() {
            @Override
            public LeafReader wrap(LeafReader reader) {
              return counting(reader);
            }
          });
    }

    @Override
    protected DirectoryReader doWrapDirectoryReader(DirectoryReader in) throws IOException {
      return new CountingReader(in);
    }

    @Override
    public CacheHelper getReaderCacheHelper() {
      return in.getReaderCacheHelper();
    }
  }

  private LeafReader counting(LeafReader reader) {
    return new FilterLeafReader(reader) {
      @Override
      public StoredFields storedFields() throws IOException {
        StoredFields stored = in.storedFields();
        return new StoredFields() {
          @Override
          public void document(int doc, StoredFieldVisitor visitor) throws IOException {
            FieldInfo text = getFieldInfos().fieldInfo(Fields.TEXT);
            if (visitor.needsField(text) == StoredFieldVisitor.Status.YES) {
              reads.add(doc);
            }
            stored.document(doc, visitor);
          }
        };
      }

      @Override
      public CacheHelper getCoreCacheHelper() {
        return in.getCoreCacheHelper();
      }

      @Override
      public CacheHelper getReaderCacheHelper() {
        return in.getReaderCacheHelper();
      }
    };
  }

  @FunctionalInterface
  private interface Reading {
    void read(IndexSearcher searcher) throws IOException;
  }

  private void read(Reading reading) throws IOException {
    try (Directory directory = FSDirectory.open(folder.resolve("texts/index"));
        DirectoryReader reader = new CountingReader(DirectoryReader.open(directory))) {
      reading.read(new IndexSearcher(reader));
    }
  }

  @Test
  void should_read_no_text_for_metadata() throws IOException {
    List<Metadata> shown = new ArrayList<>();
    read(
        searcher ->
            assertEquals(
                300, new CollectionPages(searcher).metadata(new MatchAllDocsQuery(), shown::add)));
    assertEquals(300, shown.stream().distinct().count());
    assertEquals(List.of(), reads);
  }

  @Test
  void should_read_each_text_of_a_search_once() throws IOException {
    SearchRequest request =
        SearchRequest.text("ferry number n7").withMode(SearchMode.VECTOR).withK(5);
    read(
        searcher -> {
          SearchResult result =
              new CollectionSearch(
                      searcher,
                      Words.analyzer(Words.LATEST),
                      new WordsEmbedder(DIMENSION),
                      VectorCache.NONE,
                      request,
                      SearchMode.VECTOR,
                      Metric.COSINE,
                      null)
                  .run(DIMENSION);
          assertEquals(5, result.hits().size());
          assertEquals("ferry number n7", result.hits().get(0).text());
          assertTrue(result.stats().recomputed() >= 5);
          assertTrue(result.hits().stream().allMatch(Hit::exact));
          assertEquals(result.stats().recomputed(), reads.size());
          assertEquals(reads.size(), reads.stream().distinct().count());
        });
  }
}
