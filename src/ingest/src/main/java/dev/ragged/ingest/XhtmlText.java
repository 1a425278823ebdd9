package dev.ragged.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Collects the text that Tika reports as XHTML events. */
final class XhtmlText extends DefaultHandler {
  private static final Set<String> HEADINGS = Set.of("h1", "h2", "h3", "h4", "h5", "h6");
  private static final Set<String> PARAGRAPHS = Set.of("p", "div", "table", "ul", "ol", "pre");
  private static final Set<String> CELLS = Set.of("td", "th");
  private static final Set<String> LINES = Set.of("tr", "li", "br");

  /** There is more text than allowed. */
  static final class TooMuchTextException extends SAXException {
    private static final long serialVersionUID = 1L;
    final int limit;

    TooMuchTextException(int limit) {
      this.limit = limit;
    }
  }

  /** Paragraphs of a shorter cell are part of one line. */
  private static final int SHORT_CELL = 200;

  private final Positions.Unit unit;
  private final int maxText;
  private final BlockText text = new BlockText();
  private final Positions numbers;
  private final List<Section> sections = new ArrayList<>();
  private int number;
  private int headDepth;

  /** Where the text of the table cell at hand begins, or -1 outside of cells. */
  private int cellStart = -1;

  /** Whether words are apart though no white space is between them. */
  private boolean spaceDue;

  /** Whether a cell of the same row is before the next character. */
  private boolean besideCell;

  /**
   * @param unit what there is: pages, slides, or only lines of the text
   * @param maxText maximum number of characters
   */
  XhtmlText(Positions.Unit unit, int maxText) {
    this.unit = unit;
    this.maxText = maxText;
    this.numbers = Positions.of(unit);
  }

  Document document(String title, Map<String, Object> metadata) {
    String extracted = text.toString();
    return new Document(
        extracted,
        title == null || title.isBlank() ? null : title.strip(),
        unit == Positions.Unit.LINE ? Positions.linesOf(extracted) : numbers,
        text.headings(),
        unit == Positions.Unit.PAGE ? Document.Layout.WRAPPED : Document.Layout.LINES,
        metadata,
        sections);
  }

  @Override
  public void startElement(String uri, String name, String qualified, Attributes attributes) {
    if (name.equals("head")) {
      headDepth++;
    } else if (name.equals("div")) {
      number += begins(attributes.getValue("class")) ? 1 : 0;
    }
    separate(name);
    if (CELLS.contains(name)) {
      cellStart = text.length();
    } else if (HEADINGS.contains(name) && cellStart < 0) {
      text.beginHeading();
    }
  }

  @Override
  public void endElement(String uri, String name, String qualified) {
    if (name.equals("head")) {
      headDepth--;
    }
    separate(name);
    if (CELLS.contains(name)) {
      besideCell = true;
      cellStart = -1;
    }
  }

  /** Whether a page or slide begins with a division of this class, null for none. */
  private boolean begins(String kind) {
    return switch (unit) {
      case PAGE -> "page".equals(kind);
      case SLIDE -> "slide-content".equals(kind);
      default -> false;
    };
  }

  private void separate(String name) {
    if (name.equals("tr")) {
      besideCell = false;
      cellStart = -1;
      text.endLine();
    } else if (cellStart >= 0 && text.length() - cellStart < SHORT_CELL) {
      spaceDue = true;
    } else if (PARAGRAPHS.contains(name) || HEADINGS.contains(name)) {
      text.endParagraph();
    } else if (LINES.contains(name)) {
      text.endLine();
    }
  }

  @Override
  public void characters(char[] chars, int start, int length) throws SAXException {
    if (headDepth > 0) {
      return;
    }
    if (text.length() > maxText) {
      throw new TooMuchTextException(maxText);
    }
    for (int i = start; i < start + length; i++) {
      char c = chars[i];
      if (c == '\r') {
        continue;
      }
      if (Character.isWhitespace(c)) {
        // White space between blocks carries no information.
        if (!text.isBetweenBlocks() && !text.isEmpty() && text.trailingLineEnds() < 2) {
          // Lines of a short cell are part of its row's line.
          boolean cell = cellStart >= 0 && text.length() - cellStart < SHORT_CELL;
          text.append(c == '\n' && cell ? ' ' : c);
        }
      } else {
        append(c);
      }
    }
  }

  @Override
  public void ignorableWhitespace(char[] chars, int start, int length) throws SAXException {
    characters(chars, start, length);
  }

  private void append(char c) {
    if (text.isBetweenBlocks()) {
      text.trimEnd();
    }
    boolean inLine = !text.isBetweenBlocks() && !text.isEmpty();
    if (besideCell && inLine) {
      text.trimEnd();
      TableBuilder.SEPARATOR.chars().forEach(s -> text.append((char) s));
    } else if (spaceDue && inLine && !text.endsWith(' ')) {
      text.append(' ');
    }
    besideCell = false;
    spaceDue = false;
    int offset = text.beginCharacter();
    if (unit != Positions.Unit.LINE) {
      int now = Math.max(1, number);
      if (unit == Positions.Unit.SLIDE && (offset == 0 || numbers.at(offset) != now)) {
        sections.add(new Section(offset, "", Map.of()));
      }
      numbers.add(offset, now);
    }
    text.append(c);
  }
}
