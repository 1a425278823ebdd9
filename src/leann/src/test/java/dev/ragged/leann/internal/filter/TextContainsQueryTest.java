package dev.ragged.leann.internal.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.Passage;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.LeannVectorStore;
import dev.ragged.testkit.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Words narrow a search for a part of a text; whatever the analyzer makes of both, none is lost.
 */
@Tag("random")
class TextContainsQueryTest {
  /** What splits, joins and pairs words in Unicode's rules (UAX 29), and what cuts them. */
  private static final List<String> PARTS =
      List.of(
          "a",
          "B",
          "word",
          "1",
          "23",
          ".",
          ",",
          "'",
          "\"",
          ":",
          "_",
          "-",
          " ",
          "\n",
          "\u0301",
          "\u200D",
          "\uFE0F",
          "\u20E3",
          "\u00AD",
          "\u05D0",
          "\u05D1",
          "\u30AB",
          "\u304B",
          "\u6F22",
          "\uD55C",
          "\u1100",
          "\u1161",
          "\u0E44",
          "\u0E17",
          "\uD83C\uDDE9",
          "\uD83C\uDDEA",
          "\uD83C\uDDEB",
          "\uD83D\uDE00",
          "\uD83D\uDC69",
          "\uD83D\uDCBB",
          "\uD83D\uDC4D",
          "\uD83C\uDFFD",
          "\u00E9",
          "\u00C9",
          "\u0130",
          "\u03A3",
          "\u00DF",
          "\uD801\uDC00",
          "\uD801\uDC28",
          "?",
          "*",
          "\\",
          "x".repeat(250));

  @TempDir Path folder;

  @Test
  void should_miss_no_text_whatever_the_words_are() {
    long seed = Seeds.seed();
    Random random = new Random(seed);
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        text.append(PARTS.get(random.nextInt(PARTS.size())));
      }
      texts.add(text.toString());
    }
    try (VectorStore store = LeannVectorStore.open(folder, null)) {
      VectorCollection collection = store.create(CollectionSpec.of("texts", 1));
      List<Passage> passages = new ArrayList<>();
      for (String text : texts) {
        passages.add(new Passage("r" + passages.size(), text, null, new float[] {1}));
      }
      collection.add(passages);
      for (int i = 0; i < 1_000; i++) {
        String text = texts.get(random.nextInt(texts.size()));
        int from =
            text.offsetByCodePoints(0, random.nextInt(text.codePointCount(0, text.length())));
        int rest = text.codePointCount(from, text.length());
        String part =
            text.substring(
                from, text.offsetByCodePoints(from, 1 + random.nextInt(Math.min(rest, 20))));
        long expected = texts.stream().filter(t -> t.contains(part)).count();
        assertEquals(
            expected,
            collection.count(new Filter.TextContains(part)),
            () -> "seed " + seed + ": '" + part + "' of '" + text + "'");
      }
    }
  }
}
