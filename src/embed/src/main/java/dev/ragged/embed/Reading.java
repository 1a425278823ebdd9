package dev.ragged.embed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * How well a model reads texts, judged by its vocabulary: a language that the vocabulary was made
 * for comes in whole words and long pieces, a strange one in single letters or not at all. The
 * lengths are compared with those of a reference text in the same script, so that a Chinese word of
 * two characters counts as much as an English one of six letters. See the decision "one-score".
 */
final class Reading {
  /** Below this share of the reference's length of a piece a text is not read at all. */
  private static final double UNREAD = 0.44;

  /** From this share of the reference's length of a piece a text is read fully. */
  private static final double READ = 0.88;

  /** A text with a larger share of its letters in whole words is read, short as these may be. */
  private static final double SOME_WHOLE = 0.4;

  /** A text with this share of its letters in whole words is read fully. */
  private static final double MOSTLY_WHOLE = 0.6;

  /** A text read worse than this is hardly more than a few names in another script. */
  private static final double HARDLY = 0.1;

  /** A vocabulary with shorter pieces of a script has little more than its single letters. */
  private static final double SINGLE_LETTERS = 1.2;

  /** Scripts that are written together with Chinese characters. */
  private static final Set<UnicodeScript> LIKE_HAN =
      Set.of(UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.BOPOMOFO);

  /**
   * A token of a text, special tokens apart.
   *
   * @param letters the characters that it stands for
   * @param known whether the vocabulary has it
   * @param whole whether it is a word of the text, spelled as there
   */
  record Piece(String letters, boolean known, boolean whole) {}

  /** What a text has of a script. */
  private static final class Share {
    int letters;
    int knownLetters;
    int lettersOfWholeWords;
    int pieces;

    double length() {
      return pieces == 0 ? 0 : (double) knownLetters / pieces;
    }
  }

  private final Function<String, List<Piece>> tokenizer;
  private final Map<UnicodeScript, Double> references = new EnumMap<>(UnicodeScript.class);

  Reading(Function<String, List<Piece>> tokenizer) {
    this.tokenizer = tokenizer;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Reading.class.getResourceAsStream("scripts.tsv"), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] reference = line.split("\t");
        UnicodeScript script = UnicodeScript.valueOf(reference[0]);
        references.put(script, shares(reference[1]).get(script).length());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How well a text is read, 0 to 1. */
  double of(String text) {
    Map<UnicodeScript, Share> shares = shares(text);
    double read = 0;
    double whole = 0;
    double all = 0;
    for (Map.Entry<UnicodeScript, Share> share : shares.entrySet()) {
      double weight = lettersPerCharacter(share.getKey());
      read += weight * share.getValue().letters * of(share.getKey(), share.getValue().length());
      whole += weight * share.getValue().lettersOfWholeWords;
      all += weight * share.getValue().letters;
    }
    if (all == 0) { // numbers and signs alone
      return tokenizer.apply(text).stream().anyMatch(Piece::known) ? 1 : 0;
    }
    return Math.max(
        read / all < HARDLY ? 0 : read / all, ramp(whole / all, SOME_WHOLE, MOSTLY_WHOLE));
  }

  /** 0 up to one value, 1 from another, and a straight line between. */
  private static double ramp(double value, double from, double to) {
    return Math.max(0, Math.min(1, (value - from) / (to - from)));
  }

  private double of(UnicodeScript script, double length) {
    Double reference = references.get(script);
    if (reference == null) {
      return length < SINGLE_LETTERS ? 0 : 1;
    }
    if (reference < SINGLE_LETTERS) {
      return 0;
    }
    return ramp(length / reference, UNREAD, READ);
  }

  /** About as many letters of an alphabet say as much as one character of the script. */
  private static int lettersPerCharacter(UnicodeScript script) {
    return switch (script) {
      case HAN -> 3;
      case HANGUL -> 2;
      default -> 1;
    };
  }

  private Map<UnicodeScript, Share> shares(String text) {
    Map<UnicodeScript, Share> shares = new EnumMap<>(UnicodeScript.class);
    for (Piece piece : tokenizer.apply(text)) {
      int[] letters = piece.letters().codePoints().filter(Character::isLetter).toArray();
      if (letters.length > 0) {
        Share share = shares.computeIfAbsent(script(letters[0]), script -> new Share());
        share.pieces++;
        share.letters += letters.length;
        share.knownLetters += piece.known() ? letters.length : 0;
        share.lettersOfWholeWords += piece.whole() ? letters.length : 0;
      }
    }
    return shares;
  }

  private static UnicodeScript script(int letter) {
    UnicodeScript script = UnicodeScript.of(letter);
    return LIKE_HAN.contains(script) ? UnicodeScript.HAN : script;
  }
}
