package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.testkit.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What of a text is cut anew after an edit. */
@Tag("random")
class EarlierCutTest {
  private static final int SIZE = 60;

  private final Chunker chunker = new Chunker(new WordTokenizer(), SIZE, 8);

  private List<Slice> cut(String text, EarlierCut earlier) {
    return chunker.cut(
        new Document(text, null, Positions.linesOf(text), new int[0], Document.Layout.WRAPPED),
        earlier);
  }

  private static EarlierCut earlier(String text, List<Slice> slices) {
    return new EarlierCut(text, slices.stream().map(Slice::end).toList());
  }

  private static Set<String> texts(String text, List<Slice> slices) {
    Set<String> texts = new HashSet<>();
    slices.forEach(slice -> texts.add(text.substring(slice.start(), slice.end())));
    return texts;
  }

  private static String paragraph(Random random) {
    StringBuilder text = new StringBuilder();
    if (random.nextInt(6) == 0) {
      text.append("## Section ").append(random.nextInt(10_000)).append("\n\n");
    }
    for (int sentences = 1 + random.nextInt(6); sentences > 0; sentences--) {
      text.append("Sentence ").append(random.nextInt(10_000)).append(" has");
      text.append(" words".repeat(random.nextInt(14)))
          .append(random.nextInt(4) == 0 ? ".\n" : ". ");
    }
    return text.append("\n\n").toString();
  }

  private static void edit(Random random, List<String> paragraphs) {
    int at = random.nextInt(paragraphs.size());
    switch (random.nextInt(4)) {
      case 0 -> paragraphs.add(at, paragraph(random));
      case 1 -> paragraphs.remove(at);
      case 2 -> paragraphs.set(at, paragraph(random));
      default -> paragraphs.set(at, paragraphs.get(at).replaceFirst("Sentence", "One sentence"));
    }
  }

  @Test
  void should_cut_anew_only_what_is_around_an_edit() {
    long base = Seeds.seed();
    int edits = 0;
    int all = 0;
    int most = 0;
    int without = 0;
    for (int round = 0; round < 40; round++) {
      Random random = new Random(base + round);
      List<String> paragraphs = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        paragraphs.add(paragraph(random));
      }
      String text = String.join("", paragraphs);
      List<Slice> slices = cut(text, EarlierCut.NONE);
      for (int i = 0; i < 50; i++) {
        edit(random, paragraphs);
        String now = String.join("", paragraphs);
        List<Slice> anew = cut(now, earlier(text, slices));
        Set<String> embedded = texts(now, anew);
        embedded.removeAll(texts(text, slices));
        assertTrue(
            embedded.size() <= 4,
            Seeds.repeat(base + round) + " edit " + i + ": " + embedded.size() + " embedded");
        Set<String> otherwise = texts(now, cut(now, EarlierCut.NONE));
        otherwise.removeAll(texts(text, cut(text, EarlierCut.NONE)));
        edits++;
        all += embedded.size();
        most = Math.max(most, embedded.size());
        without += otherwise.size();
        text = now;
        slices = anew;
      }
      int fresh = cut(text, EarlierCut.NONE).size();
      assertTrue(slices.size() <= fresh * 1.4, slices.size() + " passages, anew " + fresh);
    }
    System.out.printf(
        "%d edits: %.2f passages embedded for each, at most %d; %.2f if all is cut anew%n",
        edits, all / (double) edits, most, without / (double) edits);
    assertTrue(all * 1.2 < without);
  }

  @Test
  void should_keep_all_of_a_text_that_is_the_same() {
    Random random = new Random(Seeds.seed());
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      text.append(paragraph(random));
    }
    List<Slice> slices = cut(text.toString(), EarlierCut.NONE);
    assertEquals(slices, cut(text.toString(), earlier(text.toString(), slices)));
  }
}
