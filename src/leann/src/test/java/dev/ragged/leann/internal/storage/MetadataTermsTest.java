package dev.ragged.leann.internal.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.testkit.Seeds;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("random")
class MetadataTermsTest {

  @Test
  void should_order_whole_and_fractional_numbers_by_their_exact_value() {
    long seed = Seeds.seed();
    Random random = new Random(seed);
    List<Number> numbers = new ArrayList<>();
    for (long edge :
        new long[] {0, 1, -1, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
      numbers.add(edge);
      numbers.add((double) edge);
      numbers.add(edge - 1);
      numbers.add(Math.nextUp((double) edge));
    }
    numbers.add(-0.0);
    numbers.add(Double.MAX_VALUE);
    numbers.add(Double.MIN_VALUE);
    for (int i = 0; i < 300; i++) {
      numbers.add(random.nextLong());
      numbers.add((double) random.nextLong());
      numbers.add(random.nextLong() >> random.nextInt(64));
      numbers.add(random.nextGaussian() * Math.pow(2, random.nextInt(80)));
    }
    for (Number a : numbers) {
      for (Number b : numbers) {
        int expected = Integer.signum(exact(a).compareTo(exact(b)));
        int actual =
            Integer.signum(MetadataTerms.term("k", a).compareTo(MetadataTerms.term("k", b)));
        assertEquals(expected, actual, "seed " + seed + ": " + a + " against " + b);
      }
    }
  }

  private static BigDecimal exact(Number number) {
    return number instanceof Long whole
        ? BigDecimal.valueOf(whole)
        : new BigDecimal(number.doubleValue());
  }

  @Test
  void should_keep_keys_and_kinds_apart() {
    BytesRef low = MetadataTerms.low("key", "x");
    BytesRef high = MetadataTerms.high("key", "x");
    for (Object inside : new Object[] {"", "x", "\uFFFF", "\uD83D\uDE00", "\u0000"}) {
      BytesRef term = MetadataTerms.term("key", inside);
      assertTrue(term.compareTo(low) >= 0 && term.compareTo(high) < 0, "'" + inside + "'");
    }
    for (BytesRef outside :
        List.of(
            MetadataTerms.term("key", 7L),
            MetadataTerms.term("key", true),
            MetadataTerms.term("keys", "x"),
            MetadataTerms.term("ke", "x"),
            MetadataTerms.of("key", List.of("x")).get(0))) {
      assertTrue(outside.compareTo(low) < 0 || outside.compareTo(high) >= 0);
    }
  }

  @Test
  void should_tell_terms_of_strings_by_what_they_start_with() {
    for (Object strings : new Object[] {"", "x", "\u0000", List.of("x"), List.of("")}) {
      assertEquals(1, starts(MetadataTerms.of("key", strings).get(0)), strings.toString());
    }
    for (Object others : new Object[] {7L, 2.5, true, List.of(7L), List.of(false)}) {
      assertEquals(0, starts(MetadataTerms.of("key", others).get(0)), others.toString());
    }
    for (String key : List.of("ke", "keys", "keyS")) {
      assertEquals(0, starts(MetadataTerms.term(key, "x")), key);
    }
  }

  private static long starts(BytesRef term) {
    return MetadataTerms.strings("key").stream()
        .filter(start -> StringHelper.startsWith(term, start))
        .count();
  }

  @Test
  void should_have_items_of_lists_equal_a_value_but_outside_every_order() {
    for (Object value : new Object[] {"x", "", 7L, 2.5, true}) {
      BytesRef single = MetadataTerms.term("key", value);
      BytesRef item = MetadataTerms.of("key", List.of(value, value)).get(0);
      assertEquals(1, MetadataTerms.of("key", List.of(value, value)).size());
      assertNotEquals(single, item);
      assertEquals(List.of(single, item), MetadataTerms.equal("key", value));
      assertTrue(StringHelper.startsWith(item, MetadataTerms.prefix("key")));
      for (Object kind : new Object[] {"", 0L, false}) {
        BytesRef low = MetadataTerms.low("key", kind);
        BytesRef high = MetadataTerms.high("key", kind);
        assertTrue(item.compareTo(low) < 0 || item.compareTo(high) >= 0, value + ", " + kind);
      }
    }
  }
}
