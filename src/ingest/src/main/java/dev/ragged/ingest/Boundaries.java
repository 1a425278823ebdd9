package dev.ragged.ingest;

import java.util.Arrays;
import java.util.Set;

/** Finds the boundaries between the tokens of a document. */
final class Boundaries {
  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Jr", "Sr", "Fig", "fig", "No", "Vol", "Sec", "Eq",
          "cf", "vs", "ca", "pp", "al");

  /** A longer line is no heading. Looking farther would take forever in a file of one line. */
  private static final int MAX_HEADING = 1_000;

  private static final int MAX_UNDERLINED = 200;

  private final String text;
  private final Document.Layout layout;
  private final int[] headings;

  /** Those of a part of a document; offsets count from its start. */
  Boundaries(Document document, int from, int to) {
    this.text = document.text().substring(from, to);
    this.layout = document.layout();
    this.headings =
        Arrays.stream(document.headings())
            .filter(start -> start >= from && start < to)
            .map(start -> start - from)
            .toArray();
  }

  /** Whether lines must stay whole. */
  boolean areRows() {
    return layout == Document.Layout.ROWS;
  }

  /** Where to cut after a token that ends at {@code end}; indentation stays with its line. */
  int cut(int end) {
    int after = end;
    int lineStart = -1;
    while (after < text.length() && Character.isWhitespace(text.charAt(after))) {
      char c = text.charAt(after++);
      if (c == '\n' || c == '\r') {
        lineStart = after;
      }
    }
    return lineStart >= 0 && after < text.length() ? lineStart : after;
  }

  /** The boundary between a token that ends at {@code end} and the next one. */
  Boundary at(int end) {
    int next = end;
    int lines = 0;
    int lineStart = -1;
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      char c = text.charAt(next++);
      if (c == '\n' || c == '\r' && (next == text.length() || text.charAt(next) != '\n')) {
        lines++;
        lineStart = next;
      }
    }
    if (next == text.length()) {
      return Boundary.PARAGRAPH;
    }
    if (areRows()) {
      return lines > 0 ? Boundary.HEADING : next > end ? Boundary.WORD : inWord(end);
    }
    if (lines == 0) {
      return next == end
          ? inWord(end)
          : sentenceEnds(end, next) ? Boundary.SENTENCE : Boundary.WORD;
    }
    if (isHeadingBefore(end)) {
      // A heading at the end of a passage is useless there and missing from the next one.
      return Boundary.WORD;
    }
    if (isHeadingAt(lineStart, next)) {
      return Boundary.HEADING;
    }
    if (lines > 1) {
      return layout != Document.Layout.CODE || next == lineStart
          ? Boundary.PARAGRAPH
          : Boundary.LINE;
    }
    if (layout != Document.Layout.WRAPPED
        || startsItem(next)
        || ":;".indexOf(text.charAt(end - 1)) >= 0) {
      return Boundary.LINE;
    }
    return sentenceEnds(end, next) ? Boundary.LINE : Boundary.WORD;
  }

  private Boundary inWord(int end) {
    if (end == 0) {
      return Boundary.NONE;
    }
    char last = text.charAt(end - 1);
    if ("\u3002\uFF01\uFF1F".indexOf(last) >= 0) {
      return Boundary.SENTENCE;
    }
    // In scripts without spaces, each character is as good a place to cut as a space elsewhere.
    return Character.isIdeographic(text.codePointBefore(end))
            || Character.isIdeographic(text.codePointAt(end))
        ? Boundary.WORD
        : Boundary.NONE;
  }

  private boolean sentenceEnds(int end, int next) {
    int i = end - 1;
    while (i > 0 && "\"')]}\u201D\u2019\u00BB*_`".indexOf(text.charAt(i)) >= 0) {
      i--;
    }
    if (i < 0 || ".!?\u2026\u3002\uFF01\uFF1F".indexOf(text.charAt(i)) < 0) {
      return false;
    }
    // "e.g. this" and "Fig. 3" continue.
    return !Character.isLowerCase(text.charAt(next)) && !isAbbreviation(i);
  }

  /**
   * Whether a full stop follows one letter or a common abbreviation, as in "J. Smith" and "Fig. 3".
   */
  private boolean isAbbreviation(int stop) {
    if (text.charAt(stop) != '.') {
      return false;
    }
    int start = stop;
    while (start > 0 && stop - start < 6 && Character.isLetter(text.charAt(start - 1))) {
      start--;
    }
    return stop - start == 1 || ABBREVIATIONS.contains(text.substring(start, stop));
  }

  private boolean startsItem(int next) {
    return "-*+>|#\u2022".indexOf(text.charAt(next)) >= 0
        || Character.isDigit(text.charAt(next))
            && next + 1 < text.length()
            && ".)".indexOf(text.charAt(next + 1)) >= 0;
  }

  private boolean isHeadingAt(int lineStart, int next) {
    if (Arrays.binarySearch(headings, next) >= 0) {
      return true;
    }
    if (layout != Document.Layout.WRAPPED || next != lineStart) {
      return false;
    }
    return isMarked(next) || isUnderlined(next);
  }

  /** Whether the line that contains {@code end} is a heading. */
  private boolean isHeadingBefore(int end) {
    int start = end - 1;
    while (start > 0 && text.charAt(start - 1) != '\n') {
      if (end - start > MAX_HEADING) {
        return false;
      }
      start--;
    }
    if (Arrays.binarySearch(headings, start) >= 0) {
      return true;
    }
    if (layout != Document.Layout.WRAPPED || end < 1) {
      return false;
    }
    return isMarked(start) || start > 0 && isUnderline(start) || isUnderlined(start);
  }

  private boolean isMarked(int start) {
    int i = start;
    while (i < text.length() && i - start < 6 && text.charAt(i) == '#') {
      i++;
    }
    return i > start && i < text.length() && text.charAt(i) == ' ';
  }

  /** Whether the line after the one at {@code start} underlines it. */
  private boolean isUnderlined(int start) {
    int lineEnd = start;
    while (lineEnd < text.length() && text.charAt(lineEnd) != '\n') {
      if (++lineEnd - start >= MAX_UNDERLINED) {
        return false;
      }
    }
    return lineEnd > start && isUnderline(lineEnd + 1);
  }

  private boolean isUnderline(int start) {
    if (start >= text.length() || "=-~^*+".indexOf(text.charAt(start)) < 0) {
      return false;
    }
    char mark = text.charAt(start);
    int i = start;
    while (i < text.length() && text.charAt(i) == mark) {
      i++;
    }
    return i - start >= 3
        && (i == text.length() || text.charAt(i) == '\n' || text.charAt(i) == '\r');
  }
}
