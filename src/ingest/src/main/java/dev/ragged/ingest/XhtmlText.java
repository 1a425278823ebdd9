package dev.ragged.ingest;

import java.util.Set;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Collects the text that Tika reports as XHTML events. */
final class XhtmlText extends DefaultHandler {
  private static final Set<String> HEADINGS = Set.of("h1", "h2", "h3", "h4", "h5", "h6");
  private static final Set<String> PARAGRAPHS = Set.of("p", "div", "table", "ul", "ol", "pre");
  private static final Set<String> LINES = Set.of("tr", "li", "br");

  /** There is more text than allowed. */
  static final class TooMuchTextException extends SAXException {
    private static final long serialVersionUID = 1L;
    final int limit;

    TooMuchTextException(int limit) {
      this.limit = limit;
    }
  }

  private final boolean paged;
  private final int maxText;
  private final BlockText text = new BlockText();
  private final Positions pages = Positions.of(Positions.Unit.PAGE);
  private int page;
  private int headDepth;

  /**
   * @param paged whether there are pages
   * @param maxText maximum number of characters
   */
  XhtmlText(boolean paged, int maxText) {
    this.paged = paged;
    this.maxText = maxText;
  }

  Document document(String title) {
    String extracted = text.toString();
    return new Document(
        extracted,
        title == null || title.isBlank() ? null : title.strip(),
        paged ? pages : Positions.linesOf(extracted),
        text.headings(),
        paged ? Document.Layout.WRAPPED : Document.Layout.LINES);
  }

  @Override
  public void startElement(String uri, String name, String qualified, Attributes attributes) {
    if (name.equals("head")) {
      headDepth++;
    } else if (paged && name.equals("div") && "page".equals(attributes.getValue("class"))) {
      page++;
    }
    separate(name);
    if (HEADINGS.contains(name)) {
      text.beginHeading();
    }
  }

  @Override
  public void endElement(String uri, String name, String qualified) throws SAXException {
    if (name.equals("head")) {
      headDepth--;
    }
    separate(name);
    if (name.equals("td") || name.equals("th")) {
      characters(new char[] {'\t'}, 0, 1);
    }
  }

  private void separate(String name) {
    if (PARAGRAPHS.contains(name) || HEADINGS.contains(name)) {
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
          text.append(c);
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
    int offset = text.beginCharacter();
    if (paged) {
      pages.add(offset, Math.max(1, page));
    }
    text.append(c);
  }
}
