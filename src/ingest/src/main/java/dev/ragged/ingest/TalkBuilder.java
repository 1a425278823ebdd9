package dev.ragged.ingest;

import dev.ragged.Metadata;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes a document of what people said to each other: a long turn, or a short run of turns, a
 * section, with its people and the time of its first turn.
 */
final class TalkBuilder {
  /** Characters after which a run ends. */
  private static final int RUN = 500;

  private final int maxText;
  private final String title;
  private final String head;
  private final DocumentBuilder document;

  /** The run at hand, which is not yet in the document. */
  private final StringBuilder run = new StringBuilder();

  private final Positions.Unit unit;
  private final List<int[]> starts = new ArrayList<>();
  private final Set<String> people = new LinkedHashSet<>();
  private String date;

  /**
   * @param title may be null
   * @param unit what numbers of turns count
   * @param maxText maximum number of characters
   */
  TalkBuilder(String title, Positions.Unit unit, int maxText) {
    this.title = Origin.oneLine(title, 300);
    this.head = this.title == null ? "" : this.title + "\n";
    this.unit = unit;
    this.document = new DocumentBuilder(unit, Document.Layout.WRAPPED);
    this.maxText = maxText;
  }

  /**
   * Adds a turn.
   *
   * @param number of the turn, or of its line
   * @param who may be null
   * @param when in ISO 8601, or null
   */
  void turn(int number, String who, String when, String text) throws UnusableFileException {
    if (text.isBlank()) {
      return;
    }
    String name = Origin.oneLine(who, 100);
    starts.add(new int[] {run.length(), number});
    run.append(name == null ? "" : name + ": ");
    if (unit == Positions.Unit.LINE) {
      lines(number, text.strip());
    } else {
      run.append(text.strip());
    }
    run.append("\n\n");
    if (name != null) {
      people.add(name);
    }
    date = date == null ? when : date;
    if (run.length() >= RUN) {
      endRun();
    }
    if (document.length() + run.length() > maxText) {
      throw UnusableFileException.tooMuchText(maxText);
    }
  }

  private void lines(int number, String text) {
    int line = number;
    for (int i = 0; i < text.length(); i++) {
      run.append(text.charAt(i));
      if (text.charAt(i) == '\n') {
        starts.add(new int[] {run.length(), ++line});
      }
    }
  }

  private void endRun() {
    if (run.length() > 0) {
      Map<String, Object> metadata = Origin.of(String.join(", ", people), date);
      document.section(head, metadata);
      int from = 0;
      for (int[] start : starts) {
        document.append(run.substring(from, start[0])).at(start[1]);
        from = start[0];
      }
      document.append(run.substring(from));
    }
    run.setLength(0);
    starts.clear();
    people.clear();
    date = null;
  }

  boolean isEmpty() {
    return document.length() == 0 && run.isEmpty();
  }

  Document build() {
    endRun();
    Map<String, Object> metadata =
        title == null || unit == Positions.Unit.LINE ? Map.of() : Map.of(Metadata.MEMBER, title);
    return document.build(title, metadata);
  }
}
