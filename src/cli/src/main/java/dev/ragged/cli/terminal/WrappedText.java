package dev.ragged.cli.terminal;

import java.util.function.UnaryOperator;

/**
 * Text that comes in pieces, broken at spaces so that each line fits a terminal. Holds back at most
 * a word: that which the next piece may go on with.
 */
public final class WrappedText {
  private final Output out;
  private final int width;
  private final UnaryOperator<String> look;
  private final StringBuilder word = new StringBuilder();
  private final StringBuilder spaces = new StringBuilder();

  /** Cells of the line at hand that are taken. */
  private int used;

  /**
   * @param width of a line, in cells
   * @param look a word as it is written, with colours and links that take no cells
   */
  public WrappedText(Output out, int width, UnaryOperator<String> look) {
    this.out = out;
    this.width = width;
    this.look = look;
  }

  /** Writes more text, which must be {@linkplain Display#printable printable}. */
  public void write(String piece) {
    piece.codePoints().forEach(this::write);
  }

  private void write(int c) {
    if (c == '\n') {
      endWord();
      spaces.setLength(0);
      out.print("\n");
      used = 0;
      return;
    }
    if (c == ' ' || c == '\t') {
      endWord();
      spaces.append(c == ' ' ? " " : "  ");
      return;
    }
    String character = Character.toString(c);
    int cells = Cells.width(character);
    // Scripts with wide characters have no spaces, and lines may break between any two of them.
    if (cells == 2 || Cells.width(word.toString()) + cells > width) {
      endWord();
    }
    word.append(character);
    if (cells == 2) {
      endWord();
    }
  }

  /** Writes a word of a look of its own after what there is so far. */
  public void word(String plain, String shown) {
    endWord();
    put(Cells.width(plain), shown);
  }

  /** Nothing more comes: writes what was held back. */
  public void end() {
    endWord();
    spaces.setLength(0);
  }

  private void endWord() {
    if (!word.isEmpty()) {
      put(Cells.width(word.toString()), look.apply(word.toString()));
      word.setLength(0);
    }
  }

  private void put(int cells, String shown) {
    if (used + spaces.length() + cells <= width) {
      out.print(spaces.toString());
      used += spaces.length();
    } else if (used > 0) {
      out.print("\n");
      used = 0;
    }
    spaces.setLength(0);
    out.print(shown);
    used += cells;
  }
}
