package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.ingest.Skipped.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParserProcessTest {
  private static final int MAX_TEXT = 1 << 20;

  private ParserProcess process = misbehaving(60);

  private static ParserProcess misbehaving(int timeoutSeconds) {
    return new ParserProcess(timeoutSeconds, MisbehavingParser.class.getName());
  }

  @AfterEach
  void close() {
    process.close();
  }

  private String parse(String order) throws UnusableFileException {
    return process
        .parse(
            new ParserProtocol.Request(
                FileKind.OFFICE,
                "application/pdf",
                "a.pdf",
                MAX_TEXT,
                order.getBytes(StandardCharsets.UTF_8)))
        .get(0)
        .text();
  }

  private UnusableFileException refused(String order) {
    return assertThrows(UnusableFileException.class, () -> parse(order));
  }

  @Test
  void should_serve_many_documents_with_one_process() throws Exception {
    String first = parse("pid");
    assertEquals("some text", parse("some text"));
    assertEquals(first, parse("pid"));
    assertNotEquals(Long.toString(ProcessHandle.current().pid()), first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exit",
        "halt",
        "huge",
        "negative",
        "unknown",
        "layout",
        "malformed",
        "headings",
        "positions"
      })
  void should_lose_only_the_document_that_breaks_the_process(String order) throws Exception {
    String before = parse("pid");
    UnusableFileException e = refused(order);
    assertEquals(Reason.UNPARSABLE, e.reason());
    assertEquals("made its parser crash, so it is damaged or hostile.", e.getMessage());
    assertNotEquals(before, parse("pid"));
  }

  @Test
  void should_say_how_to_allow_more_memory() throws Exception {
    assertTrue(refused("memory").getMessage().contains("-Dragged.parser.memory=2g"));
    assertEquals("next", parse("next"));
  }

  @Test
  void should_end_a_process_that_runs_too_long() throws Exception {
    process.close();
    process = misbehaving(5);
    ProcessHandle running = ProcessHandle.of(Long.parseLong(parse("pid"))).orElseThrow();
    assertEquals("took longer than 5 seconds to parse.", refused("hang").getMessage());
    assertFalse(running.isAlive());
    assertEquals("next", parse("next"));
  }

  @Test
  void should_not_let_a_document_pay_for_an_earlier_one() throws Exception {
    assertEquals("leaked", parse("leak"));
    assertEquals("next", parse("next"));
  }

  @Test
  void should_work_in_a_private_folder_and_remove_it() throws Exception {
    Path folder = Path.of(parse("folder"));
    assertTrue(Files.exists(folder.resolve("left-behind")));
    if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
      assertEquals(3, Files.getPosixFilePermissions(folder).size());
    }
    refused("halt");
    assertFalse(Files.exists(folder));
  }

  @Test
  void should_pass_on_no_environment() throws Exception {
    assertEquals(
        "", parse("environment").replaceAll("names: |\\[|]|LD_LIBRARY_PATH|SystemRoot|, ", ""));
  }

  @Test
  void should_give_up_what_it_is_parsing_when_closed() throws Exception {
    ProcessHandle running = ProcessHandle.of(Long.parseLong(parse("pid"))).orElseThrow();
    Thread closer = new Thread(process::close);
    Thread waiter =
        new Thread(
            () -> {
              UnusableFileException e = refused("hang");
              assertEquals("was interrupted.", e.getMessage());
            });
    waiter.start();
    closer.start();
    waiter.join();
    closer.join();
    assertFalse(running.isAlive());
    assertEquals("was interrupted.", refused("more").getMessage());
  }

  @Test
  void should_say_that_no_process_can_be_started() throws Exception {
    process.close();
    process = new ParserProcess(60, "no.such.Class");
    assertNull(
        process.parse(
            new ParserProtocol.Request(
                FileKind.OFFICE, "application/pdf", "a", MAX_TEXT, new byte[1])));
    try (Extractor extractor = new Extractor(MAX_TEXT, process, new OfficeText())) {
      assertEquals(
          "Open.", extractor.extract(Samples.docx("Open."), "a.docx").get(0).text().strip());
    }
  }

  /** As a parent that is killed leaves it: with nothing more to read. */
  @Test
  void should_end_at_the_end_of_its_input_even_while_parsing() throws Exception {
    Path folder = Files.createTempDirectory("ragged-test");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ParserMain.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    child.getOutputStream().close();
    assertTrue(child.waitFor(120, TimeUnit.SECONDS));
    assertFalse(Files.exists(folder));
  }

  @Test
  void should_know_the_types_that_the_parsers_read() {
    var parsers = OfficeText.parsers();
    assertEquals(
        parsers.getSupportedTypes(new org.apache.tika.parser.ParseContext()), OfficeTypes.ALL);
  }

  @Test
  void should_extract_the_same_as_in_this_process() throws Exception {
    String page = "<h1>A</h1><p>b &amp; c</p><pre>\n d\n  e</pre>\n".repeat(3_000);
    List<byte[]> documents =
        List.of(
            Samples.pdf(null, "First page.", "Second page \u00e9."),
            Samples.pdf("secret", "Hidden."),
            Samples.pdf(null, ""),
            Samples.docx("One \uD83D\uDE00.", "Two."),
            Samples.odt("Plain &e; text."),
            "{\\rtf1\\ansi Rich \\b text\\b0 .\\par}".getBytes(StandardCharsets.UTF_8),
            "%PDF-1.7\nno more".getBytes(StandardCharsets.UTF_8),
            page.getBytes(StandardCharsets.UTF_8));
    List<String> names =
        List.of("a.pdf", "b.pdf", "c.pdf", "d.docx", "e.odt", "f.rtf", "g.pdf", "h.html");
    try (Extractor apart = new Extractor(MAX_TEXT);
        Extractor here = new Extractor(MAX_TEXT, null, new OfficeText())) {
      for (int i = 0; i < names.size(); i++) {
        assertEquals(
            told(here, documents.get(i), names.get(i)),
            told(apart, documents.get(i), names.get(i)),
            names.get(i));
      }
    }
  }

  /** All that is known of a document. */
  private static String told(Extractor extractor, byte[] bytes, String name) {
    try {
      Document document = extractor.extract(bytes, name).get(0);
      StringBuilder told = new StringBuilder(document.text() + "\n" + document.title());
      told.append(document.layout()).append(document.positions().unit());
      for (int i = 0; i <= document.text().length(); i++) {
        told.append(' ').append(document.positions().at(i));
      }
      return told + java.util.Arrays.toString(document.headings());
    } catch (UnusableFileException e) {
      return e.reason() + " " + e.getMessage();
    }
  }
}
