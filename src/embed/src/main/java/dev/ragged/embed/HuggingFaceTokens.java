package dev.ragged.embed;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import dev.ragged.RaggedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A tokenizer of any kind, by Hugging Face's library, whose jar is optional. */
final class HuggingFaceTokens extends ModelTokens {
  static {
    // Otherwise DJL reports to its maker on first use and may download a library for the GPU. A
    // local-first tool does neither.
    setIfUnset("OPT_OUT_TRACKING", "true");
    setIfUnset("ai.djl.offline", "true");
  }

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

  /**
   * Loads a tokenizer.
   *
   * @throws RaggedException if it cannot be loaded, or the library's jar is missing
   */
  static HuggingFaceTokens load(ModelFiles files) {
    requireJar();
    try (InputStream stream = files.tokenizer()) {
      TokenizerLibrary.load();
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

  private static void requireJar() {
    try {
      Class.forName(
          "ai.djl.huggingface.tokenizers.HuggingFaceTokenizer",
          false,
          HuggingFaceTokens.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new RaggedException(
          "The model's tokenizer is not of the kind that needs no library; add the jar"
              + " ai.djl.huggingface:tokenizers.",
          e);
    }
  }

  @Override
  long[] before() {
    return before;
  }

  @Override
  long[] after() {
    return after;
  }

  @Override
  Encoded encode(String wellFormed) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("The tokenizer is closed.");
      }
      Encoding encoding = tokenizer.encode(wellFormed, false, false);
      return new Encoded(
          encoding.getIds(), encoding.getTokens(), ends(wellFormed, encoding.getCharTokenSpans()));
    } finally {
      lock.readLock().unlock();
    }
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
