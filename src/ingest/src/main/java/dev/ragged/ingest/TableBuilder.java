package dev.ragged.ingest;

import dev.ragged.Metadata;
import dev.ragged.Utf8;
import java.util.List;
import java.util.Map;

/**
 * Makes a document of the rows of tables, a line each. Passages hold whole rows and begin with the
 * table's header.
 */
final class TableBuilder {
  static final String SEPARATOR = " | ";

  private static final int MAX_SHEET_NAME = 200;

  /** A longer header would leave no room for rows. */
  private static final int MAX_HEADER = 1_000;

  private final int maxText;
  private final DocumentBuilder document =
      new DocumentBuilder(Positions.Unit.ROW, Document.Layout.ROWS);

  private Map<String, Object> metadata = Map.of();
  private String name = "";

  /** The header of the table at hand, until a row follows it. */
  private String pending;

  private int pendingRow;
  private boolean begun;

  /**
   * @param maxText maximum number of characters
   */
  TableBuilder(int maxText) {
    this.maxText = maxText;
  }

  /** The rows that follow are of a sheet of this name. */
  void sheet(String sheet) throws UnusableFileException {
    end();
    begun = false;
    name =
        Utf8.wellFormed(
            sheet.length() > MAX_SHEET_NAME ? sheet.substring(0, MAX_SHEET_NAME) : sheet);
    metadata = Map.of(Metadata.SHEET, name);
    document.section(head(""), metadata);
  }

  /**
   * Adds a row.
   *
   * @param number from 1; those of empty rows may be left out
   */
  void row(int number, List<String> cells) throws UnusableFileException {
    String line = line(cells);
    if (line.isEmpty()) {
      return;
    }
    if (!begun && isHeader(cells)) {
      begun = true;
      pending = line;
      pendingRow = number;
      document.section(head(line), metadata);
      return;
    }
    pending = null;
    append(number, line);
  }

  Document build(String title, Map<String, Object> of) throws UnusableFileException {
    end();
    return document.build(title, of);
  }

  /** A table may consist of its header. */
  private void end() throws UnusableFileException {
    if (pending != null) {
      document.section(head(""), metadata);
      append(pendingRow, pending);
      pending = null;
    }
  }

  private void append(int number, String line) throws UnusableFileException {
    if ((long) document.length() + line.length() > maxText) {
      throw UnusableFileException.tooMuchText(maxText);
    }
    document.at(Math.max(1, number)).append(line).append("\n");
  }

  private String head(String header) {
    String all = name.isEmpty() || header.isEmpty() ? name + header : name + "\n" + header;
    String head = all.length() > MAX_HEADER ? all.substring(0, MAX_HEADER) : all;
    return head.isEmpty() ? "" : head + "\n";
  }

  /** Whether a row names what the columns below it hold. */
  private static boolean isHeader(List<String> cells) {
    long named = cells.stream().filter(cell -> !cell.isBlank()).count();
    return named > 1
        && cells.stream()
            .noneMatch(cell -> !cell.isBlank() && cell.strip().matches("[\\d.,:%+ -]+"));
  }

  private static String line(List<String> cells) {
    int size = cells.size();
    while (size > 0 && cells.get(size - 1).isBlank()) {
      size--;
    }
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < size; i++) {
      line.append(i > 0 ? SEPARATOR : "").append(cells.get(i).strip().replaceAll("\\s+", " "));
    }
    return line.toString().strip();
  }
}
