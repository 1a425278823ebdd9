package dev.ragged.leann.internal.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.junit.jupiter.api.Test;

class UnspacedWordsTest {
  private final Analyzer analyzer = Words.analyzer(Words.WITH_PARTS);

  private List<String> words(String text) {
    return List.copyOf(Words.of(analyzer, text));
  }

  @Test
  void should_pair_the_characters_of_a_run_with_their_marks() {
    assertEquals(List.of("ปลาทู", "ปล", "ลา", "าทู"), words("ปลาทู"));
    assertEquals(List.of("ที่นี่"), words("ที่นี่"));
    assertEquals(List.of("ก"), words("ก"));
    assertTrue(words("ຮ້ານຂາຍປາ").size() > 4, "Lao");
    assertTrue(words("ហាងលក់ត្រី").size() > 3, "Khmer");
    assertTrue(words("ငါးဆိုင်").size() > 1, "Burmese");
  }

  @Test
  void should_share_pairs_with_a_longer_run() {
    Set<String> shop = Words.of(analyzer, "ร้านขายปลา");
    Set<String> sentence = Words.of(analyzer, "ร้านขายปลาเปิดทุกวันยกเว้นวันจันทร์");
    long shared = shop.stream().filter(sentence::contains).count();
    assertEquals(shop.size() - 1, shared, "all but the run itself");
    long byChance = Words.of(analyzer, "หอสมุดกลาง").stream().filter(shop::contains).count();
    assertTrue(byChance * 4 < shared, byChance + " of " + shared);
  }

  @Test
  void should_leave_other_words_alone() {
    String mixed = "Green tea, 緑茶 お茶, чай: 12.5 °C";
    assertEquals(List.copyOf(Words.of(new StandardAnalyzer(), mixed)), words(mixed));
  }
}
