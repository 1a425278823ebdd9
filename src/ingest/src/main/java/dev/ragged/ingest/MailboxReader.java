package dev.ragged.ingest;

import dev.ragged.ingest.Skipped.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.james.mime4j.MimeIOException;

/** Reads a mailbox (RFC 4155): messages, each after a line with "From " and a time. */
final class MailboxReader implements DocumentReader {
  /** Strict, since lines of text that begin with "From " are not always marked. */
  private static final Pattern SEPARATOR =
      Pattern.compile("From \\S.{0,200}\\d\\d:\\d\\d.{0,40}\\d{4}.{0,20}");

  /** A year's mail of a busy person. */
  private static final int MAX_DOCUMENTS = 50_000;

  /** Long enough for any separator. */
  private static final int MAX_SEPARATOR = 400;

  private final MailReader messages;

  MailboxReader(Readers readers) {
    this.messages = new MailReader(readers);
  }

  @Override
  public List<Document> read(Input input) throws Exception {
    List<Document> documents = new ArrayList<>();
    byte[] bytes = input.bytes();
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    int line = 0;
    int firstLine = 1;
    boolean blank = true;
    List<UnusableFileException> unusable = new ArrayList<>();
    for (int start = 0; start < bytes.length; ) {
      int end = start;
      while (end < bytes.length && bytes[end++] != '\n') {}
      line++;
      if (blank && isSeparator(bytes, start, end)) {
        add(documents, message, firstLine, input.budget(), unusable);
        firstLine = line + 1;
      } else {
        int from = start + (isQuoted(bytes, start, end) ? 1 : 0);
        message.write(bytes, from, end - from);
      }
      blank = end - start == 1 || end - start == 2 && bytes[start] == '\r';
      start = end;
    }
    add(documents, message, firstLine, input.budget(), unusable);
    if (documents.isEmpty() && !unusable.isEmpty()) {
      throw unusable.get(0);
    }
    return documents;
  }

  /** Adds what is in a message; one that nobody can read costs itself alone. */
  private void add(
      List<Document> documents,
      ByteArrayOutputStream message,
      int firstLine,
      Budget budget,
      List<UnusableFileException> unusable)
      throws Exception {
    if (message.size() > 0) {
      if (documents.size() > MAX_DOCUMENTS) {
        throw new UnusableFileException(
            Reason.TOO_LARGE,
            "holds more than " + MAX_DOCUMENTS + " messages and attachments; split it.");
      }
      byte[] bytes = message.toByteArray();
      message.reset();
      try {
        documents.addAll(messages.read(bytes, firstLine, budget));
      } catch (Budget.ExceededException e) {
        throw e;
      } catch (MimeIOException | StackOverflowError e) {
        unusable.add(
            e instanceof Error
                ? UnusableFileException.nestedTooDeeply()
                : UnusableFileException.damaged());
      } catch (UnusableFileException e) {
        unusable.add(e);
      }
    }
  }

  private static boolean isSeparator(byte[] bytes, int start, int end) {
    return end - start < MAX_SEPARATOR
        && end - start > 5
        && bytes[start] == 'F'
        && SEPARATOR
            .matcher(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1).strip())
            .matches();
  }

  /** Whether a line is text that begins with "From ", after one or more marks. */
  private static boolean isQuoted(byte[] bytes, int start, int end) {
    int i = start;
    while (i < end && bytes[i] == '>') {
      i++;
    }
    return i > start
        && new String(bytes, i, Math.min(5, end - i), StandardCharsets.ISO_8859_1).equals("From ");
  }
}
