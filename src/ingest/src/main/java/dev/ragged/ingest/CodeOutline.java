package dev.ragged.ingest;

import dev.ragged.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.treesitter.TSNode;
import org.treesitter.TSTree;
import org.treesitter.TSTreeCursor;

/**
 * The outline of a program: its functions and types with their comments, what is in them, and what
 * is between them, in order of the text and without gaps. Each part begins at the start of a line,
 * unless something else is there.
 */
final class CodeOutline {
  /** A shorter function fits into any passage, so nobody asks what is in it. */
  private static final int MIN_TO_OPEN = 200;

  /** How far down the tree to look. */
  private static final int MAX_DEPTH = 200;

  private final Grammar grammar;
  private final String text;
  private final CodeNames names;
  private final List<Section> sections = new ArrayList<>();

  /** Where comments begin that belong to what follows; -1 for none. */
  private int leading = -1;

  private int leadingEnd;

  /** The end of what was last found beside what comes next; -1 for nothing. */
  private int beforeEnd = -1;

  private CodeOutline(Grammar grammar, String text) {
    this.grammar = grammar;
    this.text = text;
    this.names = new CodeNames(grammar, text);
  }

  /** The outline, which begins with the text; of a text with words it is never empty. */
  static List<Section> of(Grammar grammar, String text) {
    CodeOutline outline = new CodeOutline(grammar, text);
    try (TSTree tree = TreeSitter.parse(grammar, text);
        TSTreeCursor cursor = new TSTreeCursor(tree.getRootNode())) {
      outline.parts(cursor, "", 0, 0);
      outline.fill(text.length(), 0);
    }
    List<Section> sections = outline.sections;
    if (sections.isEmpty()) {
      sections.add(Section.unnamed(0, 0));
    }
    Section first = sections.get(0);
    if (first.start() > 0) {
      sections.set(
          0, new Section(0, first.head(), first.metadata(), first.level(), first.signature()));
    }
    return sections;
  }

  private static int start(TSNode node) {
    return node.getStartByte() / 2;
  }

  private static int end(TSNode node) {
    return node.getEndByte() / 2;
  }

  /** Adds what is directly below a node: of a file, or between braces. */
  private void parts(TSTreeCursor cursor, String enclosing, int level, int depth) {
    if (depth > MAX_DEPTH || !cursor.gotoFirstChild()) {
      return;
    }
    do {
      TSNode node = cursor.currentNode();
      String type = node.getType();
      if (!node.isNamed()) {
        continue;
      }
      if (grammar.leading().contains(type)) {
        comment(node, level);
      } else if (grammar.bodies().contains(type)) {
        unnamed(node, level);
        beforeEnd = -1;
        parts(cursor, enclosing, level, depth + 1);
        fill(end(node), level);
        beforeEnd = end(node);
      } else if (!declared(cursor, node, type, enclosing, level, depth)) {
        unnamed(node, level);
        if (isLong(node)) {
          beforeEnd = -1;
          search(cursor, enclosing, deeper(level), depth + 1);
          fill(end(node), deeper(level));
        }
        beforeEnd = end(node);
      }
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
    flush(level);
  }

  /** Adds functions and types that are anywhere below a node, and nothing else. */
  private void search(TSTreeCursor cursor, String enclosing, int level, int depth) {
    if (depth > MAX_DEPTH || !cursor.gotoFirstChild()) {
      return;
    }
    do {
      TSNode node = cursor.currentNode();
      String type = node.getType();
      if (!node.isNamed()) {
        continue;
      }
      if (grammar.leading().contains(type)) {
        if (leading < 0 && beginsLine(start(node))) {
          leading = lineStart(start(node));
        }
        leadingEnd = end(node);
      } else if (!declared(cursor, node, type, enclosing, level, depth)) {
        leading = -1;
        search(cursor, enclosing, level, depth + 1);
      }
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
    leading = -1;
  }

  private static int deeper(int level) {
    return Math.min(level + 1, Section.MAX_LEVEL);
  }

  private static boolean isLong(TSNode node) {
    return end(node) - start(node) > MIN_TO_OPEN;
  }

  /** Adds a function or type, or one in a wrapper; false if the node is none. */
  private boolean declared(
      TSTreeCursor cursor, TSNode node, String type, String enclosing, int level, int depth) {
    if (grammar.declares(type)) {
      declaration(node, node, names.of(node), enclosing, level, depth);
      return true;
    }
    if (grammar.wrappers().contains(type)) {
      return wrapper(cursor, node, enclosing, level, depth);
    }
    TSNode holder = names.holder(node);
    if (holder == null) {
      return false;
    }
    declaration(node, names.value(holder), names.of(holder), enclosing, level, depth);
    return true;
  }

  private boolean wrapper(
      TSTreeCursor cursor, TSNode node, String enclosing, int level, int depth) {
    if (depth > MAX_DEPTH || !cursor.gotoFirstChild()) {
      return false;
    }
    int from = from(node, level);
    boolean found = false;
    do {
      TSNode inner = cursor.currentNode();
      if (inner.isNamed()) {
        leading = found ? -1 : from;
        leadingEnd = found ? leadingEnd : start(inner);
        found |= declared(cursor, inner, inner.getType(), enclosing, level, depth + 1);
      }
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
    leading = found ? -1 : from;
    leadingEnd = start(node);
    beforeEnd = found ? end(node) : beforeEnd;
    return found;
  }

  /**
   * Adds a function or type.
   *
   * @param whole the node to add
   * @param node the function itself, whose name may stand before it in the whole
   */
  private void declaration(
      TSNode whole, TSNode node, String name, String enclosing, int level, int depth) {
    int from = from(whole, level);
    String symbol =
        name.isEmpty()
            ? enclosing
            : enclosing.isEmpty() ? name : enclosing + grammar.separator() + name;
    symbol = limited(symbol, 200);
    int bodyStart = end(whole);
    boolean type = grammar.types().contains(node.getType());
    boolean open = type || isLong(node);
    add(Section.unnamed(from, level)); // takes its place before what is in it
    int index = sections.size() - 1;
    int inside = deeper(level);
    boolean commented = !type && from < start(whole) && end(whole) - from > MIN_TO_OPEN;
    if (commented && beginsLine(start(whole))) {
      // Without its comment, a function may fit.
      add(Section.unnamed(lineStart(start(whole)), inside));
      inside = deeper(inside);
    }
    beforeEnd = -1;
    try (TSTreeCursor cursor = new TSTreeCursor(node)) {
      if (cursor.gotoFirstChild()) {
        do {
          TSNode child = cursor.currentNode();
          if (grammar.bodies().contains(child.getType())) {
            bodyStart = Math.min(bodyStart, start(child));
            if (open) {
              parts(cursor, symbol, inside, depth + 1);
            }
          }
        } while (cursor.gotoNextSibling());
      }
    }
    if (open) {
      fill(end(whole), inside);
    }
    beforeEnd = end(whole);
    if (!name.isEmpty() && index >= 0 && sections.get(index).start() == from) {
      String head = grammar.title() + ": " + symbol + "\n";
      String signature = type ? "" : signature(whole, bodyStart);
      sections.set(
          index, new Section(from, head, Map.of(Metadata.SYMBOL, symbol), level, signature));
    }
  }

  /** What stands before the body, in one line. */
  private String signature(TSNode node, int bodyStart) {
    String signature = text.substring(start(node), Math.max(start(node), bodyStart));
    return limited(signature.strip().replaceAll("\\s+", " "), 300) + "\n";
  }

  private static String limited(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }

  private void unnamed(TSNode node, int level) {
    if (leading >= 0 || beginsLine(start(node))) {
      add(Section.unnamed(from(node, level), level));
    }
  }

  private void comment(TSNode node, int level) {
    if (!beginsLine(start(node))) {
      return; // it belongs to what is before it
    }
    if (leading >= 0 && hasBlankLine(leadingEnd, start(node))) {
      flush(level);
    }
    if (leading < 0) {
      leading = lineStart(start(node));
    }
    leadingEnd = end(node);
  }

  /** Comments that belong to nothing are a part of their own. */
  private void flush(int level) {
    if (leading >= 0) {
      int from = leading;
      leading = -1;
      add(Section.unnamed(from, level));
      beforeEnd = leadingEnd;
    }
  }

  /** Where a part begins: with its comments, else with its line. */
  private int from(TSNode node, int level) {
    int start = start(node);
    if (leading >= 0 && hasBlankLine(leadingEnd, start)) {
      flush(level);
    }
    int from = leading >= 0 ? leading : beginsLine(start) ? lineStart(start) : start;
    leading = -1;
    fill(from, level);
    return from;
  }

  /** Adds what is between the end of the part before, or rather of its last line, and the next. */
  private void fill(int until, int level) {
    if (beforeEnd >= 0 && beforeEnd < until) {
      int from = beforeEnd;
      while (from < until && !isLineEnd(text.charAt(from))) {
        from++;
      }
      if (!text.substring(from, until).isBlank()) {
        while (Character.isWhitespace(text.charAt(from))) {
          from++;
        }
        add(Section.unnamed(lineStart(from), level));
      }
    }
  }

  private void add(Section section) {
    if (sections.isEmpty() || sections.get(sections.size() - 1).start() < section.start()) {
      sections.add(section);
    } else if (sections.get(sections.size() - 1).start() == section.start()) {
      sections.set(sections.size() - 1, section);
    }
  }

  private boolean beginsLine(int offset) {
    int i = offset;
    while (i > 0 && !isLineEnd(text.charAt(i - 1))) {
      if (!Character.isWhitespace(text.charAt(--i))) {
        return false;
      }
    }
    return true;
  }

  private int lineStart(int offset) {
    int start = offset;
    while (start > 0 && !isLineEnd(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }

  private boolean hasBlankLine(int from, int to) {
    // The end of a comment may be that of its line.
    int lines = from > 0 && text.charAt(from - 1) == '\n' ? 1 : 0;
    for (int i = from; i < to; i++) {
      lines += text.charAt(i) == '\n' ? 1 : 0;
    }
    return lines > 1;
  }
}
