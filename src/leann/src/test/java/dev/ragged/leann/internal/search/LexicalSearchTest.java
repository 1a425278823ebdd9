package dev.ragged.leann.internal.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.leann.internal.storage.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.junit.jupiter.api.Test;

class LexicalSearchTest {
  private final StandardAnalyzer analyzer = new StandardAnalyzer();

  private float[] bm25(List<List<String>> segments, String question, int... docs)
      throws IOException {
    try (Directory directory = new ByteBuffersDirectory()) {
      write(directory, segments);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        return new LexicalSearch(new IndexSearcher(reader), analyzer, question).bm25(docs);
      }
    }
  }

  private void write(Directory directory, List<List<String>> segments) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig(analyzer).setMergePolicy(NoMergePolicy.INSTANCE);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (List<String> texts : segments) {
        for (String text : texts) {
          Document document = new Document();
          if (text != null) {
            document.add(new TextField(Fields.TEXT, text, Store.NO));
          }
          writer.addDocument(document);
        }
        writer.commit();
      }
    }
  }

  @Test
  void should_have_nothing_where_no_word_or_no_text_is() throws IOException {
    var segments = List.of(List.of("apple pie", "pear cake"), List.of("plum jam"));
    assertArrayEquals(new float[] {0, 0, 0}, bm25(segments, "quince", 0, 1, 2));
    assertArrayEquals(new float[] {0, 0, 0}, bm25(segments, "?!", 2, 1, 0));
    List<String> noText = new ArrayList<>();
    noText.add(null);
    assertArrayEquals(new float[] {0}, bm25(List.of(noText), "apple", 0));
    assertEquals(0, bm25(segments, "pear", 0)[0]);
  }

  /** In three passages "where" is as rare as "orchid". */
  @Test
  void should_weigh_words_that_every_question_has_less() throws IOException {
    String plants = "The orchid needs moist air, and herbs want a sunny balcony and little water.";
    var segments = List.of(List.of("Where does it hurt?", plants, "Bring the key."));
    float[] scores = bm25(segments, "Where does the orchid stand?", 0, 1, 2);
    assertTrue(scores[1] > scores[0] && scores[0] > 0 && scores[2] > 0, Arrays.toString(scores));
  }

  /** As Lucene's own search ranks them, for candidates in any order and over segments. */
  @Test
  void should_agree_with_the_lexical_search() throws IOException {
    long seed = 5;
    Random random = new Random(seed);
    List<List<String>> segments = new ArrayList<>();
    for (int segment = 0; segment < 4; segment++) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        StringBuilder text = new StringBuilder();
        for (int words = 1 + random.nextInt(20); words > 0; words--) {
          text.append((char) ('a' + (int) Math.abs(6 * random.nextGaussian()) % 26)).append("x ");
        }
        texts.add(text.toString());
      }
      segments.add(texts);
    }
    String question = "kx mx zx, nowhere KX";
    int[] docs = IntStream.range(0, 200).filter(doc -> doc % 3 > 0).map(doc -> 199 - doc).toArray();
    try (Directory directory = new ByteBuffersDirectory()) {
      write(directory, segments);
      try (DirectoryReader reader = DirectoryReader.open(directory)) {
        IndexSearcher searcher = new IndexSearcher(reader);
        LexicalSearch search = new LexicalSearch(searcher, analyzer, question);
        float[] scores = search.bm25(docs);
        float[] expected = new float[200];
        for (ScoreDoc hit : search.best(new MatchAllDocsQuery(), 200)) {
          expected[hit.doc] = hit.score;
        }
        double weights = 0;
        for (String word : Set.of("kx", "mx", "zx")) {
          long with =
              segments.stream()
                  .flatMap(List::stream)
                  .filter(text -> List.of(text.split(" ")).contains(word))
                  .count();
          weights += Math.log(1 + (200 - with + 0.5) / (with + 0.5));
        }
        weights += Math.log(1 + 200.5 / 0.5); // "nowhere" is nowhere, so it weighs most
        assertEquals(weights, search.weight(), 1e-6);
        for (int i = 0; i < docs.length; i++) {
          assertEquals(expected[docs[i]], scores[i], 1e-5, "seed " + seed + ", " + i);
        }
      }
    }
  }
}
