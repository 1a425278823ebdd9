package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents made to hang, to explode or to crash; each ends, and the next one is read. */
class HostileDocumentsTest {
  private static final int MAX = 2 << 20;
  private static final Pattern CLASS_NAME =
      Pattern.compile("\\b(java|javax|org|com|dev)\\.\\w|Exception|\\w+Error\\b");
  private static final Extractor EXTRACTOR =
      new Extractor(MAX, new ParserProcess(30), new OfficeText());

  @AfterAll
  static void close() {
    EXTRACTOR.close();
  }

  /** Null if it has text; else why not, which must be fit for people. */
  private static String refusal(String name, byte[] bytes) {
    try {
      Document document = EXTRACTOR.extract(bytes, name).get(0);
      assertFalse(document.text().isBlank());
      return null;
    } catch (UnusableFileException e) {
      assertFalse(CLASS_NAME.matcher(e.getMessage()).find(), e.getMessage());
      assertTrue(e.getMessage().endsWith("."), e.getMessage());
      return e.getMessage();
    }
  }

  @Test
  void should_refuse_what_unpacks_to_too_much() throws Exception {
    byte[] bomb = spreadsheet("<row><c t=\"inlineStr\"><is><t>", 200 << 20, "</t></is></c></row>");
    String why = refusal("bomb.xlsx", bomb);
    assertTrue(
        why.startsWith("unpacks to far more") || why.startsWith("needs more memory than"), why);
    assertTrue(refusal("bomb.pdf", pdf(100 << 20)).length() > 0);
  }

  @Test
  void should_not_expand_entities_without_end() throws Exception {
    StringBuilder entities = new StringBuilder("<!DOCTYPE x [<!ENTITY a0 \"lol\">");
    for (int i = 1; i < 20; i++) {
      entities.append("<!ENTITY a" + i + " \"" + ("&a" + (i - 1) + ";").repeat(10) + "\">");
    }
    String xml =
        "<?xml version=\"1.0\"?>"
            + entities
            + "]><office:document-content"
            + " xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
            + " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body>"
            + "<office:text><text:p>&a19;</text:p></office:text></office:body>"
            + "</office:document-content>";
    String type = "application/vnd.oasis.opendocument.text";
    assertTrue(refusal("laughs.odt", Samples.zip("mimetype", type, "content.xml", xml)) != null);
  }

  @Test
  void should_read_or_refuse_absurd_structures() throws Exception {
    StringBuilder columns = new StringBuilder("<row>");
    for (int i = 0; i < 1_000_000; i++) {
      columns.append("<c r=\"A1\"><v>1</v></c>");
    }
    refusal("wide.xlsx", spreadsheet(columns.append("</row>").toString(), 0, ""));
    refusal("deep.rtf", ("{\\rtf1" + "{".repeat(500_000)).getBytes(StandardCharsets.US_ASCII));
    refusal("deep.pdf", ("%PDF-1.4\n" + "[".repeat(500_000)).getBytes(StandardCharsets.US_ASCII));
    refusal("deep.html", "<table><tr><td>".repeat(20_000).getBytes(StandardCharsets.US_ASCII));
    assertEquals(null, refusal("fine.docx", Samples.docx("Fine.")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.pdf", "a.docx", "a.odt", "a.rtf"})
  void should_speak_plainly_of_damage(String name) throws Exception {
    byte[] whole =
        switch (name) {
          case "a.pdf" -> Samples.pdf(null, "Some text.", "More text.");
          case "a.docx" -> Samples.docx("Some text.", "More text.");
          case "a.odt" -> Samples.odt("Some text.");
          default -> "{\\rtf1\\ansi Some \\b text\\b0 .\\par}".getBytes(StandardCharsets.US_ASCII);
        };
    Random random = new Random(20);
    for (int i = 0; i < 40; i++) {
      byte[] damaged = whole.clone();
      for (int n = random.nextInt(20); n >= 0; n--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      refusal(name, damaged);
    }
  }

  /** Each would take hours if the time grew with the square of the size. */
  @ParameterizedTest
  @ValueSource(strings = {"words\r", "x", "# ", "=", "a\n", "\"')]}", "- item\n", "\t", "a\n=\n"})
  void should_cut_long_texts_in_one_go(String part) throws Exception {
    String text = "begin " + part.repeat((16 << 20) / part.length());
    Document document =
        new Document(text, null, Positions.linesOf(text), new int[0], Document.Layout.WRAPPED);
    int end = 0;
    for (Slice slice : new Chunker(new WordTokenizer(), 256, 32).cut(document)) {
      assertEquals(end, slice.fresh());
      end = slice.end();
    }
    assertEquals(text.length(), end);
  }

  private static byte[] spreadsheet(String before, int filling, String after) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      String ns = "http://schemas.openxmlformats.org/";
      entry(
          zip,
          "[Content_Types].xml",
          "<Types xmlns=\""
              + ns
              + "package/2006/content-types\"><Default Extension=\"xml\""
              + " ContentType=\"application/xml\"/><Default Extension=\"rels\" ContentType="
              + "\"application/vnd.openxmlformats-package.relationships+xml\"/><Override"
              + " PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-"
              + "officedocument.spreadsheetml.sheet.main+xml\"/><Override PartName="
              + "\"/xl/worksheets/sheet1.xml\" ContentType=\"application/vnd.openxmlformats-"
              + "officedocument.spreadsheetml.worksheet+xml\"/></Types>");
      String rel =
          "<Relationships xmlns=\""
              + ns
              + "package/2006/relationships\"><Relationship"
              + " Id=\"r1\" Type=\""
              + ns
              + "officeDocument/2006/relationships/";
      entry(
          zip,
          "_rels/.rels",
          rel + "officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
      entry(
          zip,
          "xl/_rels/workbook.xml.rels",
          rel + "worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>");
      entry(
          zip,
          "xl/workbook.xml",
          "<workbook xmlns=\""
              + ns
              + "spreadsheetml/2006/main\" xmlns:r=\""
              + ns
              + "officeDocument/2006/relationships\"><sheets><sheet name=\"s\" sheetId=\"1\""
              + " r:id=\"r1\"/></sheets></workbook>");
      zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
      write(zip, "<worksheet xmlns=\"" + ns + "spreadsheetml/2006/main\"><sheetData>" + before);
      byte[] block = "spam ".repeat(1 << 15).getBytes(StandardCharsets.US_ASCII);
      for (long done = 0; done < filling; done += block.length) {
        zip.write(block);
      }
      write(zip, after + "</sheetData></worksheet>");
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }

  private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    write(zip, text);
    zip.closeEntry();
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A page whose content stream unpacks to so many bytes of shown text. */
  private static byte[] pdf(int unpacked) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (OutputStream packed = new DeflaterOutputStream(content)) {
      write(packed, "BT /F 12 Tf 9 9 Td ");
      byte[] block = "(spam spam) Tj ".repeat(1 << 12).getBytes(StandardCharsets.US_ASCII);
      for (long done = 0; done < unpacked; done += block.length) {
        packed.write(block);
      }
      write(packed, "ET");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(
        bytes,
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
            + "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
            + "3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F<</Type/Font"
            + "/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
            + "4 0 obj<</Filter/FlateDecode/Length "
            + content.size()
            + ">>stream\n");
    content.writeTo(bytes);
    write(bytes, "\nendstream\nendobj\ntrailer<</Root 1 0 R>>\n");
    return bytes.toByteArray();
  }
}
