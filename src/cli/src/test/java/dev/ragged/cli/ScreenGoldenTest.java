package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What people see of answers in terminals of 60 and of 200 columns. {@code -Dgolden.write=true}
 * writes the files anew; escape characters are written as {@code ^[}.
 */
class ScreenGoldenTest {
  private static final boolean WRITE = Boolean.getBoolean("golden.write");
  private static final Path SOURCES = Path.of("src/test/resources/golden/screens");

  private static final String TEA =
      """
      ---
      title: About tea
      tags: [kitchen]
      ---

      # Tea

      Tea is grown in many countries and has been traded for a very long time. Black tea is made
      with boiling water. Green tea is steeped at eighty degrees, for two minutes at most.
      """;

  private static final String JAPANESE =
      "# お茶\n\n緑茶は八十度のお湯で二分ほど蒸らします。紅茶は沸騰したお湯で入れます。\ud83c\udf75\ud83c\udf75\n";

  @TempDir Path dir;

  private Shell shell;

  @BeforeEach
  void write_documents() throws IOException {
    Path docs = Files.createDirectories(dir.resolve("notes/with a long name, as some are"));
    Files.writeString(docs.resolve("tea.md"), TEA);
    Files.writeString(docs.resolve("copy of tea.md"), TEA);
    Files.writeString(dir.resolve("notes/茶.md"), JAPANESE);
    Files.writeString(
        dir.resolve("notes/bicycle.txt"), "To mend a puncture, glue a patch on the inner tube.\n");
    Files.writeString(
        dir.resolve("notes/long.md"),
        "# Trains\n\n"
            + "The train to the coast leaves at seven. ".repeat(30)
            + "\n\n## Ferry\n\n"
            + "The ferry to the island leaves at nine. ".repeat(30));
    Files.writeString(
        dir.resolve("cards.jsonl"),
        "{\"id\": \"card-1\", \"text\": \"Yeast makes dough rise.\"}\n");
    shell = new Shell(dir.resolve("data"));
    shell.env.put("HOME", dir.toString());
    assertEquals(0, shell.run("add", dir.resolve("notes").toString(), "-q").status());
    assertEquals(0, shell.run("add", dir.resolve("cards.jsonl").toString(), "-q").status());
    shell.terminal = true;
  }

  private void screen(String name, String... args) throws IOException {
    for (int width : new int[] {60, 200}) {
      shell.width = width;
      String shown =
          shell
              .run(args)
              .out()
              .replace(dir.toUri().toString(), "file:///DIR/")
              .replace('\u001b', '^');
      String file = name + "-" + width + ".txt";
      if (WRITE) {
        Files.createDirectories(SOURCES);
        Files.writeString(SOURCES.resolve(file), shown);
        continue;
      }
      try (InputStream in = getClass().getResourceAsStream("/golden/screens/" + file)) {
        assertEquals(new String(in.readAllBytes(), StandardCharsets.UTF_8), shown, file);
      }
    }
  }

  @Test
  void should_fit_answers_on_a_screen() throws IOException {
    screen("copies", "search", "how hot should green tea be steeped", "-n", "2");
    screen("wide-characters", "search", "緑茶 お湯", "--mode", "lexical", "-n", "1");
    screen("one-document", "search", "when does the ferry leave", "-n", "3", "--mode", "lexical");
    screen("no-file", "search", "what makes dough rise", "-n", "1", "--no-links");
    screen("nothing-close", "search", "parliamentary elections in Mongolia", "--mode", "vector");
    screen("full", "search", "mend a puncture", "-n", "1", "--full", "--mode", "lexical");
  }
}
