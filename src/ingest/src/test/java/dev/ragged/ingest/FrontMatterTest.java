package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.junit.jupiter.api.Test;

class FrontMatterTest {
  private static final String NOTE =
      """
      ---
      title: "Rowing: a plan"
      author: [Ann, {name: Bob}]
      date: 2024-01-05
      tags: [boats, new pontoon]
      draft: true
      ---

      # Heading

      Text of the note.
      """;

  @Test
  void should_make_metadata_of_front_matter() throws Exception {
    ReadPassages read = ReadPassages.of("a.md", NOTE);
    assertEquals("\n# Heading\n\nText of the note.\n", read.text());
    assertEquals("Rowing: a plan", read.place("Text", "title"));
    assertEquals("Ann, Bob", read.place("Text", "author"));
    assertEquals("2024-01-05", read.place("Text", "date"));
    assertEquals(List.of("boats", "new pontoon"), read.place("Text", "tags"));
    assertEquals(9L, read.place("Text", "start_line"));
    assertEquals(11L, read.place("Text", "end_line"));
    String few = "---\nkeywords: a, b\n---\n# Own title\nx\n";
    assertEquals(List.of("a", "b"), ReadPassages.of("a.md", few).place("x", "tags"));
    assertEquals("Own title", ReadPassages.of("a.md", few).place("x", "title"));
    assertTrue(ReadPassages.of("a.txt", NOTE).text().startsWith("---"), "no Markdown");
  }

  @Test
  void should_leave_alone_what_is_none() throws Exception {
    for (String text :
        new String[] {
          "---\nA rule above, and no end.\n",
          "---\n- a list\n---\nx\n",
          "---\n{broken: [\n---\nx\n",
          "---\n" + "[".repeat(30_000) + "\n---\nx\n",
          "----\ntitle: a\n---\nx\n",
          "---\n---\nx\n"
        }) {
      ReadPassages read = ReadPassages.of("a.md", text);
      assertTrue(text.startsWith(read.all().get(read.all().size() - 1).text()), text);
      assertNull(read.place("---", "author"));
    }
  }

  @Test
  void should_name_author_and_date_of_office_files() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (XWPFDocument document = new XWPFDocument()) {
      document.createParagraph().createRun().setText("Minutes.");
      document.getProperties().getCoreProperties().setCreator("Ann Lee");
      document.getProperties().getCoreProperties().setTitle("Board");
      document.getProperties().getCoreProperties().setModified("2024-02-03T04:05:06Z");
      document.write(bytes);
    }
    ReadPassages read = ReadPassages.of("a.docx", bytes.toByteArray());
    assertEquals("Ann Lee", read.place("Minutes", "author"));
    assertEquals("Board", read.place("Minutes", "title"));
    assertTrue(read.place("Minutes", "date").toString().startsWith("20"));
  }
}
