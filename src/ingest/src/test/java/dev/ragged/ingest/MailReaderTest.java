package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Metadata;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class MailReaderTest {
  private static final String HEADERS =
      """
      From: =?iso-8859-1?Q?B=FCro_S=FCd?= <b@example.de>
      To: me@example.org,
       "Other, One" <other@example.org>
      Subject: Rechnung 4711 =?utf-8?b?4oCTIGbDpGxsaWcgYW0gMy4gTcOkcno=?=
      Date: Mon, 17 Feb 2025 10:00:00 +0100
      MIME-Version: 1.0
      """;

  private static String base64(byte[] bytes) {
    return Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(bytes) + "\n";
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String attached(String name, String type, byte[] bytes) {
    return "Content-Type: "
        + type
        + "\nContent-Disposition: attachment; filename=\""
        + name
        + "\"\nContent-Transfer-Encoding: base64\n\n"
        + base64(bytes);
  }

  private static String mixed(String... parts) {
    return "Content-Type: multipart/mixed; boundary=\"==b==\"\n\n--==b==\n"
        + String.join("\n--==b==\n", parts)
        + "\n--==b==--\n";
  }

  @Test
  void should_decode_headers_and_body() throws Exception {
    String mail =
        HEADERS
            + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
            + base64("Guten Tag,\n\ndie Rechnung f\u00fcr die W\u00e4rmepumpe ist f\u00e4llig.\n");
    ReadPassages read = ReadPassages.of("a.eml", mail);
    assertEquals(1, read.all().size());
    Metadata metadata = read.with("W\u00e4rmepumpe").metadata();
    assertEquals("B\u00fcro S\u00fcd <b@example.de>", metadata.get("author").orElseThrow());
    assertEquals(
        "me@example.org, \"Other, One\" <other@example.org>", metadata.get("to").orElseThrow());
    assertEquals("2025-02-17T09:00:00Z", metadata.get("date").orElseThrow());
    String subject = "Rechnung 4711 \u2013 f\u00e4llig am 3. M\u00e4rz";
    assertEquals(subject, metadata.get("title").orElseThrow());
    assertTrue(read.text().startsWith(subject + "\nFrom: B\u00fcro"), read.text());
    assertFalse(read.text().contains("R3V0ZW4"), "base64");
    assertEquals(10L, metadata.get("start_line").orElseThrow());
  }

  @Test
  void should_find_lines_in_the_file() throws Exception {
    String mail =
        "Subject: Boat\nFrom: a@b.c\n"
            + "Content-Type: text/plain; charset=iso-8859-15\n"
            + "Content-Transfer-Encoding: quoted-printable\n\n"
            + "The first line of the letter is so long that it is wrapped in the =\nmiddle.\n\n"
            + "Gr=FC=DFe kosten 5 =A4.\n"
            + "word word word.\n".repeat(20)
            + "Last comes the anchor.\n";
    Document mailText =
        new Extractor(1 << 20, null, new OfficeText())
            .extract(mail.getBytes(StandardCharsets.US_ASCII), "a.eml")
            .get(0);
    String text = mailText.text();
    assertTrue(text.contains("in the middle.\n\nGr\u00fc\u00dfe kosten 5 \u20ac."), text);
    assertEquals(6, mailText.positions().at(text.indexOf("The first")));
    assertEquals(10, mailText.positions().at(text.indexOf("word")));
    assertEquals(30, mailText.positions().at(text.indexOf("anchor")));
    ReadPassages read = ReadPassages.of("a.eml", mail);
    assertEquals(30L, read.place("anchor", "end_line"));
    assertTrue(read.with("anchor").text().startsWith("Boat\n"), "the subject before each passage");
  }

  @Test
  void should_prefer_plain_text_and_else_read_html() throws Exception {
    String alternative =
        "Content-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\n%s\n"
            + "--x\nContent-Type: text/html\n\n<style>p{}</style><p>Hello &amp; <b>bye</b></p>\n--x--\n";
    String both = HEADERS + String.format(alternative, "Plain words");
    assertTrue(ReadPassages.of("a.eml", both).text().endsWith("Plain words"));
    String html = HEADERS + String.format(alternative, "");
    assertTrue(ReadPassages.of("a.eml", html).text().endsWith("Hello & bye"));
  }

  @Test
  void should_read_attachments_as_documents() throws Exception {
    String forwarded = "Content-Type: message/rfc822\n\nSubject: Old\nFrom: x@y.z\n\nOld news.\n";
    String mail =
        HEADERS
            + mixed(
                "Content-Type: text/plain\n\nSee the files.",
                attached("plan.pdf", "application/pdf", Samples.pdf(null, "One.", "Pontoon plan.")),
                attached("notes.txt", "application/octet-stream", "Oars and ropes.".getBytes()),
                attached("pic.png", "image/png", new byte[3_000]),
                attached("=?utf-8?q?=C3=A4.docx?=", "x/y", Samples.docx("Minutes.")),
                forwarded);
    ReadPassages read = ReadPassages.of("a.eml", mail);
    assertEquals(5, read.all().size(), read.text());
    assertNull(read.place("See the files", "member"));
    assertEquals("plan.pdf", read.place("Pontoon", "member"));
    assertEquals(1L, read.place("Pontoon", "page"));
    assertEquals("2025-02-17T09:00:00Z", read.place("Pontoon", "date"));
    assertEquals("notes.txt", read.place("Oars", "member"));
    assertEquals("\u00e4.docx", read.place("Minutes", "member"));
    assertEquals("Old", read.place("Old news", "member"));
    assertEquals("x@y.z", read.place("Old news", "author"));
  }

  @Test
  void should_read_each_message_of_a_mailbox() throws Exception {
    String mailbox =
        "From a@b.c Mon Feb 17 10:00:00 2025\nSubject: One\n\nFirst text.\n\n"
            + "From now on this is text.\n>From here too.\n\n"
            + "From - Tue Feb 18 10:00:00 2025\r\nSubject: Two\r\n\r\nSecond text.\r\n\r\n"
            + "From 177@xxx Wed Feb 19 10:00:00 +0000 2025\nSubject: Three\n\nThird text.\n";
    ReadPassages read = ReadPassages.of("a.mbox", mailbox);
    assertEquals(3, read.all().size(), read.text());
    assertTrue(read.with("First").text().endsWith("From now on this is text.\nFrom here too."));
    assertEquals("One", read.place("First", "title"));
    assertEquals(4L, read.place("First", "start_line"));
    assertEquals("Two", read.place("Second", "title"));
    assertEquals(12L, read.place("Second", "start_line"));
    assertEquals(17L, read.place("Third", "start_line"));
    assertEquals(3, ReadPassages.of("Inbox", mailbox).all().size(), "by its content");
    assertFalse(ReadPassages.of("a.txt", mailbox).text().startsWith("One"), "a text is a text");
  }

  @Test
  void should_know_mail_by_its_content() throws Exception {
    String mail = "Return-Path: <a@b.c>\n" + HEADERS + "\nHello.\n";
    for (String name : new String[] {"1739782800.M1P2.host:2,S", "cur", "17."}) {
      assertEquals(
          "2025-02-17T09:00:00Z", ReadPassages.of(name, mail).place("Hello", "date"), name);
    }
    String apple = mail.length() + "\n" + mail + "<?xml version=\"1.0\"?><plist/>";
    assertTrue(ReadPassages.of("1.emlx", apple).text().endsWith("Hello."));
  }

  @Test
  void should_read_what_is_declared_wrongly() throws Exception {
    String text = "Stra\u00dfe und K\u00e4se und \u00d6l f\u00fcr alle, sch\u00f6n w\u00e4re das.";
    for (String declared : new String[] {"us-ascii", "utf-8", "no-such-charset", "x\u0000y"}) {
      String mail = "Subject: a\nContent-Type: text/plain; charset=" + declared + "\n\n" + text;
      for (String charset : new String[] {"UTF-8", "ISO-8859-1"}) {
        byte[] bytes = mail.getBytes(Charset.forName(charset));
        assertTrue(ReadPassages.of("a.eml", bytes).text().contains(text), declared + charset);
      }
    }
    byte[] raw = "Subject: K\u00e4se\n\nx".getBytes(StandardCharsets.UTF_8);
    assertEquals("K\u00e4se", ReadPassages.of("a.eml", raw).place("x", "title"));
    assertEquals(
        "Only this", ReadPassages.of("a.eml", "Subject: Only this\n\n").place("Only", "title"));
  }

  @Test
  void should_survive_hostile_mail() throws Exception {
    StringBuilder deep = new StringBuilder("Subject: deep\n");
    for (int i = 0; i < 5_000; i++) {
      deep.append("Content-Type: multipart/mixed; boundary=b" + i + "\n\n--b" + i + "\n");
    }
    assertThrows(UnusableFileException.class, () -> ReadPassages.of("a.eml", deep.toString()));
    String many =
        HEADERS + mixed(("\n--==b==\nContent-Disposition: attachment\n\nx").repeat(5_000));
    assertTrue(ReadPassages.of("a.eml", many).all().size() <= 201);
    String inside = "Subject: in\n\nend";
    for (int i = 0; i < 50; i++) {
      inside = "Subject: out\nContent-Type: message/rfc822\n\n" + inside;
    }
    assertTrue(ReadPassages.of("a.eml", inside).all().size() < 50);
    String header = "Subject: " + "x".repeat(3 << 20) + "\n\nbody";
    assertThrows(UnusableFileException.class, () -> ReadPassages.of("a.eml", header));
    String mailbox = "From a@b Mon Feb 17 10:00:00 2025\n" + header + "\n\n";
    mailbox += "From a@b Mon Feb 17 10:00:00 2025\nSubject: Fine\n\nFine.\n";
    assertEquals("Fine", ReadPassages.of("a.mbox", mailbox).place("Fine.", "title"));
    String among = "From a@b Mon Feb 17 10:00:00 2025\n" + deep + "\n\n";
    among += "From a@b Mon Feb 17 10:00:00 2025\nSubject: Fine\n\nFine.\n";
    assertEquals("Fine", ReadPassages.of("a.mbox", among).place("Fine.", "title"));
    byte[] bomb = Samples.gzip(new byte[16 << 20]);
    String mail = HEADERS + mixed("\nHello.", attached("a.txt.gz", "x/y", bomb));
    assertEquals(1, ReadPassages.of("a.eml", mail).all().size());
    assertThrows(UnusableFileException.class, () -> ReadPassages.of("a.eml", "\n\n\n"));
  }

  @Test
  void should_read_what_outlook_saves() throws Exception {
    ReadPassages read = ReadPassages.of("a.msg", Samples.outlookMail("Regatta", "Row at noon."));
    assertEquals("Regatta", read.place("Row at noon", "title"));
    assertEquals("Ann Lee <ann@example.org>", read.place("Row at noon", "author"));
    assertEquals("Bob", read.place("Row at noon", "to"));
  }
}
