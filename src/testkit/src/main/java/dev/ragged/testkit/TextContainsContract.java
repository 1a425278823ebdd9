package dev.ragged.testkit;

import static dev.ragged.testkit.ContractTest.bare;
import static dev.ragged.testkit.FilterContract.judge;

import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.Passage;
import dev.ragged.VectorCollection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parts of a passage's text, compared with {@link Filter#matches}. */
interface TextContainsContract extends ContractTest {
  @Test
  default void should_find_a_substring_letter_for_letter() {
    VectorCollection collection = store().create(CollectionSpec.of("texts"));
    List<String> texts = new ArrayList<>(StoredValuesContract.STRINGS);
    texts.addAll(
        List.of(
            "",
            "Upper and lower",
            "UPPER AND LOWER",
            "100% of a_b",
            "100 of aXb",
            "what?* is \\ \"this\" 3.14",
            "don't re-open e.g. foo_bar.baz@example.org",
            "\u00C9COLE \u00E9cole ecole",
            "STRASSE stra\u00DFe",
            "\u03A3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C2 \u03A3\u03A3",
            "I\u0307 i \u0130 \u0131",
            "\uD83C\uDDE9\uD83C\uDDEA\uD83C\uDDEB\uD83C\uDDF7",
            "\u0E20\u0E32\u0E29\u0E32\u0E44\u0E17\u0E22",
            "\u30AB\u30BF\u30AB\u30CA\u6F22\u5B57",
            "x".repeat(252) + "Straddle the word limit",
            "y".repeat(600),
            "end"));
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      passages.add(new Passage("t" + i, texts.get(i), null, ContractTest.axis(i % DIMENSION)));
    }
    passages.add(bare("bare", ContractTest.axis(0)));
    collection.add(passages);
    List<Filter> filters = new ArrayList<>();
    for (String substring :
        List.of(
            "U",
            "u",
            "Upper",
            "upper",
            "UPPER",
            "pp",
            "er an",
            " ",
            "  ",
            "%",
            "_",
            "a_b",
            "100%",
            "\\",
            "'",
            "\"",
            "*",
            "?",
            ".",
            "?*",
            "t?* is \\ \"th",
            "3.1",
            ".14",
            "n't",
            "re-o",
            "_bar.b",
            "@ex",
            "\n",
            "\r\n",
            "\u0000",
            "\u00E9",
            "\u00C9",
            "\u00C9COL",
            "\u00E9col",
            "e\u0301",
            "\u0301",
            "\u00DF",
            "ss",
            "\u03C3",
            "\u03A3",
            "\u03C2",
            "\u0130",
            "\u0131",
            "\u0307",
            "\uD83D\uDE00",
            "\uD83D\uDCBB",
            "\u200D",
            "\uD83C\uDDEA\uD83C\uDDEB",
            "\uD83C\uDDE9\uD83C\uDDEA",
            "\u0E44\u0E17",
            "\u6F22",
            "\u5B57",
            "\u30BF\u30AB",
            "Straddle",
            "straddle",
            "xStr",
            "y".repeat(300),
            "y".repeat(601),
            "end",
            "nd",
            "end of it",
            "'; DROP",
            "--",
            "[null",
            "\uFEFF",
            "\u2028",
            "\u00A0")) {
      filters.add(new Filter.TextContains(substring));
    }
    filters.add(new Filter.Not(new Filter.TextContains("er")));
    filters.add(
        new Filter.And(List.of(new Filter.TextContains("U"), new Filter.TextContains("lower"))));
    filters.add(
        new Filter.Or(List.of(new Filter.TextContains("100%"), new Filter.TextContains("end"))));
    judge(collection, passages, filters);
  }
}
