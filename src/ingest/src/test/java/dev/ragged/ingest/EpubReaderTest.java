package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class EpubReaderTest {
  static final String PACKAGE =
      """
      <?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">
      <metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Boat</dc:title>
      <dc:creator>Carl &amp; Ann</dc:creator><dc:date>2019-05-01</dc:date></metadata><manifest>
      <item id="nav" href="nav.xhtml" properties="nav"/><item id="b" href="../text/two%20b.xhtml"/>
      <item id="a" href="one.xhtml#x"/><item id="c" href="gone.xhtml"/></manifest>
      <spine><itemref idref="nav"/><itemref idref="a"/><itemref idref="b"/><itemref idref="c"/>
      <itemref idref="nowhere"/></spine></package>
      """;

  static byte[] book(String opf) throws IOException {
    return Samples.zip(
        "mimetype", "application/epub+zip",
        "META-INF/container.xml",
            "<container><rootfiles><rootfile full-path=\"OEBPS/b.opf\"/></rootfiles></container>",
        "OEBPS/b.opf", opf,
        "OEBPS/nav.xhtml", "<html><body><nav><ol><li>Contents</li></ol></nav></body></html>",
        "OEBPS/one.xhtml",
            "<html><head><title>The Boat</title></head>\n<body><h1>Water</h1>\n<p>A calm\nlake.</p></body></html>",
        "text/two b.xhtml", "<html><body><h2>Wind</h2><p>A storm.</p></body></html>");
  }

  @Test
  void should_read_chapters_with_their_titles() throws Exception {
    ReadPassages read = ReadPassages.of("a.epub", book(PACKAGE));
    assertEquals(2, read.all().size(), read.text());
    assertEquals("Water", read.place("calm", "title"));
    assertEquals("OEBPS/one.xhtml", read.place("calm", "member"));
    assertEquals("The Boat", read.place("calm", "book"));
    assertEquals("Carl & Ann", read.place("calm", "author"));
    assertEquals("2019-05-01", read.place("calm", "date"));
    assertEquals(4L, read.place("calm", "end_line"));
    assertEquals("Wind", read.place("storm", "title"));
    assertEquals("text/two b.xhtml", read.place("storm", "member"));
  }

  @Test
  void should_refuse_what_is_no_book() throws Exception {
    for (String opf : new String[] {"", "<package/>", "<spine><itemref/></spine>", "\0\0"}) {
      assertThrows(UnusableFileException.class, () -> ReadPassages.of("a.epub", book(opf)));
    }
    byte[] bomb = new byte[40 << 20];
    java.util.Arrays.fill(bomb, (byte) 'x');
    byte[] packed =
        Samples.zip("mimetype", "application/epub+zip", "a.xhtml", new String(bomb, "US-ASCII"));
    assertThrows(UnusableFileException.class, () -> ReadPassages.of("a.epub", packed));
  }
}
