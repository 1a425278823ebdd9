package dev.ragged.embed;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.ragged.RaggedException;
import dev.ragged.Tokenizer;
import dev.ragged.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Pattern;

/** A Hugging Face tokenizer that never truncates and never pads. */
final class HuggingFaceTokens implements Tokenizer, AutoCloseable {
  static {
    // Otherwise DJL reports to its maker on first use and may download a library for the GPU. A
    // local-first tool does neither.
    setIfUnset("OPT_OUT_TRACKING", "true");
    setIfUnset("ai.djl.offline", "true");
  }

  /** What vocabularies call a word that they lack; those of bytes lack none. */
  private static final Set<String> UNKNOWN = Set.of("[UNK]", "<unk>");

  /** What vocabularies put before the first or the other pieces of a word. */
  private static final Pattern WORD_MARK = Pattern.compile("^(##|\u2581|\u0120)");

  /** Shared by those who tokenise, so that closing waits for them; else the process would crash. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private final HuggingFaceTokenizer tokenizer;
  private boolean closed;
  private final long[] before;
  private final long[] after;

  private HuggingFaceTokens(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
    long[] plain = tokenizer.encode("a", false, false).getIds();
    long[] full = tokenizer.encode("a", true, false).getIds();
    int start = 0;
    while (start + plain.length <= full.length
        && !Arrays.equals(full, start, start + plain.length, plain, 0, plain.length)) {
      start++;
    }
    this.before = Arrays.copyOfRange(full, 0, start);
    this.after = Arrays.copyOfRange(full, start + plain.length, full.length);
  }

  private static void setIfUnset(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  static HuggingFaceTokens load(ModelFiles files) {
    try (InputStream stream = files.tokenizer()) {
      EmbeddingLibraries.loadTokenizer();
      return new HuggingFaceTokens(
          HuggingFaceTokenizer.newInstance(
              stream,
              Map.of(
                  "truncation",
                  "do_not_truncate",
                  "padding",
                  "do_not_pad",
                  "modelMaxLength",
                  Integer.toString(Integer.MAX_VALUE),
                  "maxLength",
                  Integer.toString(Integer.MAX_VALUE))));
    } catch (IOException | RuntimeException | LinkageError e) {
      if (e instanceof RaggedException ragged) {
        throw ragged;
      }
      throw new RaggedException(
          "The model's tokenizer cannot be loaded: " + e.getMessage() + ".", e);
    }
  }

  /** Special tokens before every text. */
  long[] before() {
    return before;
  }

  /** Special tokens after every text. */
  long[] after() {
    return after;
  }

  /** The ids of a text's tokens, without special tokens. */
  long[] ids(String text) {
    List<long[]> blocks = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int to = Tokenizer.blockEnd(text, from);
      blocks.add(encode(text.substring(from, to)).getIds());
      from = to;
    }
    return blocks.stream().flatMapToLong(Arrays::stream).toArray();
  }

  /** Whether it is a letter, or a mark such as the vowels of Indian scripts. */
  private static boolean isOfWord(int character) {
    int type = Character.getType(character);
    return Character.isLetter(character)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  /** The tokens of a text with the characters that each stands for, which no two share. */
  List<Reading.Piece> pieces(String text) {
    List<Reading.Piece> pieces = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int to = Tokenizer.blockEnd(text, from);
      String block = text.substring(from, to);
      Encoding encoding = encode(block);
      String[] tokens = encoding.getTokens();
      int[] ends = ends(block, encoding.getCharTokenSpans());
      int start = 0;
      for (int i = 0; i < tokens.length; i++) {
        // Vocabularies of bytes give several tokens to one character.
        int end = Math.max(start, ends[i]);
        String letters = block.substring(start, end).strip();
        boolean whole =
            spelled(tokens[i], letters)
                && (end - letters.length() == 0
                    || !isOfWord(block.codePointBefore(end - letters.length())))
                && (end == block.length() || !isOfWord(block.codePointAt(end)));
        pieces.add(new Reading.Piece(letters, !UNKNOWN.contains(tokens[i]), whole));
        start = end;
      }
      from = to;
    }
    return pieces;
  }

  /** Whether a token is these letters, its vocabulary's marks of words and their middles apart. */
  private static boolean spelled(String token, String letters) {
    return WORD_MARK.matcher(token).replaceFirst("").equalsIgnoreCase(letters);
  }

  @Override
  public int[] tokenEnds(String text) {
    return ends(text, encode(text).getCharTokenSpans());
  }

  private static int[] ends(String text, CharSpan[] spans) {
    int[] ends = new int[spans.length];
    // The library counts code points, Java counts UTF-16 units.
    int units = 0;
    int points = 0;
    for (int i = 0; i < spans.length; i++) {
      int end = spans[i] == null ? points : spans[i].getEnd();
      while (points < end && units < text.length()) {
        units += Character.charCount(text.codePointAt(units));
        points++;
      }
      ends[i] = units;
    }
    return ends;
  }

  private Encoding encode(String text) {
    // A lone surrogate cannot be encoded for the library. Offsets stay the same.
    String whole = Utf8.wellFormed(text);
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("The tokenizer is closed.");
      }
      return tokenizer.encode(whole, false, false);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        tokenizer.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
