package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.ingest.Skipped.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;

class ArchiveReaderTest {
  private static final String[] FILES = {
    "notes/boat.md", "# Boat\n\nFour oars.\n",
    "notes/.hidden/key.txt", "secret one",
    "__MACOSX/notes/._boat.md", "secret two",
    "x/node_modules/a/readme.md", "secret three",
    "../../etc/passwd", "root of all",
    "C:\\temp\\win.txt", "from windows",
    "pic.png", "\u0000\u0001\u0002",
    "table.csv", "name,seats\nskiff,4\n",
    "empty.txt", ""
  };

  private static byte[] packed(byte[] bytes, String how) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream stream =
        how.equals("bz2")
            ? new BZip2CompressorOutputStream(packed)
            : new XZCompressorOutputStream(packed)) {
      stream.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] zip(String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
    return bytes.toByteArray();
  }

  /** With its size before it, as programs that encrypt write it. */
  private static byte[] stored(String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(entry);
      zip.write(content);
    }
    return bytes.toByteArray();
  }

  private static UnusableFileException refused(String name, byte[] bytes) {
    return assertThrows(UnusableFileException.class, () -> ReadPassages.of(name, bytes), name);
  }

  @Test
  void should_read_the_files_of_archives() throws Exception {
    byte[] tar = Samples.tar(FILES);
    byte[][] archives = {
      Samples.zip(FILES),
      tar,
      Samples.gzip(tar),
      Samples.gzip(tar),
      packed(tar, "bz2"),
      packed(tar, "xz")
    };
    String[] names = {"a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.tar.bz2", "a.txz"};
    for (int i = 0; i < names.length; i++) {
      ReadPassages read = ReadPassages.of(names[i], archives[i]);
      assertEquals("notes/boat.md", read.place("Four oars", "member"), names[i]);
      assertEquals("Boat", read.place("Four oars", "title"));
      assertEquals(3L, read.place("Four oars", "end_line"));
      assertEquals("table.csv", read.place("skiff", "member"));
      assertEquals(2L, read.place("skiff", "start_row"));
      assertEquals("../../etc/passwd", read.place("root of all", "member"));
      assertEquals(4, read.all().size(), read.text());
      assertTrue(!read.text().contains("secret"), read.text());
    }
  }

  @Test
  void should_read_archives_and_mail_in_archives() throws Exception {
    byte[] inner = Samples.gzip(Samples.tar("in/a.txt", "deep text"));
    ReadPassages read = ReadPassages.of("a.zip", zip("b/inner.tgz", inner));
    assertEquals("b/inner.tgz/in/a.txt", read.place("deep text", "member"));
    String mail = "Subject: Hello\nFrom: a@b.c\n\nRegards.\n";
    ReadPassages letter = ReadPassages.of("a.zip", Samples.zip("m/1.eml", mail));
    assertEquals("m/1.eml", letter.place("Regards", "member"));
    assertEquals("a@b.c", letter.place("Regards", "author"));
    assertEquals("text", ReadPassages.of("a.txt.xz", packed("text".getBytes(), "xz")).text());
    assertEquals("Minutes.", ReadPassages.of("nameless", Samples.docx("Minutes.")).text().strip());
  }

  @Test
  void should_refuse_bombs() throws Exception {
    byte[] zeros = new byte[24 << 20];
    byte[] bomb = zip("a.bin", zeros);
    assertEquals(UnusableFileException.bomb().getMessage(), refused("a.zip", bomb).getMessage());
    byte[] hidden = zip(".a/b", zeros);
    assertEquals(UnusableFileException.bomb().getMessage(), refused("a.zip", hidden).getMessage());
    assertEquals(Reason.TOO_LARGE, refused("a.txt.bz2", packed(zeros, "bz2")).reason());
    byte[] nested = "bottom".getBytes();
    for (int i = 0; i < 10; i++) {
      nested = zip("a.zip", nested);
    }
    assertEquals(Reason.NO_TEXT, refused("a.zip", nested).reason());
    String[] many = new String[2 * (Budget.MAX_MEMBERS + 1)];
    for (int i = 0; i < many.length; i += 2) {
      many[i] = "f" + i + ".txt";
      many[i + 1] = "";
    }
    byte[] crowd = Samples.zip(many);
    assertEquals(Reason.TOO_LARGE, refused("a.zip", zip("crowd.zip", crowd)).reason(), "inside");
  }

  @Test
  void should_refuse_what_is_damaged_or_locked() throws Exception {
    byte[] zip = Samples.zip("a.txt", "some text ".repeat(500), "b.txt", "more");
    for (int cut : new int[] {40, zip.length / 2}) {
      assertTrue(refused("a.zip", Arrays.copyOf(zip, cut)).reason().isPassing(), "cut at " + cut);
    }
    byte[] tar = Samples.tar("a.txt", "some text ".repeat(500));
    assertTrue(refused("a.tar", Arrays.copyOf(tar, 2_000)).reason().isPassing());
    byte[] packed = packed(tar, "xz");
    refused("a.tar.xz", Arrays.copyOf(packed, packed.length / 2));
    byte[] locked = stored("a.txt", "text".getBytes());
    // The flag of its only entry.
    locked[6] |= 1;
    assertEquals(Reason.ENCRYPTED, refused("a.zip", locked).reason());
    byte[] empty = Samples.zip("pic.png", "\u0000\u0001");
    assertEquals("holds no file with text.", refused("a.zip", empty).getMessage());
  }
}
