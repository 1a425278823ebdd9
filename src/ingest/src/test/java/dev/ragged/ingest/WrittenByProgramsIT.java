package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.testkit.DocumentPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that the usual libraries wrote: the words are found, with the place to open. */
class WrittenByProgramsIT {
  @TempDir static Path folder;

  @BeforeAll
  static void write() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                DocumentPrograms.python().toString(),
                Path.of("src/test/python/write_documents.py").toAbsolutePath().toString(),
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), said);
  }

  private static ReadPassages read(String name) throws Exception {
    return ReadPassages.of(name, Files.readAllBytes(folder.resolve(name)));
  }

  @Test
  void should_read_mail() throws Exception {
    ReadPassages mail = read("a.eml");
    String subject = "Lieferung Nr. 3 \u2013 ge\u00e4ndert";
    assertEquals(subject, mail.place("W\u00e4rmepumpe 3 kommt sp\u00e4ter", "title"));
    assertEquals(
        "B\u00fccher & Co <b@example.org>",
        mail.place("kommt", "author").toString().replace("\"", ""));
    assertEquals("2025-02-03T09:00:00Z", mail.place("kommt", "date"));
    assertEquals("Gr\u00f6\u00dfe.txt", mail.place("Anhang 3", "member"));
    ReadPassages box = read("a.mbox");
    assertEquals(4, box.all().size(), box.text());
    assertEquals("2025-02-05T09:00:00Z", box.place("W\u00e4rmepumpe 5", "date"));
    assertTrue(box.with("W\u00e4rmepumpe 5").text().contains("\nFrom now on"), box.text());
    String[] lines = Files.readString(folder.resolve("a.mbox")).split("\n");
    long line = (Long) box.place("W\u00e4rmepumpe 5", "start_line");
    assertTrue(lines[(int) line - 1].startsWith("Guten Tag"), line + lines[(int) line - 1]);
  }

  @Test
  void should_read_notebooks() throws Exception {
    ReadPassages notebook = read("a.ipynb");
    assertEquals(2L, notebook.place("17 customers left", "end_cell"));
    assertFalse(notebook.text().contains("iVBOR"));
  }

  @Test
  void should_read_tables() throws Exception {
    ReadPassages prices = read("a.xlsx");
    assertTrue(prices.with("Tea 40 | 40.5 | ").text().startsWith("Prices\nName | Price | Since\n"));
    assertEquals("Prices", prices.place("Tea 40 ", "sheet"));
    long first = (Long) prices.place("Tea 40 ", "start_row");
    long last = (Long) prices.place("Tea 40 ", "end_row");
    assertTrue(first <= 40 && 40 <= last, first + " to " + last);
    assertEquals(3L, prices.place("far away", "start_row"));
    assertEquals("Boats", read("a.ods").place("Eight | nine", "sheet"));
    assertEquals(2L, read("a.ods").place("Eight | nine", "start_row"));
    assertEquals("Ann Lee", read("a.docx").place("r1c0 | r1c1 | r1c2", "author"));
  }

  @Test
  void should_read_slides_and_books() throws Exception {
    assertEquals(2L, read("a.pptx").place("Bullet 2", "slide"));
    assertEquals(3L, read("a.pptx").place("Say goodbye", "slide"));
    assertEquals(2L, read("a.odp").place("lower 2", "slide"));
    assertEquals("Chapter 2", read("a.epub").place("Water number 2", "title"));
    assertEquals("The Boat", read("a.epub").place("Water number 2", "book"));
  }

  @Test
  void should_read_archives() throws Exception {
    assertEquals("box/a.docx", read("b.zip").place("r0c0 | r0c1", "member"));
    assertEquals("box/a.eml", read("b.zip").place("kommt", "member"));
    UnusableFileException e = assertThrows(UnusableFileException.class, () -> read("a.zip"));
    assertEquals("is an archive; unpack it to index it.", e.getMessage());
  }
}
