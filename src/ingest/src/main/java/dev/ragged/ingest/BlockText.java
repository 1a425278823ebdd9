package dev.ragged.ingest;

import java.util.ArrayList;
import java.util.List;

/** Collects the text of a page made of blocks, and where headings begin. */
final class BlockText {
  private final StringBuilder text = new StringBuilder();
  private final List<Integer> headings = new ArrayList<>();

  /** Line ends to insert before the next character, 0 to 2. */
  private int lineEnds;

  /** A paragraph begins or ends here. */
  void endParagraph() {
    lineEnds = 2;
  }

  /** A line begins or ends here. */
  void endLine() {
    lineEnds = Math.max(lineEnds, 1);
  }

  /** The next character begins a heading. */
  void beginHeading() {
    headings.add(-1);
  }

  int length() {
    return text.length();
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  /** Whether the next character begins a line or paragraph. */
  boolean isBetweenBlocks() {
    return lineEnds > 0;
  }

  boolean endsWith(char c) {
    return !text.isEmpty() && text.charAt(text.length() - 1) == c;
  }

  /** Appends a character as it is. */
  void append(char c) {
    text.append(c);
  }

  /** Removes spaces and tabs at the end. */
  void trimEnd() {
    while (endsWith(' ') || endsWith('\t')) {
      text.setLength(text.length() - 1);
    }
  }

  /**
   * Ends the block before, if there is one, and marks the headings that begin here.
   *
   * @return the offset of the next character
   */
  int beginCharacter() {
    if (!text.isEmpty()) {
      for (int i = trailingLineEnds(); i < lineEnds; i++) {
        text.append('\n');
      }
    }
    lineEnds = 0;
    for (int i = headings.size() - 1; i >= 0 && headings.get(i) < 0; i--) {
      headings.set(i, text.length());
    }
    return text.length();
  }

  /** The line ends that the text ends with, at most 2. */
  int trailingLineEnds() {
    int count = 0;
    while (count < 2 && count < text.length() && text.charAt(text.length() - 1 - count) == '\n') {
      count++;
    }
    return count;
  }

  /** Where headings begin, ascending; empty ones are left out. */
  int[] headings() {
    return headings.stream().filter(start -> start >= 0).mapToInt(Integer::intValue).toArray();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
