package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ragged.Metadata;
import dev.ragged.Passage;
import dev.ragged.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.tika.mime.MediaType;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of every kind that readers of our own take apart: sound documents come out of them, or a
 * reason why not. The first byte chooses the kind.
 */
@Timeout(300)
class ReaderFuzzTest {
  private static final int MAX_TEXT = 1 << 18;
  private static final Readers READERS = new Readers(new OfficeText());

  static Stream<byte[]> files() throws Exception {
    return Stream.of(
        file(FileKind.TEXT, "# Tea\n\nblack\n"),
        file(FileKind.HTML, HtmlTextFuzzTest.PAGE),
        file(FileKind.MAIL, "From: a@b.c\nSubject: =?utf-8?q?T=C3=A9?=\n\nDrink.\n"),
        file(
            FileKind.MAIL,
            "Subject: Tea\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nDrink.\n"
                + "--b\nContent-Disposition: attachment; filename=a.txt\n"
                + "Content-Transfer-Encoding: base64\n\nVGVh\n"
                + "--b\nContent-Type: message/rfc822\n\nSubject: in\n\nold\n--b--\n"),
        file(FileKind.NOTEBOOK, NotebookReaderTest.NOTEBOOK),
        file(FileKind.EPUB, EpubReaderTest.book(EpubReaderTest.PACKAGE)),
        file(FileKind.TEXT, "---\ntitle: a\ntags: [b, c]\n---\nx"),
        file(
            FileKind.JSON,
            "{\"a\":[{\"b\":1,\"c\":[1,2]},{\"b\":\"\\ud800\"}],\"d\":{\"e\":null}}"),
        file(FileKind.JSON, ChatsTest.CHATGPT),
        file(FileKind.JSON, ChatsTest.CLAUDE),
        file(FileKind.JSON, ChatsTest.SLACK),
        file(FileKind.ARCHIVE, Samples.zip("a/b.txt", "Tea", "c.csv", "a,b\nc,d")),
        file(FileKind.ARCHIVE, Samples.tar("a/b.txt", "Tea")),
        file(FileKind.COMPRESSED, Samples.gzip(Samples.tar("a.txt", "Tea"))),
        file(FileKind.RTF, "{\\rtf1\\ansi{\\fonttbl{\\f0 A;}}{\\b Tea} \\'e4.\\par x}"),
        file(FileKind.CSV, "sep=;\nname;price\n\"green\n tea\";3\n;;\nblack;\"4"),
        file(FileKind.SPREADSHEET, Samples.spreadsheet(new HSSFWorkbook(), 3)),
        file(FileKind.SPREADSHEET, Samples.spreadsheet(new XSSFWorkbook(), 3)),
        file(FileKind.OPEN_SPREADSHEET, Samples.ods(TablesTest.SHEET)),
        file(
            FileKind.MAILBOX,
            "From a@b Mon Feb 17 10:00:00 2025\nSubject: One\n\n>From x\n\n"
                + "From a@b Mon Feb 17 10:00:00 2025\r\nSubject: Two\r\n\r\ntext"));
  }

  static byte[] file(FileKind kind, String text) {
    return file(kind, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] file(FileKind kind, byte[] bytes) {
    byte[] file = new byte[bytes.length + 1];
    file[0] = (byte) kind.ordinal();
    System.arraycopy(bytes, 0, file, 1, bytes.length);
    return file;
  }

  @MethodSource("files")
  @FuzzTest
  void should_read_or_refuse(byte[] file) {
    if (file.length == 0) {
      return;
    }
    FileKind kind = FileKind.values()[Math.floorMod(file[0], FileKind.values().length)];
    byte[] bytes = Arrays.copyOfRange(file, 1, file.length);
    Input input = new Input(bytes, "a.md", MediaType.TEXT_PLAIN, MAX_TEXT);
    try {
      SlicedPassages passages = new SlicedPassages("a", "digest", null);
      Chunker chunker = new Chunker(new WordTokenizer(), 40, 8);
      for (Document document : READERS.read(kind, input)) {
        check(document);
        passages.add(document, chunker.cut(document));
      }
      for (Passage passage : passages.inOrderOfWriting()) {
        assertTrue(passage.metadata().get(Metadata.SOURCE).isPresent());
      }
    } catch (UnusableFileException e) {
      assertTrue(e.getMessage().endsWith("."), e.getMessage());
    } catch (Exception | StackOverflowError e) {
      String why = OfficeText.unusable(e).getMessage();
      assertTrue(why.endsWith("."), why);
    }
  }

  private static void check(Document document) {
    String text = document.text();
    assertEquals(text, Utf8.wellFormed(text));
    int before = 1;
    for (int offset = 0; offset < text.length(); offset += 1 + text.length() / 50) {
      int position = document.positions().at(offset);
      assertTrue(position >= before, "positions ascend");
      before = position;
    }
    int start = -1;
    for (Section section : document.sections()) {
      assertTrue(section.start() > start && section.start() <= text.length(), "sections ascend");
      start = section.start();
    }
  }
}
