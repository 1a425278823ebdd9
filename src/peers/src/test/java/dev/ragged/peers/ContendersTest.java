package dev.ragged.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.eval.Contender;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The Java libraries, compared with exact search. */
class ContendersTest {
  private static final int PASSAGES = 60;
  private static final int DIMENSION = 8;
  private static final int CANDIDATES = 64;

  @TempDir Path dir;

  private final RandomVectors data = new RandomVectors(PASSAGES, DIMENSION);

  @ParameterizedTest
  @EnumSource(LuceneContender.Encoding.class)
  void should_measure_lucene(LuceneContender.Encoding encoding) throws IOException {
    try (Contender lucene = new LuceneContender(dir, encoding, CANDIDATES)) {
      // There are as many candidates as passages; fewer bits are rough for only eight dimensions.
      double minRecall = encoding == LuceneContender.Encoding.FLOAT32 ? 0.999 : 0.4;
      double recall = data.recall(lucene);
      assertTrue(recall > minRecall, encoding + ": " + recall);
      // Codes are rescored by the vectors.
      List<Contender.Variant> efforts = lucene.efforts();
      double least = data.recall(efforts.get(0));
      double most = data.recall(efforts.get(efforts.size() - 1));
      assertEquals(1, most, 1e-9);
      assertTrue(least < most, encoding + ": " + least);
      Contender.Footprint footprint = lucene.finish();
      assertTrue(footprint.bytes().get("vectors") > PASSAGES * DIMENSION * Float.BYTES);
      assertTrue(footprint.bytes().get("text") > 0);
    }
  }

  @Test
  void should_search_by_english_words() throws IOException {
    List<String> texts =
        List.of("The cats were sleeping.", "A dog barks.", "One cat sleeps twice.");
    try (Contender words = new LuceneWordsContender(dir)) {
      assertTrue(words.index(texts, List.of()) > 0);
      Contender.Search search = words.variants().get(0).search();
      // Shorter texts and rarer words score higher; endings do not count.
      assertEquals(List.of(0, 2), search.run(query("a sleeping cat"), 3).ids());
      assertEquals(List.of(0), search.run(query("a sleeping cat"), 1).ids());
      assertEquals(List.of(1), search.run(query("dog's"), 3).ids());
      assertEquals(List.of(), search.run(query("the"), 3).ids(), "a stop word");
      assertEquals(List.of(), search.run(query("+ - && (\""), 3).ids());
      assertTrue(words.finish().bytes().get("lexical") > 0);
    }
  }

  private static Contender.Query query(String text) {
    return new Contender.Query(text, null, 0);
  }

  @Test
  void should_measure_jvector() throws IOException {
    try (Contender jvector = new JVectorContender(dir, CANDIDATES)) {
      double recall = data.recall(jvector);
      assertTrue(recall > 0.999, String.valueOf(recall));
      List<Contender.Variant> efforts = jvector.efforts();
      assertEquals("3 candidates, rescored", efforts.get(0).name());
      assertEquals(1, data.recall(efforts.get(efforts.size() - 1)), 1e-9);
      assertTrue(jvector.version().startsWith("JVector 4."), jvector.version());
      Contender.Footprint footprint = jvector.finish();
      assertTrue(footprint.bytes().get("vectors") > PASSAGES * DIMENSION * Float.BYTES);
    }
  }
}
