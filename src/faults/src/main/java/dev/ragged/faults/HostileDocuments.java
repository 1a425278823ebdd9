package dev.ragged.faults;

import static dev.ragged.faults.HostileText.bytes;
import static dev.ragged.faults.HostileText.nested;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files of every kind that ragged reads, made to hurt whatever parses them. */
final class HostileDocuments {
  private static final String TEXT = "A quiet line about tea and rain. ";
  private static final int BOMB = 150_000_000;

  /** A file's name and what is in it. */
  record Document(String name, byte[] bytes) {}

  private final String secret;
  private final Random random;

  /**
   * @param secret the URL of a file that nobody may read
   */
  HostileDocuments(String secret, Random random) {
    this.secret = secret;
    this.random = random;
  }

  /** One document; two in three are valid ones that were changed. */
  Document draw() throws IOException {
    if (random.nextInt(3) == 0) {
      return handmade();
    }
    Document valid = valid();
    byte[] changed = HostileText.mutate(valid.bytes(), random);
    // The content decides what a file is, so a wrong name must not matter.
    String name = random.nextInt(8) == 0 ? "x." + extension() : valid.name();
    return new Document(name, changed);
  }

  private String extension() {
    List<String> all =
        List.of(
            "pdf", "docx", "xlsx", "pptx", "odt", "rtf", "epub", "html", "txt", "md", "gz", "eml",
            "xml", "doc", "xls", "ppt", "json", "csv", "bin", "zip");
    return all.get(random.nextInt(all.size()));
  }

  private Document valid() throws IOException {
    return switch (random.nextInt(10)) {
      case 0, 1 -> new Document("x.pdf", pdf("BT /F1 12 Tf 50 700 Td (" + TEXT + ") Tj ET", ""));
      case 2 -> new Document("x.docx", docx(paragraph(TEXT)));
      case 3 -> new Document("x.xlsx", xlsx("<row r=\"1\"><c r=\"A1\"><v>5</v></c></row>"));
      case 4 -> new Document("x.pptx", pptx(TEXT));
      case 5 -> new Document("x.odt", odt("", "<text:p>" + TEXT + "</text:p>"));
      case 6 ->
          new Document("x.rtf", bytes("{\\rtf1\\ansi{\\fonttbl\\f0 A;}\\f0 " + TEXT + "\\par}"));
      case 7 -> new Document("x.epub", epub("<html><body><p>" + TEXT + "</p></body></html>"));
      case 8 ->
          new Document(
              "x.html", bytes("<html><head><title>T</title></head><body><p>" + TEXT + "</body>"));
      default -> new Document("x.txt.gz", gzip(bytes(TEXT.repeat(20))));
    };
  }

  private Document handmade() throws IOException {
    String laughs = laughs();
    String external = "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + secret + "\">]>";
    int deep = 1_000 << random.nextInt(7);
    return switch (random.nextInt(34)) {
      case 0 -> new Document("x.docx", docx(laughs, paragraph("&l9;")));
      case 1 -> new Document("x.docx", docx(external, paragraph("&e;")));
      case 2 -> new Document("x.odt", odt(laughs, "<text:p>&l9;</text:p>"));
      case 3 -> new Document("x.odt", odt(external, "<text:p>&e;</text:p>"));
      case 4 -> new Document("x.xml", bytes("<?xml version=\"1.0\"?>" + external + "<x>&e;</x>"));
      case 5 -> new Document("x.docx", docx(nested("<w:p>", TEXT, "</w:p>", deep)));
      case 6 ->
          new Document(
              "x.docx",
              docx(
                  nested(
                      "<w:tbl><w:tr><w:tc>", paragraph(TEXT), "</w:tc></w:tr></w:tbl>", deep / 3)));
      case 7 -> new Document("x.odt", odt("", nested("<text:span>", TEXT, "</text:span>", deep)));
      case 8 -> new Document("x.html", bytes(nested("<div>", TEXT, "</div>", deep)));
      case 9 -> new Document("x.html", bytes(nested("<table><tr><td>", TEXT, "", deep)));
      case 10 -> new Document("x.html", bytes("<p " + "a='b' ".repeat(deep) + ">" + TEXT));
      case 11 -> new Document("x.html", bytes("<b><i><u>".repeat(deep) + TEXT + "</p>".repeat(9)));
      case 12 -> new Document("x.html", bytes("<!--".repeat(deep) + TEXT));
      case 13 -> new Document("x.html", bytes("&#x110000;&#0;&#xD800;&" + "amp;".repeat(deep)));
      case 14 -> new Document("x.rtf", bytes("{\\rtf1 " + nested("{", TEXT, "}", deep) + "}"));
      case 15 -> new Document("x.rtf", bytes("{\\rtf1 \\bin99999999 " + TEXT + "\\u99999?\\'zz}"));
      case 16 ->
          new Document(
              "x.docx",
              zip(
                  "word/document.xml",
                  zeros(BOMB),
                  "[Content_Types].xml",
                  bytes(
                      types(
                          "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
                              + ".main+xml",
                          "/word/document.xml"))));
      case 17 -> new Document("x.txt.gz", gzip(zeros(BOMB)));
      case 18 -> new Document("x.pdf", pdfBomb());
      case 19 -> new Document("x.pdf", pdf("(", "/Parent 2 0 R /Kids [2 0 R 3 0 R]"));
      case 20 -> new Document("x.pdf", bytes("%PDF-1.7\n" + nested("[", "1", "]", deep)));
      case 21 ->
          new Document(
              "x.pdf",
              bytes(
                  "%PDF-1.4\n1 0 obj<</Length 1 0 R>>stream\nendobj\n"
                      + "trailer<</Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF"));
      case 22 -> new Document("x.epub", nestedZip(deep / 4_000));
      case 23 -> new Document("x.zip", nestedZip(6));
      case 24 ->
          new Document(
              "x.xlsx",
              xlsx(
                  "<row r=\"1048577\"><c r=\"ZZZZ1\" t=\"s\"><v>"
                      + "99999999</v></c></row>".repeat(1 + deep / 100)));
      case 25 -> new Document("x.txt", HostileText.encoded((TEXT + "äöü漢字 ").repeat(20), random));
      case 26 -> new Document("x.txt", bytes(HostileText.string(random).repeat(1 + deep / 1_000)));
      case 27 -> new Document("x.txt", bytes("x".repeat(deep)));
      case 28 ->
          new Document(
              "x.md",
              bytes(
                  "# "
                      + HostileText.string(random)
                      + "\n"
                      + TEXT
                      + "\n"
                      + nested("> ", TEXT, "", deep)));
      case 29 -> new Document("x." + extension(), noise(1 + random.nextInt(20_000)));
      case 30 -> new Document("x." + extension(), new byte[0]);
      case 31 -> new Document("x." + extension(), bytes(magic() + TEXT));
      case 32 ->
          new Document(
              "x.eml",
              bytes(
                  "From: a\nContent-Type: multipart/mixed; boundary=b\n\n"
                      + "--b\nContent-Type: multipart/mixed; boundary=b\n\n".repeat(deep / 100)
                      + TEXT));
      default -> new Document("x.xml", bytes(laughs + "<x>&l9;</x>"));
    };
  }

  /** What a file of some kind begins with. */
  private String magic() {
    List<String> all =
        List.of(
            "%PDF-1.7\n",
            "PK\u0003\u0004",
            "{\\rtf1",
            "\u001f\u008b\b",
            "GIF89a",
            "\u007fELF",
            "<?xml version='1.1' encoding='nonsense'?>",
            "\u0000\u0000\u0000 ftypmp42",
            "Rar!",
            "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1");
    return all.get(random.nextInt(all.size()));
  }

  private static String laughs() {
    StringBuilder laughs = new StringBuilder("<!DOCTYPE x [<!ENTITY l0 \"ha\">");
    for (int i = 1; i <= 9; i++) {
      laughs.append("<!ENTITY l").append(i).append(" \"");
      laughs.append(("&l" + (i - 1) + ";").repeat(10)).append("\">");
    }
    return laughs.append("]>").toString();
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  /** Never in memory at once: what is made of it is small. */
  private static byte[] zeros(int length) {
    return new byte[length];
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream stream = new GZIPOutputStream(bytes)) {
      stream.write(content);
    }
    return bytes.toByteArray();
  }

  /** Names and contents in turn. */
  private static byte[] zip(Object... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < entries.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) entries[i]));
        zip.write(entries[i + 1] instanceof byte[] raw ? raw : bytes((String) entries[i + 1]));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] nestedZip(int depth) throws IOException {
    byte[] inner = bytes(TEXT);
    for (int i = 0; i <= depth; i++) {
      inner = zip("mimetype", "application/epub+zip", "a.zip", inner, "../../b.zip", inner);
      if (inner.length > 1_000_000) {
        break;
      }
    }
    return inner;
  }

  private static String types(String type, String part) {
    return "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
        + "<Default Extension=\"rels\""
        + " ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        + "<Override PartName=\""
        + part
        + "\" ContentType=\""
        + type
        + "\"/></Types>";
  }

  private static String relation(String id, String kind, String target) {
    return "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        + "<Relationship Id=\""
        + id
        + "\" Type=\"http://schemas.openxmlformats.org/officeDocument/"
        + "2006/relationships/"
        + kind
        + "\" Target=\""
        + target
        + "\"/></Relationships>";
  }

  private static String paragraph(String text) {
    return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>";
  }

  private static byte[] docx(String body) throws IOException {
    return docx("", body);
  }

  private static byte[] docx(String doctype, String body) throws IOException {
    return zip(
        "[Content_Types].xml",
        types(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
            "/word/document.xml"),
        "_rels/.rels",
        relation("r1", "officeDocument", "word/document.xml"),
        "word/document.xml",
        "<?xml version=\"1.0\"?>"
            + doctype
            + "<w:document xmlns:w=\"http://schemas.openxmlformats"
            + ".org/wordprocessingml/2006/main\"><w:body>"
            + body
            + "</w:body></w:document>");
  }

  private static byte[] xlsx(String rows) throws IOException {
    String main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    return zip(
        "[Content_Types].xml",
        types(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            "/xl/workbook.xml"),
        "_rels/.rels",
        relation("r1", "officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels",
        relation("r1", "worksheet", "worksheets/sheet1.xml"),
        "xl/workbook.xml",
        "<workbook "
            + main
            + " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/"
            + "relationships\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets>"
            + "</workbook>",
        "xl/worksheets/sheet1.xml",
        "<worksheet " + main + "><sheetData>" + rows + "</sheetData></worksheet>");
  }

  private static byte[] pptx(String text) throws IOException {
    return zip(
        "[Content_Types].xml",
        types(
            "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
            "/ppt/presentation.xml"),
        "_rels/.rels",
        relation("r1", "officeDocument", "ppt/presentation.xml"),
        "ppt/_rels/presentation.xml.rels",
        relation("r1", "slide", "slides/slide1.xml"),
        "ppt/presentation.xml",
        "<p:presentation xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"/>",
        "ppt/slides/slide1.xml",
        "<p:sld xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\">"
            + text
            + "</p:sld>");
  }

  private static byte[] odt(String doctype, String body) throws IOException {
    return zip(
        "mimetype",
        "application/vnd.oasis.opendocument.text",
        "content.xml",
        "<?xml version=\"1.0\"?>"
            + doctype
            + "<office:document-content"
            + " xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
            + " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body>"
            + "<office:text>"
            + body
            + "</office:text></office:body></office:document-content>");
  }

  private static byte[] epub(String page) throws IOException {
    return zip(
        "mimetype",
        "application/epub+zip",
        "META-INF/container.xml",
        "<container><rootfiles><rootfile full-path=\"c.opf\"/></rootfiles></container>",
        "c.opf",
        "<package><manifest><item id=\"p\" href=\"p.xhtml\" media-type=\"application/xhtml+xml\"/>"
            + "</manifest><spine><itemref idref=\"p\"/></spine></package>",
        "p.xhtml",
        page);
  }

  private static byte[] pdf(String content, String moreOfThePage) {
    Map<Integer, String> objects = new LinkedHashMap<>();
    objects.put(1, "<</Type/Catalog/Pages 2 0 R>>");
    objects.put(2, "<</Type/Pages/Kids[3 0 R]/Count 1>>");
    objects.put(
        3,
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1"
            + " 5 0 R>>>>"
            + moreOfThePage
            + ">>");
    objects.put(4, "<</Length " + content.length() + ">>stream\n" + content + "\nendstream");
    objects.put(5, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
    StringBuilder file = new StringBuilder("%PDF-1.4\n");
    StringBuilder places = new StringBuilder("xref\n0 6\n0000000000 65535 f \n");
    objects.forEach(
        (number, object) -> {
          places.append(String.format("%010d 00000 n \n", file.length()));
          file.append(number).append(" 0 obj\n").append(object).append("\nendobj\n");
        });
    int start = file.length();
    file.append(places).append("trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n").append(start);
    return file.append("\n%%EOF\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] pdfBomb() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream stream = new DeflaterOutputStream(packed)) {
      stream.write(zeros(BOMB));
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(
        bytes(
            "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0"
                + " R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0"
                + " R>>endobj\n4 0 obj<</Filter/FlateDecode/Length "
                + packed.size()
                + ">>stream\n"));
    file.write(packed.toByteArray());
    file.write(bytes("\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"));
    return file.toByteArray();
  }
}
