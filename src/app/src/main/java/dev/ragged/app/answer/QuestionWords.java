package dev.ragged.app.answer;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * The words of a question that say what it is about, and where they stand in a text: in any case,
 * with other endings, or as a part of an identifier. Scripts without spaces between words are
 * compared by pairs of characters.
 */
public final class QuestionWords {

  /**
   * A word of the question in a text.
   *
   * @param start offset of its first character
   * @param end offset after its last
   * @param word as the question has it, folded
   */
  public record Match(int start, int end, String word) {}

  /** Words that most texts have. */
  private static final Set<String> COMMON =
      Set.of(
          ("about after all also and any are because been before but can could did does each every"
                  + " for from had has have her here him his how into its just many may might more most"
                  + " much must not now off once only other our out over own per shall she should some"
                  + " such than that the their them then there these they this those through too"
                  + " under until use was were what when where which while who whom whose why will"
                  + " with would you your")
              .split(" "));

  private static final int MIN_LETTERS = 3;
  private static final int MIN_STEM = 4;
  private static final int MAX_ENDING = 4;
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern HUMP =
      Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{L})(?=\\p{N})|(?<=\\p{N})(?=\\p{L})");

  private static final Set<Character.UnicodeScript> UNSPACED =
      Set.of(
          Character.UnicodeScript.HAN,
          Character.UnicodeScript.HIRAGANA,
          Character.UnicodeScript.KATAKANA,
          Character.UnicodeScript.THAI,
          Character.UnicodeScript.LAO,
          Character.UnicodeScript.KHMER,
          Character.UnicodeScript.MYANMAR);

  private final Set<String> words;

  private QuestionWords(Set<String> words) {
    this.words = words;
  }

  /** The words of a question; common ones only if there are no others. */
  public static QuestionWords of(String question) {
    Set<String> all = new LinkedHashSet<>();
    Set<String> telling = new LinkedHashSet<>();
    forEachRun(
        question,
        (start, end) -> {
          String run = question.substring(start, end);
          List<String> units = isUnspaced(run.codePointAt(0)) ? pairs(run) : List.of(fold(run));
          for (String unit : units) {
            all.add(unit);
            if (isTelling(unit)) {
              telling.add(unit);
            }
          }
        });
    return new QuestionWords(telling.isEmpty() ? all : telling);
  }

  private static boolean isTelling(String word) {
    return isUnspaced(word.codePointAt(0))
        || word.chars().anyMatch(Character::isDigit)
        || word.length() >= MIN_LETTERS && !COMMON.contains(word);
  }

  /** How many different words there are. */
  public int size() {
    return words.size();
  }

  /** Where they stand, in order; matches of pairs of characters may overlap. */
  public List<Match> in(String text) {
    List<Match> matches = new ArrayList<>();
    forEachRun(
        text,
        (start, end) -> {
          if (isUnspaced(text.codePointAt(start))) {
            addPairs(text, start, end, matches);
          } else if (!add(text, start, end, matches)) {
            addParts(text, start, end, matches);
          }
        });
    return matches;
  }

  private boolean add(String text, int start, int end, List<Match> matches) {
    String found = fold(text.substring(start, end));
    for (String word : words) {
      if (isFormOf(found, word)) {
        matches.add(new Match(start, end, word));
        return true;
      }
    }
    return false;
  }

  private void addParts(String text, int start, int end, List<Match> matches) {
    int from = start;
    String[] parts = HUMP.split(text.substring(start, end));
    for (String part : parts) {
      if (parts.length > 1 && part.length() >= MIN_LETTERS) {
        add(text, from, from + part.length(), matches);
      }
      from += part.length();
    }
  }

  private void addPairs(String text, int start, int end, List<Match> matches) {
    for (int i = start; i < end; i = text.offsetByCodePoints(i, 1)) {
      int one = text.offsetByCodePoints(i, 1);
      int two = one < end ? text.offsetByCodePoints(one, 1) : one;
      for (int to : new int[] {two, one}) {
        if (words.contains(text.substring(i, to))) {
          matches.add(new Match(i, to, text.substring(i, to)));
          break;
        }
      }
    }
  }

  private static List<String> pairs(String run) {
    int[] characters = run.codePoints().toArray();
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i + 1 < characters.length; i++) {
      pairs.add(new String(characters, i, 2));
    }
    return pairs.isEmpty() ? List.of(run) : pairs;
  }

  /** Whether two words differ in no more than an ending. */
  private static boolean isFormOf(String one, String other) {
    if (one.equals(other)) {
      return true;
    }
    int shorter = Math.min(one.length(), other.length());
    int longer = Math.max(one.length(), other.length());
    int same = 0;
    while (same < shorter && one.charAt(same) == other.charAt(same)) {
      same++;
    }
    return same >= MIN_STEM && same >= shorter - 1 && longer - same <= MAX_ENDING;
  }

  private static String fold(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return lower.chars().allMatch(c -> c < 0x80)
        ? lower
        : MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFKD)).replaceAll("");
  }

  private static boolean isUnspaced(int character) {
    return UNSPACED.contains(Character.UnicodeScript.of(character));
  }

  /** Visits the runs of letters, digits and their marks, cut where scripts change. */
  private static void forEachRun(String text, BiConsumer<Integer, Integer> visit) {
    int start = -1;
    boolean unspaced = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      boolean mark = start >= 0 && isMark(c);
      boolean part = mark || Character.isLetterOrDigit(c);
      if (start >= 0 && (!part || !mark && isUnspaced(c) != unspaced)) {
        visit.accept(start, i);
        start = -1;
      }
      if (part && start < 0) {
        start = i;
        unspaced = isUnspaced(c);
      }
      i += Character.charCount(c);
    }
    if (start >= 0) {
      visit.accept(start, text.length());
    }
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }
}
