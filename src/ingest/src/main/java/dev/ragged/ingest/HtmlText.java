package dev.ragged.ingest;

import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.Range;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeFilter;

/**
 * Extracts the readable text of an HTML page: blocks become paragraphs, {@code pre} stays as it is,
 * and every line is mapped to its line in the source.
 */
final class HtmlText {
  private static final Set<String> NEVER =
      Set.of(
          "head",
          "script",
          "style",
          "noscript",
          "template",
          "iframe",
          "object",
          "svg",
          "math",
          "select",
          "button",
          "input",
          "textarea");

  private static final Set<String> PARAGRAPHS =
      Set.of(
          "address",
          "article",
          "blockquote",
          "body",
          "details",
          "dl",
          "fieldset",
          "figure",
          "form",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "header",
          "hr",
          "main",
          "ol",
          "p",
          "pre",
          "section",
          "table",
          "ul");

  private static final Set<String> LINES =
      Set.of("br", "caption", "dd", "div", "dt", "figcaption", "legend", "li", "summary", "tr");

  private static final Set<String> CELLS = Set.of("td", "th");

  private static final Set<String> FURNITURE_ROLES =
      Set.of("navigation", "banner", "contentinfo", "search", "complementary");

  /** Class names of documentation generators for everything around a page's text. */
  private static final Set<String> FURNITURE_CLASSES =
      Set.of(
          "sidebar",
          "sphinxsidebar",
          "navheader",
          "navfooter",
          "headerlink",
          "breadcrumb",
          "breadcrumbs",
          "related",
          "toc-drawer",
          "skip-link");

  private final String html;
  private final boolean withFurniture;
  private final BlockText text = new BlockText();
  private final Positions positions = Positions.of(Positions.Unit.LINE);

  /** Whether a space is due before the next character of the same line. */
  private boolean space;

  private HtmlText(String html, boolean withFurniture) {
    this.html = html;
    this.withFurniture = withFurniture;
  }

  static Document extract(String html) {
    org.jsoup.nodes.Document page =
        Jsoup.parse(html, "", Parser.htmlParser().setTrackPosition(true));
    HtmlText extracted = new HtmlText(html, false).of(page);
    if (extracted.text.toString().isBlank()) {
      // Some pages consist of navigation only.
      extracted = new HtmlText(html, true).of(page);
    }
    String title = page.title().strip();
    return new Document(
        extracted.text.toString(),
        title.isEmpty() ? null : title,
        extracted.positions,
        extracted.text.headings(),
        Document.Layout.LINES);
  }

  private HtmlText of(org.jsoup.nodes.Document page) {
    page.filter(
        new NodeFilter() {
          @Override
          public FilterResult head(Node node, int depth) {
            if (node instanceof TextNode textNode) {
              addText(textNode);
            } else if (node instanceof Element element) {
              if (leftOut(element)) {
                return FilterResult.SKIP_ENTIRELY;
              }
              separate(element.normalName());
              if (heading(element.normalName())) {
                text.beginHeading();
              }
            }
            return FilterResult.CONTINUE;
          }

          @Override
          public FilterResult tail(Node node, int depth) {
            if (node instanceof Element element) {
              separate(element.normalName());
            }
            return FilterResult.CONTINUE;
          }
        });
    return this;
  }

  private boolean leftOut(Element element) {
    String name = element.normalName();
    if (NEVER.contains(name)) {
      return true;
    }
    if (withFurniture) {
      return false;
    }
    return switch (name) {
      case "nav", "footer", "aside" -> true;
      // The header of a page, but not of an article, which holds its title.
      case "header" -> element.closest("article, main, section") == null;
      default ->
          FURNITURE_ROLES.contains(element.attr("role"))
              || element.classNames().stream().anyMatch(FURNITURE_CLASSES::contains);
    };
  }

  private static boolean heading(String name) {
    return name.length() == 2
        && name.charAt(0) == 'h'
        && name.charAt(1) >= '1'
        && name.charAt(1) <= '6';
  }

  private void separate(String name) {
    if (PARAGRAPHS.contains(name)) {
      text.endParagraph();
    } else if (LINES.contains(name)) {
      text.endLine();
    } else if (CELLS.contains(name)) {
      space = true;
    }
  }

  private void addText(TextNode node) {
    boolean verbatim = false;
    for (Node up = node.parent(); up != null && !verbatim; up = up.parent()) {
      verbatim = up.nameIs("pre") || up.nameIs("listing") || up.nameIs("xmp");
    }
    int line = firstLine(node);
    // A line feed may also stand for &#10;, which ends no line of the source.
    int last = line > 0 ? Math.max(line, node.sourceRange().end().lineNumber()) : 0;
    String raw = node.getWholeText();
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '\n' && line < last) {
        line++;
      }
      if (verbatim && c == '\n') {
        // Kept even if several follow each other, unlike the ends of blocks.
        if (!text.isBetweenBlocks() && !text.isEmpty()) {
          text.append('\n');
          space = false;
        }
      } else if (verbatim && c == '\r') {
        // The line feed after it counts.
        continue;
      } else if (!verbatim && (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f')) {
        space = true;
      } else {
        append(c, line);
      }
    }
  }

  /** The source line of a text's first character, or 0 if unknown. */
  private int firstLine(TextNode node) {
    if (!node.sourceRange().isTracked()) {
      return 0;
    }
    Range.Position start = node.sourceRange().start();
    // The parser drops a line end after the tag, but counts from before it.
    boolean dropped =
        node.siblingIndex() == 0
            && node.parent() != null
            && node.parent().nameIs("pre")
            && (html.startsWith("\n", start.pos()) || html.startsWith("\r\n", start.pos()));
    return start.lineNumber() + (dropped ? 1 : 0);
  }

  private void append(char c, int line) {
    if (space && !text.isEmpty() && !text.isBetweenBlocks() && !text.endsWith('\n')) {
      text.append(' ');
    }
    space = false;
    int offset = text.beginCharacter();
    if (line > 0) {
      positions.add(offset, line);
    }
    text.append(c);
  }
}
