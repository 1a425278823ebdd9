package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Texts in scripts that the bundled model does not know: all of them have one and the same vector.
 */
class WordsOnlyTest {
  private static final String UNREAD = "The model does not know the script of this question";

  /** Amharic, which has spaces: the market opens in the morning; rain falls in the mountains. */
  private static final String MARKET = "ገበያው በጠዋት ይከፈታል";

  private static final String RAIN = "ዝናብ በተራራው ላይ ይዘንባል";

  @TempDir Path dir;
  private Path texts;
  private Shell shell;

  @BeforeEach
  void add_texts() throws IOException {
    shell = new Shell(dir.resolve("data"));
    texts = Files.createDirectories(dir.resolve("texts"));
    Files.writeString(texts.resolve("market.txt"), MARKET + "\n");
    Files.writeString(texts.resolve("rain.txt"), RAIN + "\n");
    Files.writeString(texts.resolve("tea.txt"), "Green tea is steeped for two minutes.\n");
  }

  private List<String> found(String... args) {
    JsonNode hits = shell.json(args).get("hits");
    return hits.findValuesAsText("source").stream()
        .map(source -> Path.of(source).getFileName().toString())
        .toList();
  }

  @Test
  void should_say_that_the_model_cannot_read_them() {
    Shell.Result added = shell.run("add", texts.toString());
    assertTrue(
        added
            .err()
            .contains(
                "The model does not know the script of 2 passages, which a search finds by words"
                    + " alone."),
        added.err());
    assertTrue(added.err().contains(" --model hf:intfloat/multilingual-e5-small'"), added.err());
    assertFalse(shell.run("update").err().contains("does not know"));
    assertEquals(2, shell.json("add", texts.toString(), "-c", "other").get("words_only").asInt());
  }

  @Test
  void should_count_them_wherever_the_collection_is_described() {
    shell.json("add", texts.toString(), "-q");
    assertEquals(2, shell.json("stats").at("/collections/0/words_only").asInt());
    assertEquals(2, shell.json("doctor").at("/collections/0/words_only").asInt());
    String stats = shell.run("stats").out();
    assertTrue(stats.contains("  2 passages have no vector"), stats);
    String doctor = shell.run("doctor").out();
    assertTrue(doctor.contains("the script of 2 passages"), doctor);
    assertTrue(doctor.contains(" --model hf:intfloat/multilingual-e5-small'"), doctor);
    shell.json("delete", "--in", texts.resolve("rain.txt").toString());
    shell.json("delete", "--in", texts.resolve("market.txt").toString());
    assertEquals(0, shell.json("stats").at("/collections/0/words_only").asInt());
    assertFalse(shell.run("stats").out().contains("no vector"));
    assertFalse(shell.run("doctor").out().contains("script"));
  }

  @Test
  void should_propose_no_other_model_for_a_few_texts() throws IOException {
    Files.writeString(texts.resolve("coffee.txt"), "Coffee is ground before it is brewed.\n");
    String added = shell.run("add", texts.toString()).err();
    assertTrue(added.contains("2 passages") && !added.contains("--model"), added);
  }

  @Test
  void should_answer_what_the_model_cannot_read_by_words() {
    shell.json("add", texts.toString());
    for (String mode : List.of("vector", "hybrid", "lexical")) {
      assertEquals(List.of("rain.txt"), found("search", "ዝናብ", "--mode", mode), mode);
    }
    Shell.Result asked = shell.run("search", "ገበያው");
    assertTrue(asked.out().contains(MARKET), asked.out());
    assertTrue(asked.err().contains(UNREAD), asked.err());
    String weather = "ዝናብ ነፋስ በረዶ ፀሐይ ደመና"; // rain, wind, hail, sun, cloud
    assertTrue(shell.run("search", weather).out().contains(RAIN), "one word of five is enough");
    assertEquals(List.of(), found("search", "ፀሐይ"));
    assertFalse(shell.run("search", "how long is tea steeped").err().contains(UNREAD));
    assertFalse(shell.run("search", "ዝናብ", "--mode", "lexical").err().contains(UNREAD));
  }

  @Test
  void should_find_a_word_in_a_line_without_spaces() throws IOException {
    Path lines = Files.createDirectories(dir.resolve("lines"));
    Files.writeString(lines.resolve("market.txt"), "ตลาดน้ำเปิดทุกเช้าวันเสาร์\n");
    Files.writeString(lines.resolve("school.txt"), "โรงเรียนอยู่ข้างสถานีรถไฟ\n");
    Files.writeString(lines.resolve("khmer.txt"), "ផ្សារបើកនៅពេលព្រឹក\n");
    shell.json("add", lines.toString());
    assertEquals("market.txt", found("search", "ตลาดน้ำ").get(0));
    assertEquals("school.txt", found("search", "สถานีรถไฟ", "--mode", "lexical").get(0));
    assertEquals(List.of("khmer.txt"), found("search", "ផ្សារ"));
  }
}
