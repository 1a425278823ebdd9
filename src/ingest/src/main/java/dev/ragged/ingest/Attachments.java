package dev.ragged.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * The documents attached to one message, with its people and time where they have none of their
 * own. What cannot be read is left out, since the message itself can.
 */
final class Attachments {
  private static final int MAX_ATTACHMENTS = 200;
  private static final int MAX_NAME = 200;

  private final Readers readers;
  private final Budget budget;
  private final Map<String, Object> metadata;
  private final List<Document> documents = new ArrayList<>();
  private int count;

  Attachments(Readers readers, Budget budget, Letter letter) {
    this.readers = readers;
    this.budget = budget;
    this.metadata = letter.metadata();
  }

  List<Document> documents() {
    return documents;
  }

  /** Adds what a file holds; its name may be null. */
  void add(String name, byte[] bytes) throws UnusableFileException {
    String member = member(name);
    if (bytes.length > 0) {
      budget.unpacked(bytes.length);
      collect(member, () -> readers.readMember(bytes, member, budget));
    }
  }

  /** Adds what reading a message in the message gives. */
  void add(String name, Callable<List<Document>> reading) throws UnusableFileException {
    collect(
        member(name),
        () -> {
          budget.enter();
          try {
            return reading.call();
          } finally {
            budget.leave();
          }
        });
  }

  private void collect(String member, Callable<List<Document>> reading)
      throws UnusableFileException {
    if (++count > MAX_ATTACHMENTS) {
      return;
    }
    budget.member();
    try {
      for (Document document : reading.call()) {
        documents.add(document.within(member, metadata));
      }
    } catch (Budget.ExceededException e) {
      throw e;
    } catch (Exception | StackOverflowError e) {
      // Pictures, programs, damaged files.
    }
  }

  private String member(String name) {
    if (name == null || name.isBlank()) {
      return "attachment";
    }
    String line = name.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.substring(
        0, line.offsetByCodePoints(0, Math.min(MAX_NAME, line.codePointCount(0, line.length()))));
  }
}
