package dev.ragged.ingest;

import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads OpenDocument spreadsheets by sheets and rows. */
final class OpenSpreadsheetReader implements DocumentReader {
  /** A cell that is repeated farther fills a row with nothing. */
  private static final int MAX_COLUMNS = 1_000;

  @Override
  public List<Document> read(Input input) throws Exception {
    TableBuilder table = new TableBuilder(input.budget().maxText());
    try (OpenDocumentFile file = new OpenDocumentFile(input.bytes())) {
      new Content(file.content(), table).read();
      return List.of(table.build(file.title(), file.origin()));
    }
  }

  /** The sheets of one file. */
  private static final class Content {
    private final XMLStreamReader xml;
    private final TableBuilder table;
    private final List<String> cells = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private int row;
    private int rows;
    private int columns;
    private int aside;
    private boolean inCell;

    Content(XMLStreamReader xml, TableBuilder table) {
      this.xml = xml;
      this.table = table;
    }

    void read() throws XMLStreamException, UnusableFileException {
      while (xml.hasNext()) {
        switch (xml.next()) {
          case XMLStreamConstants.START_ELEMENT -> start(xml.getLocalName());
          case XMLStreamConstants.END_ELEMENT -> end(xml.getLocalName());
          case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
            if (inCell && aside == 0) {
              text.append(xml.getText());
            }
          }
          default -> {}
        }
      }
    }

    private void start(String name) throws UnusableFileException {
      switch (name) {
        case "table" -> {
          String sheet = attribute("name");
          table.sheet(sheet == null ? "" : sheet);
          row = 1;
        }
        case "table-row" -> {
          cells.clear();
          rows = repeated("number-rows-repeated");
        }
        case "table-cell", "covered-table-cell" -> {
          text.setLength(0);
          inCell = true;
          columns = repeated("number-columns-repeated");
        }
        case "annotation", "shapes" -> aside++;
        case "s", "tab", "line-break", "p" -> text.append(' ');
        default -> {}
      }
    }

    private void end(String name) throws UnusableFileException {
      switch (name) {
        case "table-row" -> {
          table.row(row, cells);
          row = (int) Math.min((long) row + rows, Integer.MAX_VALUE / 2);
        }
        case "table-cell", "covered-table-cell" -> {
          inCell = false;
          for (int i = 0; i < columns && cells.size() < MAX_COLUMNS; i++) {
            cells.add(text.toString());
          }
        }
        case "annotation", "shapes" -> aside--;
        default -> {}
      }
    }

    private int repeated(String name) {
      String count = attribute(name);
      try {
        return count == null ? 1 : Math.max(1, Integer.parseInt(count));
      } catch (NumberFormatException e) {
        return 1;
      }
    }

    private String attribute(String name) {
      for (int i = 0; i < xml.getAttributeCount(); i++) {
        if (xml.getAttributeLocalName(i).equals(name)) {
          return xml.getAttributeValue(i);
        }
      }
      return null;
    }
  }
}
