package dev.ragged.ingest;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What all kinds of mail have: a subject, people, a time and a text. Each may be null.
 *
 * @param from who sent it
 * @param to who got it
 */
record Letter(String subject, String from, String to, Instant date, String text) {
  /** Who got it, in the metadata of a message. */
  static final String TO = "to";

  /** A list of hundreds of people says no more than its beginning. */
  private static final int MAX_PEOPLE = 300;

  private static final int MAX_SUBJECT = 500;

  Letter {
    subject = Origin.oneLine(subject, MAX_SUBJECT);
    from = Origin.oneLine(from, MAX_PEOPLE);
    to = Origin.oneLine(to, MAX_PEOPLE);
    text = text == null ? "" : text;
  }

  /** Metadata for the message and for what is attached to it. */
  Map<String, Object> metadata() {
    Map<String, Object> metadata = Origin.of(from, date == null ? null : date.toString());
    Origin.put(metadata, TO, to);
    return metadata;
  }

  /**
   * The message as a document, each passage of which begins with its subject and its people.
   *
   * @param positions of its text
   */
  Document document(Positions positions, int[] headings) {
    StringBuilder head = new StringBuilder();
    line(head, "", subject);
    line(head, "From: ", from);
    line(head, "To: ", to);
    line(head, "Date: ", date);
    // A message may say all in its subject.
    boolean bare = text.isBlank() && subject != null;
    return new Document(
        bare ? subject : text,
        subject,
        positions,
        bare ? new int[0] : headings,
        Document.Layout.WRAPPED,
        metadata(),
        List.of(new Section(0, head.isEmpty() ? "" : head + "\n", Map.of())));
  }

  private static void line(StringBuilder head, String name, Object value) {
    if (value != null) {
      head.append(name).append(value).append('\n');
    }
  }
}
