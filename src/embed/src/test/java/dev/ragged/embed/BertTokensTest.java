package dev.ragged.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import dev.ragged.Utf8;
import dev.ragged.testkit.Seeds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Our tokenizer beside the original. */
@Tag("random")
class BertTokensTest {
  private static final String[] PIECES = {
    " ",
    "  ",
    "\t",
    "\r\n",
    "\u00a0",
    "\u3000",
    "\u0085",
    "[SEP]",
    "[MASK]",
    "[SE",
    "[[CLS]]",
    "##ing",
    "-",
    "...",
    "\u2014",
    "$1,000.50",
    "caf\u00e9",
    "cafe\u0301",
    "\u0130stanbul",
    "STRASSE",
    "stra\u00dfe",
    "\u5927\u7406",
    "\uac00\ub098\ub2e4",
    "\ud83c\udf75",
    "\u200b",
    "\u200d",
    "\ufeff",
    "\ufffd",
    "\u0000",
    "\ud800",
    "\udc00",
    "\u0928\u092e\u0938\u094d\u0924\u0947",
    "\u0e40\u0e23\u0e37\u0e2d",
    "http://example.org/a?b=c",
    "camelCaseName",
    "don't",
    "x_y"
  };

  /** From here on are Chinese characters, those for private use and those that are none. */
  private static final int ALIKE = 0x20000;

  /** A tokenizer without a model. */
  private record TokenizerOnly(byte[] json) implements ModelFiles {
    @Override
    public InputStream tokenizer() {
      return new ByteArrayInputStream(json);
    }

    @Override
    public ForwardPass load() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<String> digests() {
      throw new UnsupportedOperationException();
    }
  }

  /** A vocabulary of single characters, all but those that a normalizer treats like many others. */
  private static ModelFiles singleCharacters(String normalizer) {
    Map<String, Integer> vocabulary = new LinkedHashMap<>();
    vocabulary.put("[UNK]", 0);
    for (int c = 33; c < ALIKE; c++) {
      boolean alike = c >= 0x3400 && c < 0xF900;
      if (!alike) {
        vocabulary.put(Character.toString(c), vocabulary.size());
        vocabulary.put("##" + Character.toString(c), vocabulary.size());
      }
    }
    String json =
        "{\"version\":\"1.0\",\"truncation\":null,\"padding\":null,\"added_tokens\":[],"
            + "\"normalizer\":{\"type\":\"BertNormalizer\","
            + normalizer
            + "},\"pre_tokenizer\":{\"type\":\"BertPreTokenizer\"},\"post_processor\":"
            + "{\"type\":\"BertProcessing\",\"sep\":[\"b\",5],\"cls\":[\"a\",3]},"
            + "\"decoder\":null,\"model\":{\"type\":\"WordPiece\",\"unk_token\":\"[UNK]\","
            + "\"continuing_subword_prefix\":\"##\",\"max_input_chars_per_word\":100,\"vocab\":"
            + new Gson().toJson(vocabulary)
            + "}}";
    return new TokenizerOnly(json.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertSame(ModelTokens original, ModelTokens ours, String text, String how) {
    assertArrayEquals(original.ids(text), ours.ids(text), () -> how + shown(text));
    assertArrayEquals(original.tokenEnds(text), ours.tokenEnds(text), () -> how + shown(text));
    assertEquals(original.pieces(text), ours.pieces(text), () -> how + shown(text));
  }

  private static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.chars()
        .forEach(c -> shown.append(c < 0x7f && c > 31 ? "" + (char) c : "\\u%04x".formatted(c)));
    return shown.toString();
  }

  private static String randomText(Random random) {
    StringBuilder text = new StringBuilder();
    int parts = 1 + random.nextInt(40);
    int block = random.nextInt(0x3200);
    for (int i = 0; i < parts; i++) {
      switch (random.nextInt(8)) {
        case 0, 1 -> text.append(PIECES[random.nextInt(PIECES.length)]);
        case 2 -> text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
        case 3 -> text.appendCodePoint(random.nextInt(0x20000));
        case 4 -> text.appendCodePoint(block + random.nextInt(64));
        case 5 -> text.appendCodePoint(0x300 + random.nextInt(0x70));
        case 6 ->
            text.append(Character.toString('a' + random.nextInt(26)).repeat(random.nextInt(110)));
        default -> {
          for (int length = random.nextInt(12); length > 0; length--) {
            text.append((char) (random.nextInt(4) == 0 ? ' ' : 33 + random.nextInt(94)));
          }
        }
      }
    }
    return text.toString();
  }

  @Test
  void should_give_random_texts_the_tokens_of_the_original() {
    long seed = Seeds.seed();
    Random random = new Random(seed);
    try (ModelTokens original = HuggingFaceTokens.load(new BundledFiles());
        ModelTokens ours = ModelTokens.load(new BundledFiles())) {
      assertInstanceOf(BertTokens.class, ours);
      assertArrayEquals(original.before(), ours.before());
      assertArrayEquals(original.after(), ours.after());
      for (int i = 0; i < 3_000; i++) {
        String text = randomText(random);
        assertSame(original, ours, text, Seeds.repeat(seed) + "text " + i + ": ");
      }
    }
  }

  @Test
  void should_take_every_character_for_what_the_original_does() {
    String all = normalizer(true, true, "null", true);
    for (String normalizer :
        List.of(
            all,
            normalizer(true, true, "null", false),
            normalizer(false, false, "true", false),
            normalizer(false, false, "false", true))) {
      ModelFiles files = singleCharacters(normalizer);
      try (ModelTokens original = HuggingFaceTokens.load(files);
          ModelTokens ours = ModelTokens.load(files)) {
        assertInstanceOf(BertTokens.class, ours);
        assertArrayEquals(original.before(), ours.before());
        assertArrayEquals(original.after(), ours.after());
        // The other normalizers treat what comes later as the first does.
        int end = normalizer.equals(all) ? Character.MAX_CODE_POINT : ALIKE;
        for (int from = 0; from <= end; from += 512) {
          StringBuilder text = new StringBuilder();
          for (int c = from; c < from + 512; c++) {
            text.append('a').appendCodePoint(c).append("b ");
          }
          String block = Utf8.wellFormed(text.toString());
          ModelTokens.Encoded expected = original.encode(block);
          ModelTokens.Encoded encoded = ours.encode(block);
          String what = normalizer + " from " + Integer.toHexString(from);
          assertArrayEquals(expected.ids(), encoded.ids(), what);
          assertArrayEquals(expected.ends(), encoded.ends(), what);
        }
      }
    }
  }

  private static String normalizer(boolean clean, boolean apart, String strip, boolean lower) {
    return "\"clean_text\":%b,\"handle_chinese_chars\":%b,\"strip_accents\":%s,\"lowercase\":%b"
        .formatted(clean, apart, strip, lower);
  }

  @Test
  void should_put_marks_in_the_order_of_the_original() throws IOException {
    List<String> marks = new ArrayList<>();
    try (InputStream table = BertCharacters.class.getResourceAsStream("bert-characters.txt")) {
      for (String line : new String(table.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (line.startsWith("order ")) {
          Arrays.stream(line.split("\t"))
              .skip(1)
              .map(range -> Character.toString(Integer.parseInt(range.split("-")[0], 16)))
              .forEach(marks::add);
        }
      }
    }
    assertTrue(marks.size() > 50, () -> marks.size() + " marks");
    marks.add("\u0301"); // left out, and no obstacle
    marks.add("\u093e"); // does not move
    marks.add("\u0902"); // left out, but nothing moves over it
    ModelFiles files = singleCharacters(normalizer(true, true, "null", true));
    try (ModelTokens original = HuggingFaceTokens.load(files);
        ModelTokens ours = ModelTokens.load(files)) {
      for (String first : marks) {
        for (String second : marks) {
          for (String between : List.of("", "\u0301", "\u0902")) {
            String text = "a" + first + between + second;
            assertArrayEquals(original.ids(text), ours.ids(text), () -> shown(text));
          }
        }
      }
    }
  }

  /** Of a folder that is named with {@code -Dragged.texts=FOLDER}. */
  @Test
  void should_give_the_lines_of_given_files_the_tokens_of_the_original() throws IOException {
    String folder = System.getProperty("ragged.texts");
    assumeTrue(folder != null, "-Dragged.texts names no folder");
    long lines = 0;
    try (ModelTokens original = HuggingFaceTokens.load(new BundledFiles());
        ModelTokens ours = ModelTokens.load(new BundledFiles());
        Stream<Path> files = Files.walk(Path.of(folder))) {
      for (Path file :
          files.filter(each -> each.toString().matches(".*\\.(jsonl|tsv|txt)")).toList()) {
        for (String line : Files.readAllLines(file)) {
          assertSame(original, ours, line, file + ": ");
          lines++;
        }
      }
    }
    System.out.println(lines + " lines have the tokens of the original");
  }

  @Test
  void should_give_a_long_text_the_tokens_of_its_parts() {
    String sentence = "Unbelievably, \ud83c\udf75 tea grows in \u5927\u7406. ";
    int times = 3_000; // many blocks, whose ends fall anywhere in the sentence
    try (ModelTokens original = HuggingFaceTokens.load(new BundledFiles());
        ModelTokens ours = ModelTokens.load(new BundledFiles())) {
      for (ModelTokens tokens : List.of(original, ours)) {
        long[] once = tokens.ids(sentence);
        long[] ids = tokens.ids(sentence.repeat(times));
        assertEquals(times * once.length, ids.length);
        for (int i = 0; i < times; i++) {
          assertArrayEquals(
              once, Arrays.copyOfRange(ids, i * once.length, (i + 1) * once.length), "time " + i);
        }
      }
    }
  }
}
