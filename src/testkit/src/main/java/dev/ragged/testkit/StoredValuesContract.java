package dev.ragged.testkit;

import static dev.ragged.testkit.ContractTest.bare;
import static dev.ragged.testkit.ContractTest.contents;
import static dev.ragged.testkit.ContractTest.one;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.Metadata;
import dev.ragged.Metric;
import dev.ragged.Passage;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whatever is written is read back, to the last character and bit. */
interface StoredValuesContract extends ContractTest {
  /** Strings that easily get lost, changed or misinterpreted. */
  List<String> STRINGS =
      List.of(
          "plain",
          " leading and trailing ",
          "line\nbreak\r\nand\ttab",
          "nul\u0000inside",
          "\u0000",
          "\u0001\u0008\u000B\u001B\u007F\u0085",
          "quote ' double \" back \\ slash / percent % under _ star * what ?",
          "'; DROP TABLE embeddings; --",
          "{\"json\": [null, true]}",
          "null",
          "\u00C9t\u00E9 \u00DF \u0130\u0131",
          "e\u0301 a\u0308 combining",
          "\u05D0\u05D1\u05D2 \u0627\u0644 right to left",
          "\u6F22\u5B57 \u304B\u306A \uD55C\uAE00",
          "\uD83D\uDE00 \uD83D\uDC69\u200D\uD83D\uDCBB \uD83C\uDDE9\uD83C\uDDEA",
          "\uDBFF\uDFFF last of all",
          "\uFEFFbyte order mark",
          "\uFFFD\uFFFE\uFFFF",
          "\u2028\u2029\u00A0\u200B");

  @Test
  default void should_keep_any_unicode_in_ids_texts_keys_and_strings() {
    VectorCollection odd = store().create(CollectionSpec.of("odd"));
    Map<String, Passage> written = new TreeMap<>();
    for (String s : STRINGS) {
      String key = s.replace("\u0000", "0");
      Metadata metadata = Metadata.of(Map.of(key, s, "list of it", List.of(s, "x" + s)));
      written.put(s, Passage.of(s, "text: " + s, metadata));
    }
    odd.add(written.values());
    assertEquals(written, contents(odd));
    closeStore();
    VectorCollection again = store().open("odd");
    for (String s : STRINGS) {
      assertEquals(written.get(s), one(again, s));
    }
    assertEquals(STRINGS.size(), again.embeddings(STRINGS).stream().filter(v -> v != null).count());
    assertEquals(STRINGS.size(), again.delete(Selection.ids(STRINGS)));
  }

  @Test
  default void should_keep_texts_of_any_length() {
    VectorCollection texts = store().create(CollectionSpec.of("texts"));
    String million = "seven ch".repeat(131_072);
    String unbroken = "x".repeat(300_000);
    List<Passage> passages =
        List.of(
            Passage.of("empty", ""),
            Passage.of("blank", " \n "),
            Passage.of("one", "x"),
            Passage.of("unbroken", unbroken),
            Passage.of("million", million),
            Passage.of("astral", "\uD83D\uDE00".repeat(100_000)));
    texts.add(passages);
    assertEquals(
        "", one(texts, "empty").text(), "an empty text is a text, and its passage has no vector");
    for (Passage passage : passages) {
      Passage read = one(texts, passage.id());
      assertTrue(passage.text().equals(read.text()), passage.id());
      assertEquals(passage, read, passage.id());
    }
    texts.upsert(List.of(Passage.of("million", "short now"), Passage.of("empty", million)));
    assertEquals("short now", one(texts, "million").text());
    assertTrue(million.equals(one(texts, "empty").text()));
  }

  @Test
  default void should_keep_the_longest_ids_keys_and_strings() {
    VectorCollection longest = vectors(2);
    String id = "\u00E9".repeat(Passage.MAX_ID_BYTES / 2);
    String twin = id.substring(1) + "ee";
    String key = "k".repeat(256);
    String string = "s".repeat(Metadata.MAX_COMPARED_BYTES);
    Metadata metadata =
        Metadata.of(Map.of(key, string, "list", List.of(string, "t" + string.substring(1))));
    longest.add(List.of(bare(id, metadata, 1, 2), bare(twin, 3, 4)));
    assertEquals(metadata, one(longest, id).metadata());
    assertEquals(Metadata.EMPTY, one(longest, twin).metadata());
    assertEquals(
        List.of(id),
        List.copyOf(
            ContractTest.matching(
                longest, new Filter.Compare(key, Filter.Operator.EQUAL, string))));
    assertEquals(1, longest.delete(Selection.ids(id)));
  }

  @Test
  default void should_keep_numbers_exactly_and_in_their_type() {
    VectorCollection numbers = vectors(2);
    List<Object> values =
        List.of(
            0L,
            1L,
            -1L,
            (1L << 53) - 1,
            1L << 53,
            (1L << 53) + 1,
            -(1L << 53) - 1,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            0.0,
            1.0,
            -1.0,
            0.1,
            0.1 + 0.2,
            1.0 / 3,
            1e15,
            1e16,
            1e21,
            1.5e300,
            0x1p53,
            0x1p63,
            -0x1p63,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            Double.MIN_VALUE,
            Double.MIN_NORMAL,
            (double) 1.1f,
            true,
            false);
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Object value = values.get(i);
      passages.add(
          bare("r" + i, Metadata.of(Map.of("one", value, "list", List.of(value, value))), 1, 2));
    }
    numbers.add(passages);
    Map<String, Passage> read = contents(numbers);
    for (Passage passage : passages) {
      assertEquals(passage.metadata(), read.get(passage.id()).metadata());
    }
    // The sign of zero may get lost, but not its value.
    numbers.upsert(List.of(bare("zero", Metadata.of("z", -0.0), 1, 2)));
    assertEquals(0.0, (double) one(numbers, "zero").metadata().get("z").orElseThrow(), 0.0);
  }

  @Test
  default void should_keep_lists_in_their_order_and_type() {
    VectorCollection lists = vectors(2);
    Metadata metadata =
        Metadata.of(
            Map.of(
                "strings", List.of("b", "a", "b", ""),
                "longs", List.of(3, 1, 2L, Long.MAX_VALUE),
                "doubles", List.of(1.0, -2.5, 1.0),
                "booleans", List.of(true, false, true),
                "single", List.of("alone"),
                "none", List.of(),
                "empty", ""));
    lists.add(List.of(bare("r", metadata, 1, 2)));
    assertEquals(metadata, one(lists, "r").metadata());
    Map<String, Object> many = new TreeMap<>();
    for (int i = 0; i < 200; i++) {
      many.put("key " + i, i);
    }
    many.put("long list", LongStream.range(0, 1_000).boxed().toList());
    lists.upsert(List.of(bare("many", Metadata.of(many), 1, 2)));
    assertEquals(Metadata.of(many), one(lists, "many").metadata());
  }

  @Test
  default void should_keep_vectors_of_any_length_and_size() {
    for (Metric metric : metrics()) {
      String name = "kept-" + metric.name().toLowerCase();
      VectorCollection kept = store().create(new CollectionSpec(name, metric, 3));
      Map<String, float[]> vectors =
          Map.of(
              "unit", new float[] {0, 1, 0},
              "long", new float[] {30, -40, 1e4f},
              "short", new float[] {1e-6f, 2e-6f, -3e-6f},
              "zero", new float[3]);
      vectors.forEach((id, vector) -> kept.add(List.of(bare(id, vector))));
      vectors.forEach(
          (id, vector) -> {
            float[] expected = metric == Metric.COSINE ? unit(vector) : vector;
            float[] read = one(kept, id).vector();
            float[] embedding = kept.embeddings(List.of(id)).get(0);
            assertArrayEquals(
                expected, metric == Metric.COSINE ? unit(read) : read, 1e-6f, metric + id);
            assertArrayEquals(
                expected, metric == Metric.COSINE ? unit(embedding) : embedding, 1e-6f);
          });
      assertEquals(
          4, kept.search(SearchRequest.vector(new float[] {1, 1, 1}).withK(10)).hits().size());
    }
  }

  @Test
  default void should_take_dimensions_from_one_to_the_largest() {
    for (int dimension : List.of(1, 2, 7, CollectionSpec.MAX_DIMENSION)) {
      VectorCollection vectors = store().create(CollectionSpec.of("dim-" + dimension, dimension));
      float[] a = new float[dimension];
      a[dimension - 1] = 2;
      vectors.add(List.of(bare("a", a)));
      assertEquals("a", vectors.search(SearchRequest.vector(a)).hits().get(0).id());
      assertArrayEquals(unit(a), unit(one(vectors, "a").vector()), 1e-6f);
    }
  }

  private static float[] unit(float[] vector) {
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    float[] unit = vector.clone();
    for (int i = 0; square > 0 && i < unit.length; i++) {
      unit[i] = (float) (unit[i] / Math.sqrt(square));
    }
    return unit;
  }
}
