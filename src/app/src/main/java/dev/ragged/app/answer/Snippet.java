package dev.ragged.app.answer;

import dev.ragged.app.answer.QuestionWords.Match;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a passage to show: the sentences or lines that have the most of the question's words,
 * or the first ones that say something where it has none.
 *
 * @param text with its lines; lines of a paragraph are joined
 * @param marks the question's words in it, in order, not overlapping
 */
public record Snippet(String text, List<Mark> marks) {

  /** A part of the text, from an offset to another. */
  public record Mark(int start, int end) {}

  private static final String CUT = "\u2026";

  /** A word of a passage is as good as any other; nobody reads farther than this for a snippet. */
  private static final int MAX_TEXT = 100_000;

  /** A line this long that the next one continues was probably wrapped. */
  private static final int WRAPPED = 40;

  /** Front matter, or the line that names a script's interpreter. */
  private static final Pattern PREAMBLE =
      Pattern.compile(
          "\\A(?:(---|\\+\\+\\+)[ \\t]*\\R.{0,20000}?^\\1[ \\t]*$|#!\\V*)",
          Pattern.DOTALL | Pattern.MULTILINE);

  /** The beginning of a list's item. */
  private static final Pattern ITEM = Pattern.compile("\\s*([-*+]|\\d{1,3}[.)])\\s");

  /** A heading of Markdown; a line that ends as a sentence does is a comment of a script. */
  private static final Pattern HEADING = Pattern.compile("#{1,6}\\s.*[^.]|=+|-+");

  /**
   * Chooses it.
   *
   * @param passage the text of the passage
   * @param prose whether a line may go on in the next, unlike those of programs and tables
   * @param cost what showing a text costs, which must not fall as the text gets longer
   * @param budget what the snippet may cost
   */
  public static Snippet of(
      String passage, boolean prose, QuestionWords words, ToIntFunction<String> cost, int budget) {
    String text = plain(passage, prose);
    List<Mark> units = units(text);
    if (units.isEmpty()) {
      return new Snippet("", List.of());
    }
    List<Match> matches = words.in(text);
    Map<String, Double> weights = weights(units, matches);
    int first = firstSentence(text, units);
    int best = first;
    double most = 0;
    for (int i = 0; i < units.size(); i++) {
      if (!isHeading(text, units.get(i)) && hasMatch(units.get(i), matches)) {
        double worth = worth(window(text, units, i, cost, budget), matches, weights);
        if (worth > most) {
          most = worth;
          best = i;
        }
      }
    }
    Mark window = window(text, units, best, cost, budget);
    // Near the end of the passage there is room for what comes before.
    for (int i = best - 1; i >= first; i--) {
      Mark longer = new Mark(units.get(i).start, window.end);
      if (cost.applyAsInt(text.substring(longer.start, longer.end)) > budget) {
        break;
      }
      window = longer;
    }
    return cost.applyAsInt(text.substring(window.start, window.end)) > budget
        ? cut(text, window, matches, cost, budget)
        : new Snippet(text.substring(window.start, window.end), marks(window, matches, 0));
  }

  private static boolean hasMatch(Mark unit, List<Match> matches) {
    return matches.stream().anyMatch(m -> m.start() >= unit.start && m.end() <= unit.end);
  }

  /** Without its preamble, and with the lines of a paragraph joined; offsets may change. */
  private static String plain(String passage, boolean prose) {
    String text = passage.length() <= MAX_TEXT ? passage : passage.substring(0, MAX_TEXT);
    text = text.replace("\r\n", "\n").replace('\r', '\n').replace('\t', ' ');
    Matcher preamble = PREAMBLE.matcher(text);
    if (preamble.lookingAt()) {
      text = text.substring(preamble.end());
    }
    if (!prose) {
      return text;
    }
    StringBuilder joined = new StringBuilder();
    String before = "";
    boolean inItem = false;
    for (String line : text.split("\n", -1)) {
      inItem = ITEM.matcher(line).lookingAt() || inItem && line.startsWith("  ");
      String own = inItem ? line.strip() : line;
      boolean continued = continues(before, own);
      if (joined.length() > 0) {
        joined.append(continued ? ' ' : '\n');
      }
      joined.append(continued ? own : line);
      before = line;
    }
    return joined.toString();
  }

  /** Whether a line belongs to the same paragraph as the one before. */
  private static boolean continues(String before, String line) {
    if (before.length() < WRAPPED || line.isEmpty() || before.startsWith("#")) {
      return false;
    }
    int begin = line.codePointAt(0);
    return "{};:|>".indexOf(before.charAt(before.length() - 1)) < 0
        && "{};".indexOf(line.charAt(line.length() - 1)) < 0
        && (Character.isLetterOrDigit(begin) || "\"'(\u201c\u2018`".indexOf(begin) >= 0)
        && !ITEM.matcher(line).lookingAt();
  }

  /** Sentences, and lines that are none, without the blanks around them. */
  private static List<Mark> units(String text) {
    List<Mark> units = new ArrayList<>();
    BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      String line = text.substring(start, end);
      sentences.setText(line);
      int from = sentences.first();
      for (int to = sentences.next(); to != BreakIterator.DONE; to = sentences.next()) {
        if (!line.substring(from, to).isBlank()) {
          units.add(
              new Mark(
                  start + from, start + from + line.substring(from, to).stripTrailing().length()));
        }
        from = to;
      }
      start = end + 1;
    }
    return units;
  }

  /** The rarer a word is in the passage, the more it says about a sentence that has it. */
  private static Map<String, Double> weights(List<Mark> units, List<Match> matches) {
    Map<String, Set<Integer>> having = new HashMap<>();
    int unit = 0;
    for (Match match : matches) {
      while (unit < units.size() - 1 && units.get(unit).end <= match.start()) {
        unit++;
      }
      having.computeIfAbsent(match.word(), word -> new HashSet<>()).add(unit);
    }
    Map<String, Double> weights = new HashMap<>();
    having.forEach(
        (word, in) -> weights.put(word, 1 + Math.log((double) units.size() / in.size())));
    return weights;
  }

  private static double worth(Mark window, List<Match> matches, Map<String, Double> weights) {
    Set<String> seen = new HashSet<>();
    double worth = 0;
    for (Match match : matches) {
      if (match.start() >= window.start && match.end() <= window.end && seen.add(match.word())) {
        worth += weights.get(match.word());
      }
    }
    return worth;
  }

  /** As many units from one on as the budget allows, but at least that one. */
  private static Mark window(
      String text, List<Mark> units, int first, ToIntFunction<String> cost, int budget) {
    Mark window = units.get(first);
    for (int i = first + 1; i < units.size(); i++) {
      Mark longer = new Mark(window.start, units.get(i).end);
      if (cost.applyAsInt(text.substring(longer.start, longer.end)) > budget) {
        break;
      }
      // A heading at the end would be about what is not shown.
      if (!isHeading(text, units.get(i))) {
        window = longer;
      }
    }
    return window;
  }

  private static boolean isHeading(String text, Mark unit) {
    return HEADING.matcher(text.substring(unit.start, unit.end)).matches();
  }

  private static int firstSentence(String text, List<Mark> units) {
    for (int i = 0; i < units.size(); i++) {
      if (!isHeading(text, units.get(i))) {
        return i;
      }
    }
    return 0;
  }

  /** The part of a unit that is too long, around its first match, cut between words. */
  private static Snippet cut(
      String text, Mark unit, List<Match> matches, ToIntFunction<String> cost, int budget) {
    int match =
        matches.stream()
            .filter(m -> m.start() >= unit.start && m.end() <= unit.end)
            .mapToInt(Match::start)
            .findFirst()
            .orElse(unit.start);
    int start = unit.start;
    // What is left of a match that would not fit is worth a quarter of the budget.
    if (match > start && cost.applyAsInt(text.substring(start, match)) > budget / 2) {
      start = longest(text, match, start, cost, Math.max(1, budget / 4));
      start = afterBlank(text, start, match);
    }
    String before = start > unit.start ? CUT : "";
    int end = start + 1;
    int low = start + 1;
    int high = unit.end;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (cost.applyAsInt(before + text.substring(start, middle) + CUT) <= budget) {
        end = middle;
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    if (end < unit.end) {
      int blank = text.lastIndexOf(' ', end);
      end = blank > start + (end - start) * 2 / 3 ? blank : end;
      end -= Character.isHighSurrogate(text.charAt(end - 1)) ? 1 : 0;
    }
    Mark part = new Mark(start, end);
    return new Snippet(
        before + text.substring(start, end) + (end < unit.end ? CUT : ""),
        marks(part, matches, before.length()));
  }

  /** The earliest start, not before {@code least}, from which the text to {@code end} fits. */
  private static int longest(
      String text, int end, int least, ToIntFunction<String> cost, int budget) {
    int low = least;
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cost.applyAsInt(text.substring(middle, end)) <= budget) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low < end && Character.isLowSurrogate(text.charAt(low)) ? low + 1 : low;
  }

  private static int afterBlank(String text, int from, int to) {
    int blank = text.indexOf(' ', from);
    return blank >= 0 && blank < to ? blank + 1 : from;
  }

  private static List<Mark> marks(Mark part, List<Match> matches, int shift) {
    List<Mark> marks = new ArrayList<>();
    for (Match match : matches) {
      if (match.start() < part.start || match.end() > part.end) {
        continue;
      }
      int start = match.start() - part.start + shift;
      int end = match.end() - part.start + shift;
      Mark last = marks.isEmpty() ? null : marks.get(marks.size() - 1);
      if (last != null && start <= last.end) {
        marks.set(marks.size() - 1, new Mark(last.start, Math.max(last.end, end)));
      } else {
        marks.add(new Mark(start, end));
      }
    }
    return marks;
  }
}
