package dev.ragged.ingest;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import org.apache.poi.hsmf.MAPIMessage;
import org.apache.poi.hsmf.datatypes.AttachmentChunks;
import org.apache.poi.hsmf.datatypes.Chunk;
import org.apache.poi.hsmf.datatypes.MAPIProperty;
import org.apache.poi.hsmf.exceptions.ChunkNotFoundException;
import org.apache.tika.mime.MediaType;

/** Reads a message that Outlook saved. */
final class OutlookMailReader implements DocumentReader {
  private final Readers readers;

  OutlookMailReader(Readers readers) {
    this.readers = readers;
  }

  /** A property of a message. */
  private interface Property<T> {
    T get() throws ChunkNotFoundException;
  }

  @Override
  public List<Document> read(Input input) throws Exception {
    try (MAPIMessage message = new MAPIMessage(new ByteArrayInputStream(input.bytes()))) {
      return documents(message, input.budget());
    }
  }

  private List<Document> documents(MAPIMessage message, Budget budget) throws Exception {
    message.guess7BitEncoding();
    Calendar date = orNull(message::getMessageDate);
    Letter letter =
        new Letter(
            orNull(message::getSubject),
            from(message),
            orNull(message::getDisplayTo),
            date == null ? null : date.toInstant(),
            text(message, budget));
    List<Document> documents = new ArrayList<>();
    documents.add(letter.document(Positions.linesOf(letter.text()), new int[0]));
    Attachments attachments = new Attachments(readers, budget, letter);
    for (AttachmentChunks attached : message.getAttachmentFiles()) {
      String name = name(attached);
      if (attached.isEmbeddedMessage()) {
        attachments.add(name, () -> documents(attached.getEmbeddedMessage(), budget));
      } else if (attached.getEmbeddedAttachmentObject() != null) {
        attachments.add(name, attached.getEmbeddedAttachmentObject());
      }
    }
    documents.addAll(attachments.documents());
    return documents;
  }

  private static String from(MAPIMessage message) {
    String name = orNull(message::getDisplayFrom);
    List<Chunk> chunks = message.getMainChunks().getAll().get(MAPIProperty.SENDER_EMAIL_ADDRESS);
    String address = chunks == null || chunks.isEmpty() ? null : chunks.get(0).toString();
    if (address == null || !address.contains("@")) {
      // An address inside Exchange says nothing to people.
      return name;
    }
    return name == null || name.contains("@") ? address : name + " <" + address + ">";
  }

  private String text(MAPIMessage message, Budget budget) throws Exception {
    String plain = orNull(message::getTextBody);
    if (plain != null && !plain.isBlank()) {
      return plain.replace("\r\n", "\n").replace('\r', '\n').strip();
    }
    String html = orNull(message::getHtmlBody);
    if (html != null && !html.isBlank()) {
      return HtmlText.extract(html).text();
    }
    String rich = orNull(message::getRtfBody);
    if (rich == null || rich.isBlank()) {
      return "";
    }
    Input input =
        new Input(
            rich.getBytes(StandardCharsets.ISO_8859_1),
            "body.rtf",
            MediaType.application("rtf"),
            budget);
    return readers.read(FileKind.OFFICE, input).get(0).text().strip();
  }

  private static String name(AttachmentChunks attached) {
    if (attached.getAttachLongFileName() != null) {
      return attached.getAttachLongFileName().toString();
    }
    return attached.getAttachFileName() == null ? null : attached.getAttachFileName().toString();
  }

  private static <T> T orNull(Property<T> property) {
    try {
      return property.get();
    } catch (ChunkNotFoundException e) {
      return null;
    }
  }
}
