package dev.ragged.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Collects the text of a document, its places and sections, from beginning to end. */
final class DocumentBuilder {
  private final StringBuilder text = new StringBuilder();
  private final Positions positions;
  private final Document.Layout layout;
  private final List<Section> sections = new ArrayList<>();
  private final List<Integer> headings = new ArrayList<>();

  DocumentBuilder(Positions.Unit unit, Document.Layout layout) {
    this.positions = Positions.of(unit);
    this.layout = layout;
  }

  int length() {
    return text.length();
  }

  /** What follows is at this number. */
  DocumentBuilder at(int number) {
    positions.add(text.length(), number);
    return this;
  }

  /** What follows belongs to a section of its own. */
  DocumentBuilder section(String head, Map<String, Object> metadata) {
    if (!sections.isEmpty() && sections.get(sections.size() - 1).start() == text.length()) {
      sections.remove(sections.size() - 1);
    }
    sections.add(new Section(text.length(), head, metadata));
    return this;
  }

  /** What follows is a heading. */
  DocumentBuilder heading() {
    if (headings.isEmpty() || headings.get(headings.size() - 1) < text.length()) {
      headings.add(text.length());
    }
    return this;
  }

  DocumentBuilder append(String more) {
    text.append(more);
    return this;
  }

  Document build(String title, Map<String, Object> metadata) {
    int[] starts = headings.stream().mapToInt(Integer::intValue).toArray();
    return new Document(text.toString(), title, positions, starts, layout, metadata, sections);
  }
}
