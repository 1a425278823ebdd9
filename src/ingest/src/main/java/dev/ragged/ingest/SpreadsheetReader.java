package dev.ragged.ingest;

import dev.ragged.ingest.Skipped.Reason;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.poi.EncryptedDocumentException;
import org.apache.poi.hpsf.SummaryInformation;
import org.apache.poi.hssf.OldExcelFormatException;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageProperties;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.usermodel.Sheet;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.xssf.eventusermodel.ReadOnlySharedStringsTable;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.apache.poi.xssf.eventusermodel.XSSFSheetXMLHandler;
import org.apache.poi.xssf.eventusermodel.XSSFSheetXMLHandler.SheetContentsHandler;
import org.apache.poi.xssf.usermodel.XSSFComment;
import org.apache.tika.utils.XMLReaderUtils;
import org.xml.sax.InputSource;
import org.xml.sax.XMLReader;

/** Reads Excel's files, new and old, by sheets and rows. */
final class SpreadsheetReader implements DocumentReader {
  /** Of a row; cells farther right hold nothing that a person reads. */
  private static final int MAX_COLUMNS = 1_000;

  private final DocumentReader parser;

  /**
   * @param parser reads what is too old for this one
   */
  SpreadsheetReader(DocumentReader parser) {
    this.parser = parser;
  }

  @Override
  public List<Document> read(Input input) throws Exception {
    try {
      return input.bytes()[0] == 'P' ? List.of(xlsx(input)) : List.of(xls(input));
    } catch (OldExcelFormatException e) {
      return parser.read(input);
    } catch (EncryptedDocumentException e) {
      throw new UnusableFileException(Reason.ENCRYPTED, "is encrypted.");
    }
  }

  private static Document xls(Input input) throws Exception {
    TableBuilder table = new TableBuilder(input.budget().maxText());
    DataFormatter formatter = new DataFormatter();
    formatter.setUseCachedValuesForFormulaCells(true);
    try (HSSFWorkbook workbook = new HSSFWorkbook(new ByteArrayInputStream(input.bytes()))) {
      for (Sheet sheet : workbook) {
        table.sheet(sheet.getSheetName());
        for (Row row : sheet) {
          List<String> cells = new ArrayList<>();
          for (Cell cell : row) {
            put(cells, cell.getColumnIndex(), formatter.formatCellValue(cell));
          }
          table.row(row.getRowNum() + 1, cells);
        }
      }
      SummaryInformation summary = workbook.getSummaryInformation();
      if (summary == null) {
        return table.build(null, Map.of());
      }
      Date saved = summary.getLastSaveDateTime();
      return table.build(
          Origin.oneLine(summary.getTitle(), 300),
          Origin.of(summary.getAuthor(), saved == null ? null : saved.toInstant()));
    }
  }

  private static Document xlsx(Input input) throws Exception {
    TableBuilder table = new TableBuilder(input.budget().maxText());
    try (OPCPackage file = OPCPackage.open(new ByteArrayInputStream(input.bytes()))) {
      XSSFReader reader = new XSSFReader(file);
      ReadOnlySharedStringsTable strings = new ReadOnlySharedStringsTable(file);
      DataFormatter formatter = new DataFormatter();
      XSSFReader.SheetIterator sheets = reader.getSheetIterator();
      while (sheets.hasNext()) {
        try (InputStream sheet = sheets.next()) {
          table.sheet(sheets.getSheetName());
          XMLReader xml = XMLReaderUtils.getXMLReader();
          xml.setContentHandler(
              new XSSFSheetXMLHandler(
                  reader.getStylesTable(), strings, new Rows(table), formatter, false));
          xml.parse(new InputSource(sheet));
        }
      }
      PackageProperties about = file.getPackageProperties();
      Date saved = about.getModifiedProperty().orElse(null);
      return table.build(
          Origin.oneLine(about.getTitleProperty().orElse(null), 300),
          Origin.of(
              about.getCreatorProperty().orElse(null), saved == null ? null : saved.toInstant()));
    }
  }

  private static void put(List<String> cells, int column, String value) {
    if (column < MAX_COLUMNS && value != null) {
      while (cells.size() <= column) {
        cells.add("");
      }
      cells.set(column, value);
    }
  }

  /** Collects the cells of each row. */
  private static final class Rows implements SheetContentsHandler {
    private final TableBuilder table;
    private final List<String> cells = new ArrayList<>();

    Rows(TableBuilder table) {
      this.table = table;
    }

    @Override
    public void startRow(int row) {
      cells.clear();
    }

    @Override
    public void cell(String reference, String value, XSSFComment comment) {
      // The reference may be left out: then the cell is beside the one before.
      int column = reference == null ? cells.size() : new CellReference(reference).getCol();
      put(cells, column, value);
    }

    @Override
    public void endRow(int row) {
      try {
        table.row(row + 1, cells);
      } catch (UnusableFileException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
