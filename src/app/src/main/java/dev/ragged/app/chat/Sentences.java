package dev.ragged.app.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts an answer into sentences. Citations after the full stop belong to the sentence before it.
 * Where a sentence ends depends on nothing behind the first letter of the next, so that an answer
 * can be cut while it comes in.
 */
final class Sentences {
  /** Offsets in the text, without the white space around it. */
  record Range(int start, int end) {}

  /** One citation, such as [2] or [1, 3]. */
  static final Pattern CITATION = Pattern.compile("\\[(\\d{1,4}(?:\\s*,\\s*\\d{1,4})*)\\]");

  private static final Pattern END =
      Pattern.compile(
          "(?:[.!?\u2026]+[\"'\u201d\u2019\u00bb)*_]*(?=\\s|\\[\\d|$)"
              + "|[\u3002\uff01\uff1f]+[\"\u201d\u300f\u300d\uff09]*)"
              + "(?:\\s*"
              + CITATION.pattern()
              + "[.,;]?)*|\\n");

  private static final Pattern LAST_WORD = Pattern.compile("([\\p{L}.]+)\\.$");

  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "e.g", "i.e", "etc", "vs", "dr", "mr", "mrs", "ms", "prof", "no", "fig", "approx", "cf",
          "st", "z.b", "bzw", "ca", "nr");

  private Sentences() {}

  /** All that have a letter or a digit beside their citations. */
  static List<Range> of(String text) {
    List<Range> sentences = new ArrayList<>();
    int start = 0;
    Matcher end = END.matcher(text);
    while (end.find()) {
      if (isEnd(text, start, end)) {
        add(text, start, end.end(), sentences);
        start = end.end();
      }
    }
    add(text, start, text.length(), sentences);
    return sentences;
  }

  private static boolean isEnd(String text, int start, Matcher end) {
    if (end.group().equals("\n") || text.charAt(end.start()) != '.') {
      return true;
    }
    int next = end.end();
    while (next < text.length() && !Character.isLetterOrDigit(text.codePointAt(next))) {
      if (text.charAt(next) == '\n') {
        return true;
      }
      next += Character.charCount(text.codePointAt(next));
    }
    if (next < text.length() && Character.isLowerCase(text.codePointAt(next))) {
      return false;
    }
    String before = text.substring(start, end.start() + 1).strip();
    if (before.matches("\\d+\\.")) {
      return false; // the number of a list's item
    }
    Matcher word = LAST_WORD.matcher(before);
    return !word.find() || !ABBREVIATIONS.contains(word.group(1).toLowerCase(Locale.ROOT));
  }

  private static void add(String text, int from, int to, List<Range> sentences) {
    int start = from;
    int end = to;
    while (start < end && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    if (start == end) {
      return;
    }
    String bare = CITATION.matcher(text.substring(start, end)).replaceAll("");
    if (bare.codePoints().anyMatch(Character::isLetterOrDigit)) {
      sentences.add(new Range(start, end));
    } else if (!sentences.isEmpty() && bare.length() < end - start) {
      // Citations on a line of their own.
      int last = sentences.size() - 1;
      sentences.set(last, new Range(sentences.get(last).start(), end));
    }
  }
}
