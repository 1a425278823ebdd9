package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Tokenizer;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.testkit.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("random")
class ChunkerTest {
  private static final Tokenizer WORDS = new WordTokenizer();

  private static Document document(String text, Document.Layout layout) {
    return new Document(text, null, Positions.linesOf(text), new int[0], layout);
  }

  private static List<String> cut(String text, Document.Layout layout, int size, int overlap) {
    return new Chunker(WORDS, size, overlap)
        .cut(document(text, layout)).stream()
            .map(passage -> text.substring(passage.start(), passage.end()))
            .toList();
  }

  @Test
  void should_keep_its_promises_for_random_texts() {
    long base = Seeds.seed();
    for (int round = 0; round < 400; round++) {
      long seed = base + round;
      Random random = new Random(seed);
      int size = 8 + random.nextInt(60);
      int overlap = random.nextInt((size - 1) / 2);
      Document.Layout layout = Document.Layout.values()[random.nextInt(3)];
      String text = randomText(random, random.nextInt(4_000));
      EarlierCut cut =
          check(Seeds.repeat(seed), WORDS, text, layout, size, overlap, EarlierCut.NONE);
      for (int edits = 0; edits < 3; edits++) {
        text = edited(random, text);
        cut = check(Seeds.repeat(seed), WORDS, text, layout, size, overlap, cut);
      }
    }
  }

  @Test
  void should_keep_its_promises_with_the_bundled_model() {
    long base = Seeds.seed();
    try (OnnxEmbedder embedder = OnnxEmbedder.bundled()) {
      for (int round = 0; round < 60; round++) {
        long seed = base + round;
        Random random = new Random(seed);
        int size = 8 + random.nextInt(round % 10 == 0 ? 8 : 250);
        String text = randomText(random, random.nextInt(60_000));
        check(
            Seeds.repeat(seed),
            embedder.tokenizer(),
            text,
            Document.Layout.values()[random.nextInt(3)],
            size,
            size / 8,
            EarlierCut.NONE);
      }
    }
  }

  private static String edited(Random random, String text) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + random.nextInt(random.nextBoolean() ? 4 : 300));
    String more = randomText(random, random.nextInt(random.nextBoolean() ? 4 : 300));
    return text.substring(0, from) + more + text.substring(to);
  }

  private static EarlierCut check(
      String seed,
      Tokenizer tokenizer,
      String text,
      Document.Layout layout,
      int size,
      int overlap,
      EarlierCut earlier) {
    List<Slice> passages =
        new Chunker(tokenizer, size, overlap).cut(document(text, layout), earlier);
    assertEquals(text.isBlank(), passages.isEmpty(), seed);
    int end = 0;
    int start = -1;
    for (Slice passage : passages) {
      assertEquals(end, passage.fresh(), seed + ": nothing is lost and nothing counts twice");
      assertTrue(passage.start() <= passage.fresh() && passage.start() > start, seed);
      String slice = text.substring(passage.start(), passage.end());
      assertFalse(text.substring(passage.fresh(), passage.end()).isBlank(), seed + ": blank");
      int tokens = tokenizer.tokenEnds(slice).length;
      assertTrue(tokens <= size, seed + ": " + tokens + " tokens, not " + size);
      String repeated = text.substring(passage.start(), passage.fresh());
      assertTrue(tokenizer.tokenEnds(repeated).length <= overlap, seed + ": overlap");
      assertFalse(
          Character.isLowSurrogate(slice.charAt(0))
              && passage.start() > 0
              && Character.isHighSurrogate(text.charAt(passage.start() - 1)),
          seed + ": torn character");
      end = passage.end();
      start = passage.start();
    }
    assertEquals(passages.isEmpty() ? 0 : text.length(), end, seed);
    return new EarlierCut(text, passages.stream().map(Slice::end).toList());
  }

  private static String randomText(Random random, int length) {
    String[] pieces = {
      "word ",
      "Another ",
      "sentence. ",
      "end!\n",
      "\n\n",
      "    indented ",
      "# Heading\n",
      "\t",
      "x",
      "supercalifragilisticexpialidocious",
      "\uD83D\uDE00",
      "\u4f60\u597d\u3002",
      "    ",
      "a.b(c, d);\n",
      "}\n",
      "\r\n",
      "\uD83D",
      "- item\n",
      "====\n",
      "\u00e9t\u00e9 ",
      "\u0301",
      "\uFFFD",
      "42 ",
      "e.g. ",
      "-----BEGIN",
      "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4"
    };
    StringBuilder text = new StringBuilder();
    int favourite = random.nextInt(pieces.length);
    while (text.length() < length) {
      int i = random.nextInt(4) == 0 ? favourite : random.nextInt(pieces.length);
      text.append(pieces[i].repeat(random.nextInt(40) == 0 ? 1 + random.nextInt(300) : 1));
    }
    return text.toString();
  }

  @Test
  void should_end_at_paragraphs_rather_than_inside() {
    String first = "One two three four five six seven eight. Nine ten.\n\n";
    String second = "Eleven twelve thirteen. Fourteen fifteen sixteen seventeen.\n";
    assertEquals(List.of(first, second), cut(first + second, Document.Layout.WRAPPED, 16, 0));
  }

  @Test
  void should_not_leave_a_heading_behind() {
    String first = "One two three four five six seven eight nine.\n\n";
    String second = "# Title\n\nTen eleven twelve thirteen fourteen fifteen.\n";
    assertEquals(List.of(first, second), cut(first + second, Document.Layout.WRAPPED, 14, 0));
    String underlined = "Title\n=====\n\nTen eleven twelve thirteen fourteen fifteen.\n";
    assertEquals(first, cut(first + underlined, Document.Layout.WRAPPED, 18, 0).get(0));
  }

  @Test
  void should_end_at_sentences_where_lines_are_wrapped() {
    String text =
        "The first sentence is\nwrapped over lines. The second, e.g. this one\nwith Mr. J. Smith,"
            + " goes on\nfor very long.\n";
    List<String> passages = cut(text, Document.Layout.WRAPPED, 20, 0);
    assertEquals("The first sentence is\nwrapped over lines. ", passages.get(0));
  }

  @Test
  void should_end_code_between_functions() {
    String first = "int a() {\n\n    return 1;\n}\n\n";
    String second = "int b() {\n\n    return 2;\n}\n";
    assertEquals(List.of(first, second), cut(first + second, Document.Layout.CODE, 16, 0));
  }

  @Test
  void should_fill_passages() {
    String text = "The quick brown fox jumps over the lazy dog again. ".repeat(200);
    List<String> passages = cut(text, Document.Layout.WRAPPED, 100, 12);
    double mean =
        passages.stream().mapToInt(p -> WORDS.tokenEnds(p).length).average().orElseThrow();
    assertTrue(mean > 90, mean + " tokens a passage");
    passages.forEach(passage -> assertTrue(passage.startsWith("The quick"), passage));
  }

  @Test
  void should_balance_a_tiny_rest() {
    String text = "One two three four. ".repeat(21);
    List<String> passages = cut(text, Document.Layout.WRAPPED, 100, 0);
    assertEquals(2, passages.size());
    int last = WORDS.tokenEnds(passages.get(1)).length;
    assertTrue(last >= 40, last + " tokens");
  }

  @Test
  void should_repeat_the_end_of_the_passage_before() {
    String text = "One two three. Four five six. Seven eight nine. Ten eleven twelve. ".repeat(3);
    List<Slice> passages = new Chunker(WORDS, 20, 6).cut(document(text, Document.Layout.WRAPPED));
    for (int i = 1; i < passages.size(); i++) {
      Slice p = passages.get(i);
      List<String> sentences =
          List.of(
              "One two three. ", "Four five six. ", "Seven eight nine. ", "Ten eleven twelve. ");
      assertTrue(sentences.contains(text.substring(p.start(), p.fresh())));
    }
  }

  @Test
  void should_take_time_in_proportion() {
    List<String> texts = new ArrayList<>();
    texts.add("word ".repeat(400_000));
    texts.add("x".repeat(1_000_000));
    texts.add(" ".repeat(1_000_000) + "end" + "\n".repeat(1_000_000));
    texts.add("\uFFFD".repeat(500_000));
    long start = System.nanoTime();
    for (String text : texts) {
      cut(text, Document.Layout.WRAPPED, 256, 32);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    assertTrue(seconds < 10, seconds + " s");
  }

  @Test
  void should_never_cross_sections_and_leave_room_for_their_heads() {
    long base = Seeds.seed();
    for (int round = 0; round < 200; round++) {
      long seed = base + round;
      Random random = new Random(seed);
      int size = 12 + random.nextInt(60);
      int overlap = random.nextInt((size / 2 - 1) / 2);
      String text = randomText(random, random.nextInt(4_000));
      List<Section> sections = new ArrayList<>();
      for (int start = random.nextInt(50);
          start < text.length();
          start += random.nextInt(600) + 1) {
        if (!Character.isLowSurrogate(text.charAt(start))) {
          String head = random.nextBoolean() ? "" : "word ".repeat(random.nextInt(size)) + "\n";
          sections.add(new Section(start, head, Map.of("number", sections.size())));
        }
      }
      Document document =
          new Document(
              text,
              null,
              Positions.linesOf(text),
              new int[0],
              Document.Layout.WRAPPED,
              Map.of(),
              sections);
      StringBuilder whole = new StringBuilder();
      for (Slice slice : new Chunker(WORDS, size, overlap).cut(document)) {
        Section last = null;
        for (Section section : sections) {
          last = section.start() <= slice.start() ? section : last;
        }
        String repeat = Seeds.repeat(seed);
        assertEquals(
            last == null ? null : last.metadata(),
            slice.section() == null ? null : slice.section().metadata(),
            repeat);
        int next = last == null ? -1 : sections.indexOf(last);
        assertTrue(
            next + 1 == sections.size() || slice.end() <= sections.get(next + 1).start(), repeat);
        String head = slice.section() == null ? "" : slice.section().head();
        int tokens = WORDS.tokenEnds(head + text.substring(slice.start(), slice.end())).length;
        assertTrue(tokens <= size, tokens + " tokens, " + repeat);
        whole.append(text, slice.fresh(), slice.end());
      }
      assertEquals(text.replaceAll("\\s", ""), whole.toString().replaceAll("\\s", ""));
    }
  }
}
