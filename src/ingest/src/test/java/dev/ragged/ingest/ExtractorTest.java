package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Utf8;
import dev.ragged.ingest.Skipped.Reason;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.tika.exception.TikaException;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.sax.XHTMLContentHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

class ExtractorTest {
  private final Extractor extractor = new Extractor(1 << 20);

  @AfterEach
  void close() {
    extractor.close();
  }

  private Document extract(String name, byte[] bytes) throws UnusableFileException {
    return extractor.extract(bytes, name).get(0);
  }

  private Document extract(String name, String text) throws UnusableFileException {
    return extract(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private UnusableFileException refused(String name, byte[] bytes) {
    return assertThrows(UnusableFileException.class, () -> extract(name, bytes));
  }

  @Test
  void should_read_text_in_any_encoding() throws Exception {
    String text =
        "Gr\u00fc\u00dfe aus K\u00f6ln, sagte er. Das w\u00e4re sch\u00f6n f\u00fcr alle.\n";
    for (String charset : new String[] {"UTF-8", "ISO-8859-1", "windows-1252"}) {
      assertEquals(text, extract("a.txt", text.getBytes(Charset.forName(charset))).text(), charset);
    }
    for (String charset : new String[] {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"}) {
      byte[] marked = ("\uFEFF" + text).getBytes(Charset.forName(charset));
      assertEquals(text, extract("a.txt", marked).text(), charset);
    }
    String russian =
        "\u0421\u044a\u0435\u0448\u044c \u0435\u0449\u0451 \u044d\u0442\u0438\u0445 \u043c\u044f\u0433\u043a\u0438\u0445 \u0431\u0443\u043b\u043e\u043a, \u0434\u0430 \u0432\u044b\u043f\u0435\u0439 \u0447\u0430\u044e.";
    assertEquals(russian, extract("a.txt", russian.getBytes(Charset.forName("KOI8-R"))).text());
  }

  @Test
  void should_refuse_what_is_no_text() throws Exception {
    byte[] noise = new byte[5_000];
    new Random(3).nextBytes(noise);
    assertTrue(refused("a.txt", noise).getMessage().startsWith("is binary"));
    for (int i = 0; i < noise.length; i++) {
      noise[i] = noise[i] == 0 ? 7 : noise[i];
    }
    assertTrue(refused("a.c", noise).getMessage().startsWith("is binary"));
    assertEquals("is empty.", refused("a.txt", new byte[0]).getMessage());
    assertEquals("has no text.", refused("a.txt", " \n\n".getBytes()).getMessage());
    byte[] gif = {'G', 'I', 'F', '8', '9', 'a', 1, 0, 1, 0, 0, 0, 0};
    assertEquals("is binary (image/gif).", refused("a.gif", gif).getMessage());
    String archive = "is an archive; unpack it to index it.";
    assertEquals(archive, refused("a.jar", Samples.zip("a.txt", "text")).getMessage());
    byte[] seven = {'7', 'z', (byte) 0xBC, (byte) 0xAF, 0x27, 0x1C, 0, 4, 0, 0, 0, 0};
    assertEquals(archive, refused("a.7z", seven).getMessage());
  }

  @Test
  void should_give_the_reason_as_data() throws Exception {
    byte[] noise = new byte[5_000];
    new Random(3).nextBytes(noise);
    Map<Reason, UnusableFileException> refused = new EnumMap<>(Reason.class);
    refused.put(Reason.BINARY, refused("a.c", noise));
    refused.put(Reason.BROKEN_ENCODING, refused("a.c", new byte[] {-1, -2, 0, -40}));
    refused.put(Reason.NO_TEXT, refused("a.txt", new byte[0]));
    refused.put(Reason.ARCHIVE, refused("a.jar", Samples.zip("a.txt", "text")));
    refused.put(Reason.TOO_LARGE, refused("a.gz", Samples.gzip(new byte[2 << 20])));
    refused.put(Reason.ENCRYPTED, refused("a.pdf", Samples.pdf("secret", "Hidden.")));
    refused.put(Reason.UNPARSABLE, refused("a.pdf", "%PDF-1.7\nno more".getBytes()));
    refused.forEach((reason, e) -> assertEquals(reason, e.reason(), e.getMessage()));
  }

  @Test
  void should_unpack_gzipped_text_up_to_the_limit() throws Exception {
    Document document = extract("README.md.gz", Samples.gzip("# Title #\n\nText.\n".getBytes()));
    assertEquals("# Title #\n\nText.\n", document.text());
    assertEquals("Title", document.title());
    byte[] bomb = Samples.gzip(new byte[2 << 20]);
    assertTrue(refused("a.txt.gz", bomb).getMessage().startsWith("unpacks to more"));
    byte[] packed = Samples.gzip("some text ".repeat(1_000).getBytes());
    UnusableFileException cut = refused("a.gz", Arrays.copyOf(packed, packed.length - 9));
    assertTrue(cut.reason().isPassing(), "it may be whole next time");
  }

  @Test
  void should_read_html_with_the_lines_of_its_source() throws Exception {
    String html =
        """
        <!DOCTYPE html>
        <html><head><title>A &amp; B</title><style>p {}</style>
        <script>var x = 'hidden';</script></head>
        <body><header>masthead</header><nav><a href="/">menu</a></nav>
        <main><header><h1>Heading<a class="headerlink" href="#h">#</a></h1></header>
        <p>First   paragraph
        goes <b>on</b> here.</p>
        <pre>
        int  a;

          int b;
        </pre>
        <ul><li>one</li>
        <li>two</li></ul>
        <table><tr><td>x</td><td>y</td></tr></table>
        </main><div class="sidebar">aside</div><footer>imprint</footer></body></html>
        """;
    Document document = extract("a.html", html);
    assertEquals(
        "Heading\n\nFirst paragraph goes on here.\n\nint  a;\n\n  int b;\n\none\ntwo\n\nx y",
        document.text());
    assertEquals("A & B", document.title());
    String text = document.text();
    Positions lines = document.positions();
    assertEquals(5, lines.at(text.indexOf("Heading")));
    assertEquals(6, lines.at(text.indexOf("First")));
    assertEquals(7, lines.at(text.indexOf("goes")));
    assertEquals(7, lines.at(text.indexOf("here")));
    assertEquals(9, lines.at(text.indexOf("int  a")));
    assertEquals(11, lines.at(text.indexOf("int b")));
    assertEquals(14, lines.at(text.indexOf("two")));
    assertEquals(15, lines.at(text.indexOf("y", text.indexOf("two"))));
    assertEquals(0, document.headings()[0]);
  }

  @Test
  void should_read_odd_html() throws Exception {
    assertEquals("only links", extract("a.html", "<nav>only links</nav>").text());
    String deep = "<div>".repeat(100_000) + "deep" + "</div>".repeat(100_000);
    assertEquals("deep", extract("a.html", deep).text());
    byte[] latin =
        "<meta charset=iso-8859-7><p>\u03b1\u03b2\u03b3".getBytes(Charset.forName("ISO-8859-7"));
    assertEquals("\u03b1\u03b2\u03b3", extract("a.html", latin).text());
    String crlf = "<p>a</p>\r\n<pre>x\r\ny</pre>\r\n";
    assertEquals("a\n\nx\ny", extract("a.html", crlf).text());
  }

  @Test
  void should_read_pdf_by_page() throws Exception {
    byte[] pdf = Samples.pdf(null, "First page text.", "Second page text.");
    Document document = extract("a.pdf", pdf);
    assertEquals(Positions.Unit.PAGE, document.positions().unit());
    assertEquals("A PDF title", document.title());
    assertEquals(1, document.positions().at(document.text().indexOf("First")));
    assertEquals(2, document.positions().at(document.text().indexOf("Second")));
    assertFalse(document.text().contains("A PDF title"));
  }

  @Test
  void should_say_why_a_pdf_cannot_be_read() throws Exception {
    assertEquals("is encrypted.", refused("a.pdf", Samples.pdf("secret", "Hidden.")).getMessage());
    assertTrue(extract("a.pdf", Samples.pdf("", "Open.")).text().contains("Open."));
    UnusableFileException noText = refused("a.pdf", Samples.pdf(null, ""));
    assertEquals("has no text.", noText.getMessage());
    byte[] pdf = Samples.pdf(null, "First page text.", "Second page text.");
    byte[] garbage = "%PDF-1.7\nnothing of the kind".getBytes();
    UnusableFileException broken = refused("a.pdf", garbage);
    assertTrue(broken.getMessage().startsWith("cannot be parsed"), broken.getMessage());
    assertTrue(broken.reason().isPassing());
    refused("a.pdf", Arrays.copyOf(pdf, 200));
  }

  @Test
  void should_say_what_would_read_pictures() throws Exception {
    System.setProperty(Tesseract.PROGRAM, Tesseract.NONE);
    try {
      byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n', 0, 0, 0, 13};
      UnusableFileException picture = refused("a.png", png);
      assertEquals(Reason.NEEDS_OCR, picture.reason());
      assertEquals("is a picture; install Tesseract to have it read.", picture.getMessage());
      assertEquals(
          Reason.NEEDS_OCR, refused("a.pdf", Samples.scan(new BufferedImage(9, 9, 1))).reason());
    } finally {
      System.clearProperty(Tesseract.PROGRAM);
    }
  }

  @Test
  void should_read_office_files() throws Exception {
    byte[] docx = Samples.docx("First paragraph.", "Second paragraph.");
    Document document = extract("a.docx", docx);
    assertEquals("First paragraph.\n\nSecond paragraph.", document.text().strip());
    assertEquals(3, document.positions().at(document.text().indexOf("Second")));
    UnusableFileException broken = refused("a.docx", Arrays.copyOf(docx, docx.length / 2));
    assertTrue(broken.getMessage().startsWith("cannot be parsed"), broken.getMessage());
    String rtf = "{\\rtf1\\ansi\\deff0 {\\fonttbl {\\f0 Times;}}\\f0 Rich \\b text\\b0 .\\par}";
    assertEquals("Rich text.", extract("a.rtf", rtf).text().strip());
  }

  @Test
  void should_not_resolve_external_entities() throws Exception {
    Document document = extract("a.odt", Samples.odt("Plain text&e; here."));
    assertEquals("Plain text here.", document.text().strip());
  }

  @Test
  void should_give_up_on_endless_parsing() throws Exception {
    Parser endless =
        new Parser() {
          private static final long serialVersionUID = 1L;

          @Override
          public Set<MediaType> getSupportedTypes(ParseContext context) {
            return Set.of(MediaType.application("pdf"));
          }

          @Override
          public void parse(
              InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
              throws TikaException {
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              throw new TikaException("stopped", e);
            }
          }
        };
    Extractor impatient = new Extractor(1 << 20, null, new OfficeText(0, endless));
    byte[] pdf = Samples.pdf(null, "Text.");
    UnusableFileException e =
        assertThrows(UnusableFileException.class, () -> impatient.extract(pdf, "a.pdf"));
    assertTrue(e.getMessage().contains("0 seconds"), e.getMessage());
  }

  @Test
  void should_repair_half_characters() throws Exception {
    Parser halves =
        new Parser() {
          private static final long serialVersionUID = 1L;

          @Override
          public Set<MediaType> getSupportedTypes(ParseContext context) {
            return Set.of(MediaType.application("pdf"));
          }

          @Override
          public void parse(
              InputStream stream, ContentHandler handler, Metadata metadata, ParseContext context)
              throws SAXException {
            metadata.set(TikaCoreProperties.TITLE, "Title \uDE00");
            XHTMLContentHandler xhtml = new XHTMLContentHandler(handler, metadata);
            xhtml.startDocument();
            xhtml.element("p", "Whole \uD83D\uDE00, half \uD83D and \uDE00.");
            xhtml.endDocument();
          }
        };
    Document document =
        new Extractor(1 << 20, null, new OfficeText(60, halves))
            .extract(Samples.pdf(null, "Text."), "a.pdf")
            .get(0);
    assertTrue(
        document.text().contains("Whole \uD83D\uDE00, half \uFFFD and \uFFFD."), document.text());
    assertEquals("Title \uFFFD", document.title());
    Document page =
        extract("a.html", "<title>T &#xD83D;</title><p>half &#xD83D; &#55357; whole &#x1F600;</p>");
    assertEquals(Utf8.wellFormed(page.text()), page.text());
    assertEquals(Utf8.wellFormed(page.title()), page.title());
    assertTrue(page.text().contains("whole \uD83D\uDE00"), page.text());
  }

  @Test
  void should_know_programs_from_prose() throws Exception {
    assertEquals(Document.Layout.CODE, extract("a.ts", "let a = 1;\n").layout());
    assertEquals(Document.Layout.CODE, extract("Makefile.am", "a:\n\tb\n").layout());
    assertEquals(Document.Layout.WRAPPED, extract("README", "Read me.\n").layout());
  }
}
