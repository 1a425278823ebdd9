package dev.ragged.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An English vocabulary, and made-up ones of other kinds. */
class ReadingTest {
  private static final String THAI =
      "\u0e40\u0e23\u0e37\u0e2d\u0e02\u0e49\u0e32\u0e21\u0e1f\u0e32\u0e01";
  private static final String CHINESE = "\u6e21\u8f6e\u65e9\u4e0a\u4e03\u70b9\u5f00\u8239";

  /** With vowels that are marks on letters. */
  private static final String HINDI =
      "\u092e\u0932\u092e \u092a\u094d\u0930\u094b\u0939\u093f\u092c\u093f\u091f\u0941"
          + "\u092e \u0935\u093f\u091a\u093e\u0930 \u0915\u094d\u092f\u093e \u0939\u0948"
          + "\u0902?";

  private static ModelTokens tokens;
  private static Reading english;

  @BeforeAll
  static void load() {
    tokens = ModelTokens.load(new BundledFiles());
    english = new Reading(tokens::pieces);
  }

  @AfterAll
  static void close() {
    tokens.close();
  }

  @Test
  void should_read_english_and_hardly_other_languages_in_its_letters() {
    double same = english.of("The ferry to the island leaves at seven in the morning.");
    assertTrue(same > 0.9, "" + same);
    for (String question :
        List.of("how do I add a ? in a url", "How do I fix a flat tyre?", "cast str as int")) {
      assertEquals(1, english.of(question), question);
    }
    double german = english.of("Die F\u00e4hre zur Insel legt um sieben Uhr morgens ab.");
    double finnish = english.of("Lautta saarelle l\u00e4htee kello seitsem\u00e4n aamulla.");
    assertTrue(german > 0.1 && german < 0.7, "" + german);
    assertTrue(finnish > 0.1 && finnish < 0.7, "" + finnish);
  }

  @Test
  void should_not_read_scripts_of_which_it_has_single_letters_or_none() {
    for (String text :
        List.of(
            THAI,
            THAI.repeat(3_000),
            CHINESE,
            "\u041f\u0430\u0440\u043e\u043c \u043e\u0442\u0445\u043e\u0434\u0438\u0442",
            "\u03a4\u03bf \u03c6\u03ad\u03c1\u03b9 \u03c6\u03b5\u03cd\u03b3\u03b5\u03b9",
            "\u06a9\u0634\u062a\u06cc",
            HINDI)) {
      assertEquals(0, english.of(text), text);
    }
  }

  @Test
  void should_weigh_the_scripts_of_a_mixed_text() {
    double mostlyEnglish = english.of("The ferry to the island leaves from " + THAI);
    double mostlyThai = english.of("Tea: " + THAI);
    double half = english.of("The ferry leaves " + THAI + THAI);
    assertTrue(mostlyEnglish > 0.9, "" + mostlyEnglish);
    assertTrue(half > 0.1 && half < 0.9, "" + half);
    assertTrue(mostlyThai < 0.4, "" + mostlyThai);
    // A Chinese character says more than a letter.
    assertTrue(english.of("ferry " + CHINESE) < 0.25);
    assertEquals(0, english.of("Ag " + THAI + THAI));
  }

  @Test
  void should_read_numbers_and_signs_that_it_has() {
    assertEquals(1, english.of("1984"));
    assertEquals(1, english.of("42 %"));
    assertEquals(0, english.of("\ud83c\udf75"), "an emoji that the vocabulary lacks");
    assertEquals(0, english.of(" "));
  }

  @Test
  void should_take_short_words_of_chinese_for_words() {
    Reading pairs = new Reading(text -> cut(text, 2));
    assertEquals(1, pairs.of(CHINESE));
    Reading single = new Reading(text -> cut(text, 1));
    assertEquals(0, single.of(CHINESE));
    assertEquals(0, single.of("ferry"));
  }

  private static List<Reading.Piece> cut(String text, int length) {
    List<Reading.Piece> pieces = new ArrayList<>();
    for (int i = 0; i < text.length(); i += length) {
      pieces.add(
          new Reading.Piece(text.substring(i, Math.min(text.length(), i + length)), true, false));
    }
    return pieces;
  }
}
