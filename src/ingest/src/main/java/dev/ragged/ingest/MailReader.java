package dev.ragged.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.Body;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;

/** Reads a message (RFC 5322, MIME): its text, and what is attached as documents of their own. */
final class MailReader implements DocumentReader {
  private static final int MAX_PARTS_DEPTH = 30;

  private static final MimeConfig CONFIG =
      MimeConfig.custom()
          .setMaxLineLen(-1)
          .setMaxHeaderLen(1 << 20)
          .setMaxHeaderCount(10_000)
          .setMaxContentLen(-1)
          .build();

  private final Readers readers;

  MailReader(Readers readers) {
    this.readers = readers;
  }

  @Override
  public List<Document> read(Input input) throws Exception {
    byte[] bytes = input.bytes();
    int firstLine = 1;
    if (FileKind.extension(input.name()).equals("emlx")) {
      // Apple's: the message's length on a line of its own, the message, and settings.
      int lineEnd = 0;
      int length = 0;
      while (lineEnd < Math.min(bytes.length, 9) && Character.isDigit(bytes[lineEnd])) {
        length = length * 10 + bytes[lineEnd++] - '0';
      }
      while (lineEnd < bytes.length && bytes[lineEnd++] != '\n') {}
      int end = Math.min(bytes.length, lineEnd + length);
      bytes = java.util.Arrays.copyOfRange(bytes, lineEnd, end);
      firstLine = 2;
    }
    return read(bytes, firstLine, input.budget());
  }

  /**
   * Reads a message.
   *
   * @param firstLine the number of its first line in its file
   */
  List<Document> read(byte[] bytes, int firstLine, Budget budget) throws Exception {
    DefaultMessageBuilder builder = new DefaultMessageBuilder();
    builder.setMimeEntityConfig(CONFIG);
    Message message = builder.parseMessage(new ByteArrayInputStream(bytes));
    return documents(message, new RawLines(bytes, firstLine), budget);
  }

  private List<Document> documents(Message message, RawLines lines, Budget budget)
      throws Exception {
    Parts parts = new Parts();
    parts.add(message, 0);
    Date date = message.getDate();
    Letter letter =
        new Letter(
            header(message, "Subject"),
            header(message, "From"),
            header(message, "To"),
            date == null ? null : date.toInstant(),
            parts.text.toString().stripTrailing());
    List<Document> documents = new ArrayList<>();
    documents.add(letter.document(lines.of(letter.text()), new int[0]));
    Attachments attachments = new Attachments(readers, budget, letter);
    for (Entity part : parts.attached) {
      String name = name(part);
      if (part.getBody() instanceof Message forwarded) {
        attachments.add(name, () -> documents(forwarded, lines, budget));
      } else if (part.getBody() instanceof SingleBody single) {
        attachments.add(name, bytes(single));
      }
    }
    documents.addAll(attachments.documents());
    return documents;
  }

  /** The parts of one message. */
  private static final class Parts {
    final StringBuilder text = new StringBuilder();
    final List<Entity> attached = new ArrayList<>();

    void add(Entity part, int depth) throws IOException, UnusableFileException {
      if (depth > MAX_PARTS_DEPTH) {
        throw UnusableFileException.nestedTooDeeply();
      }
      Body body = part.getBody();
      String type = part.getMimeType().toLowerCase(Locale.ROOT);
      if (body instanceof Multipart multipart) {
        List<Entity> parts = multipart.getBodyParts();
        if (type.equals("multipart/alternative")) {
          alternative(parts, depth);
        } else {
          for (Entity inner : parts) {
            add(inner, depth + 1);
          }
        }
      } else if (isText(part, type) && body instanceof SingleBody single) {
        addText(MailReader.text(single, part, type));
      } else if (body != null && !type.endsWith("signature")) {
        attached.add(part);
      }
    }

    /** The same text in several forms: plain text if there is some, else the last with text. */
    private void alternative(List<Entity> forms, int depth)
        throws IOException, UnusableFileException {
      Parts best = null;
      for (Entity form : forms) {
        Parts parts = new Parts();
        parts.add(form, depth + 1);
        boolean better = best == null || best.text.isEmpty() && !parts.text.isEmpty();
        if (better) {
          best = parts;
        } else if (!parts.attached.isEmpty()) {
          best.attached.addAll(parts.attached);
        }
      }
      if (best != null) {
        addText(best.text.toString());
        attached.addAll(best.attached);
      }
    }

    private void addText(String more) {
      if (!more.isBlank()) {
        text.append(text.isEmpty() ? "" : "\n\n").append(more.strip());
      }
    }

    private static boolean isText(Entity part, String type) {
      return (type.equals("text/plain") || type.equals("text/html"))
          && !"attachment".equalsIgnoreCase(part.getDispositionType())
          && part.getFilename() == null;
    }
  }

  private static String text(SingleBody body, Entity part, String type)
      throws IOException, UnusableFileException {
    byte[] bytes = bytes(body);
    if (bytes.length == 0) {
      return "";
    }
    String text = decoded(bytes, part.getCharset());
    return type.equals("text/html")
        ? HtmlText.extract(text).text()
        : text.replace("\r\n", "\n").replace('\r', '\n');
  }

  private static byte[] bytes(SingleBody body) throws IOException {
    try (var stream = body.getInputStream()) {
      return stream.readAllBytes();
    }
  }

  /** By the declared charset where it can be true, else by what the bytes look like. */
  private static String decoded(byte[] bytes, String declared) {
    try {
      Charset charset = Charset.forName(declared == null ? "us-ascii" : declared);
      String text = new String(bytes, charset);
      if (!text.contains("\uFFFD")) {
        return text;
      }
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      // Guessed below.
    }
    try {
      return TextDecoder.decode(bytes);
    } catch (UnusableFileException e) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  /** A header's text, without encoded words; null if there is none. */
  private static String header(Entity part, String name) {
    Field field = part.getHeader().getField(name);
    if (field == null || field.getRaw() == null) {
      return field == null ? null : words(field.getBody());
    }
    String raw = decoded(field.getRaw().toByteArray(), "us-ascii");
    return words(raw.substring(raw.indexOf(':') + 1).replaceAll("\r?\n[ \t]", " ").strip());
  }

  private static String words(String text) {
    return text == null
        ? null
        : DecoderUtil.decodeEncodedWords(text, DecodeMonitor.SILENT, StandardCharsets.UTF_8);
  }

  private static String name(Entity part) {
    String name = words(part.getFilename());
    return name != null ? name : part.getBody() instanceof Message m ? m.getSubject() : null;
  }
}
