package dev.ragged.embed;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * Asks the original tokenizer what it does to each character of Unicode, and writes the table that
 * {@link BertCharacters} reads. The original's tables are of several versions of Unicode, none of
 * which need be Java's. Takes a minute. Argument: the file to write.
 */
final class BertCharactersWriter {
  private static final String BYTES =
      "{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"trim_offsets\":false,"
          + "\"use_regex\":false}";

  /** One mark of each canonical combining class, in ascending order. */
  private static final List<Integer> MARK_OF_EACH_CLASS =
      List.of(
          0x0334, 0x093C, 0x3099, 0x094D, 0x05B0, 0x05B1, 0x05B2, 0x05B3, 0x05B4, 0x05B5, 0x05B6,
          0x05B7, 0x05B8, 0x05B9, 0x05BB, 0x05BC, 0x05BD, 0x05BF, 0x05C1, 0x05C2, 0xFB1E, 0x064B,
          0x064C, 0x064D, 0x064E, 0x064F, 0x0650, 0x0651, 0x0652, 0x0670, 0x0711, 0x0C55, 0x0C56,
          0x0E38, 0x0E48, 0x0EB8, 0x0EC8, 0x0F71, 0x0F72, 0x0F74, 0x0321, 0x1DCE, 0x031B, 0x1DFA,
          0x0316, 0x059A, 0x302E, 0x1D16D, 0x05AE, 0x0301, 0x0315, 0x035C, 0x035D, 0x0345);

  private final HuggingFaceTokenizer cleaning = normalizer(true, false, false, false);
  private final HuggingFaceTokenizer spacing = normalizer(false, true, false, false);
  private final HuggingFaceTokenizer stripping = normalizer(false, false, true, false);
  private final HuggingFaceTokenizer lowering = normalizer(false, false, false, true);
  private final HuggingFaceTokenizer decomposing = tokenizer("{\"type\":\"NFD\"}", BYTES);
  private final HuggingFaceTokenizer splitting =
      tokenizer(
          "null",
          "{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"BertPreTokenizer\"},"
              + BYTES
              + "]}");

  private BertCharactersWriter() throws IOException {}

  public static void main(String[] args) throws IOException {
    HuggingFaceTokens.load(new BundledFiles()).close(); // for its settings
    new BertCharactersWriter().write(Path.of(args[0]));
  }

  private void write(Path file) throws IOException {
    try (PrintWriter out = new PrintWriter(file.toFile(), StandardCharsets.UTF_8)) {
      out.print(
          "# What Hugging Face's tokenizers 0.21.4 do to characters, as BertCharactersWriter\n");
      out.print("# found by asking them. Code points in hexadecimal, from-to.\n");
      ranges(out, "removed", c -> normal(cleaning, c).isEmpty());
      ranges(out, "blank", c -> normal(cleaning, c).equals(" "));
      ranges(out, "apart", c -> !normal(spacing, c).equals(Character.toString(c)));
      ranges(out, "mark", c -> normal(stripping, c).isEmpty());
      ranges(out, "separator", c -> words(c) == 1);
      ranges(out, "punctuation", c -> words(c) == 2);
      int[] orders = new int[Character.MAX_CODE_POINT + 1];
      Arrays.setAll(orders, this::order);
      for (int i = 1; i <= MARK_OF_EACH_CLASS.size(); i++) {
        int order = i;
        ranges(out, "order " + order, c -> orders[c] == order);
      }
      mappings(out, "decomposed", stripping);
      mappings(out, "lower", lowering);
    }
  }

  private static void ranges(PrintWriter out, String name, IntPredicate has) {
    StringBuilder line = new StringBuilder(name);
    int from = -1;
    for (int c = 0; c <= Character.MAX_CODE_POINT + 1; c++) {
      boolean in = c <= Character.MAX_CODE_POINT && isScalar(c) && has.test(c);
      if (in && from < 0) {
        from = c;
      } else if (!in && from >= 0) {
        line.append('\t').append(Integer.toHexString(from));
        line.append('-').append(Integer.toHexString(c - 1));
        from = -1;
      }
    }
    if (line.length() > name.length()) {
      out.print(line.append('\n'));
    }
  }

  /** Those that become others, but for the syllables of Hangul, which a formula decomposes. */
  private static void mappings(PrintWriter out, String name, HuggingFaceTokenizer by) {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (isScalar(c) && !(c >= 0xAC00 && c <= 0xD7A3)) {
        String to = normal(by, c);
        if (!to.isEmpty() && !to.equals(Character.toString(c))) {
          out.print(name + "\t" + Integer.toHexString(c) + "\t" + hex(to) + "\n");
        }
      }
    }
  }

  private static String hex(String text) {
    return text.codePoints().mapToObj(Integer::toHexString).collect(Collectors.joining(" "));
  }

  private static boolean isScalar(int c) {
    return c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE;
  }

  /** The position of a mark's combining class among all; 0 for a character that never moves. */
  private int order(int c) {
    int type = Character.getType(c);
    if (type != Character.NON_SPACING_MARK && type != Character.COMBINING_SPACING_MARK) {
      return 0;
    }
    int lower = 0;
    boolean moves = false;
    for (int other : MARK_OF_EACH_CLASS) {
      moves |= isReordered(other, c) || isReordered(c, other);
      lower += isReordered(c, other) ? 1 : 0;
    }
    return moves ? lower + 1 : 0;
  }

  private boolean isReordered(int first, int second) {
    String pair = Character.toString(first) + Character.toString(second);
    return !normal(decomposing, pair).equals(pair);
  }

  /** How many more words there are with the character between two letters. */
  private int words(int c) {
    Encoding encoding = splitting.encode("a" + Character.toString(c) + "b", false, false);
    long[] words = encoding.getWordIds();
    return (int) words[words.length - 1];
  }

  private static String normal(HuggingFaceTokenizer tokenizer, int c) {
    return normal(tokenizer, Character.toString(c));
  }

  private static String normal(HuggingFaceTokenizer tokenizer, String text) {
    long[] ids = tokenizer.encode(text, false, false).getIds();
    byte[] bytes = new byte[ids.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ids[i];
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static HuggingFaceTokenizer normalizer(
      boolean clean, boolean apart, boolean strip, boolean lower) throws IOException {
    return tokenizer(
        "{\"type\":\"BertNormalizer\",\"clean_text\":%b,\"handle_chinese_chars\":%b,\"strip_accents\":%b,\"lowercase\":%b}"
            .formatted(clean, apart, strip, lower),
        BYTES);
  }

  /** One whose tokens are the bytes of the normalised text. */
  private static HuggingFaceTokenizer tokenizer(String normalizer, String preTokenizer)
      throws IOException {
    StringBuilder vocabulary = new StringBuilder();
    int others = 0;
    for (int b = 0; b < 256; b++) {
      boolean itself = b >= 33 && b <= 126 || b >= 161 && b <= 172 || b >= 174;
      char letter = (char) (itself ? b : 256 + others++);
      vocabulary.append(b == 0 ? "\"" : ",\"").append(letter == '"' || letter == '\\' ? "\\" : "");
      vocabulary.append(letter).append("\":").append(b);
    }
    String json =
        "{\"version\":\"1.0\",\"truncation\":null,\"padding\":null,\"added_tokens\":[],\"normalizer\":"
            + normalizer
            + ",\"pre_tokenizer\":"
            + preTokenizer
            + ",\"post_processor\":null,\"decoder\":null,\"model\":{\"type\":\"BPE\",\"vocab\":{"
            + vocabulary
            + "},\"merges\":[]}}";
    return HuggingFaceTokenizer.newInstance(
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), Map.of());
  }
}
