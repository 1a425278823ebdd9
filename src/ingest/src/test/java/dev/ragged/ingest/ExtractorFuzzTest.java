package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ragged.Utf8;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files from anywhere, of any kind: text with positions comes out of them, or a reason why not. The
 * first byte chooses the name.
 */
@Timeout(300)
class ExtractorFuzzTest {
  private static final int MAX_BYTES = 1 << 16;

  private static final List<String> NAMES =
      List.of(
          "a",
          "a.txt",
          "a.md",
          "a.html",
          "a.java",
          "a.gz",
          "a.html.gz",
          "a.pdf",
          "a.docx",
          "a.odt",
          "a.rtf",
          "a.doc",
          "a.xls",
          "a.ppt",
          "a.xlsx",
          "a.pptx",
          "a.epub",
          "a.tgz",
          "a.eml",
          ".gz");

  private static final Extractor EXTRACTOR = new Extractor(MAX_BYTES);

  static Stream<byte[]> files() throws IOException {
    String odt =
        "<office:document-content"
            + " xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
            + " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body>"
            + "<office:text><text:h>Tea</text:h><text:p>black</text:p></office:text>"
            + "</office:body></office:document-content>";
    return Stream.of(
        file("a.txt", "Tea and coffee.\r\n\r\nMilk.\r".getBytes(StandardCharsets.UTF_8)),
        file("a", "\uFEFFTee \u00fcber".getBytes(StandardCharsets.UTF_16LE)),
        file("a.txt", "\u0427\u0430\u0439 \u0438".getBytes(Charset.forName("windows-1251"))),
        file("a.md", "# Tea #\n\n- black\n".getBytes(StandardCharsets.UTF_8)),
        file("a.java", "class Tea {\n  int cups;\n}\n".getBytes(StandardCharsets.UTF_8)),
        file("a.html", HtmlTextFuzzTest.PAGE.getBytes(StandardCharsets.ISO_8859_1)),
        file("a.gz", Samples.gzip("Tea".getBytes(StandardCharsets.UTF_8))),
        file("a.html.gz", Samples.gzip(HtmlTextFuzzTest.PAGE.getBytes(StandardCharsets.UTF_8))),
        file("a.pdf", Samples.pdf(null, "Tea", "Coffee")),
        file("a.pdf", Samples.pdf("secret", "Tea")),
        file("a.docx", Samples.docx("Tea", "Coffee")),
        file("a.odt", Samples.odt(odt)),
        file("a.tgz", Samples.gzip(new byte[600])),
        file("a", Samples.zip("a.txt", "Tea")),
        file(
            "a.rtf",
            "{\\rtf1\\ansi {\\b Tea}\\par\\u252?ber\\'e4}".getBytes(StandardCharsets.US_ASCII)),
        file("a.eml", "From: a@b.c\nSubject: Tea\n\nDrink.\n".getBytes(StandardCharsets.US_ASCII)));
  }

  private static byte[] file(String name, byte[] bytes) {
    byte[] file = new byte[bytes.length + 1];
    file[0] = (byte) NAMES.indexOf(name);
    System.arraycopy(bytes, 0, file, 1, bytes.length);
    return file;
  }

  @MethodSource("files")
  @FuzzTest
  void should_extract_or_refuse(byte[] file) {
    if (file.length == 0) {
      return;
    }
    String name = NAMES.get(Math.floorMod(file[0], NAMES.size()));
    byte[] bytes = Arrays.copyOfRange(file, 1, file.length);
    try {
      Document document = EXTRACTOR.extract(bytes, name).get(0);
      String text = document.text();
      assertFalse(text.isBlank());
      assertEquals(text, Utf8.wellFormed(text));
      int before = 0;
      for (int offset = 0; offset < text.length(); offset += 1 + text.length() / 50) {
        int position = document.positions().at(offset);
        assertTrue(position >= Math.max(1, before), "positions ascend");
        before = position;
      }
      before = 0;
      for (int heading : document.headings()) {
        assertTrue(heading >= before && heading <= text.length(), "headings ascend");
        before = heading;
      }
    } catch (UnusableFileException e) {
      assertTrue(e.getMessage().endsWith("."), e.getMessage());
      assertFalse(
          e.getMessage().contains("longer than"), "some " + bytes.length + " bytes take for ever");
    }
  }
}
