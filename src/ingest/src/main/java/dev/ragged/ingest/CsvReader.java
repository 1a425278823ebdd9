package dev.ragged.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads tables in text: values separated by commas, semicolons, tabs or bars. */
final class CsvReader implements DocumentReader {
  private static final char[] SEPARATORS = {',', ';', '\t', '|'};

  /** Lines to find the separator from. */
  private static final int SAMPLE = 20;

  /** A quote that nothing closes makes one row of all that follows. */
  private static final int MAX_LINES_PER_ROW = 500;

  @Override
  public List<Document> read(Input input) throws UnusableFileException {
    String text = TextDecoder.decode(input.bytes());
    int skipped = 0;
    char separator = separator(text);
    if (text.regionMatches(true, 0, "sep=", 0, 4) && text.length() > 5) {
      // What Excel writes for itself.
      separator = text.charAt(4);
      skipped = 1;
    }
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setDelimiter(separator)
            .setIgnoreEmptyLines(false)
            .setTrailingData(true)
            .setLenientEof(true)
            .get();
    TableBuilder table = new TableBuilder(input.budget().maxText());
    try (CSVParser rows = CSVParser.parse(text, format)) {
      long line = 0;
      for (CSVRecord row : rows) {
        if (rows.getCurrentLineNumber() - line > MAX_LINES_PER_ROW) {
          return new TextReader().read(input);
        }
        line = rows.getCurrentLineNumber();
        if (row.getRecordNumber() > skipped) {
          table.row((int) row.getRecordNumber(), row.toList());
        }
      }
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      return new TextReader().read(input);
    }
    return List.of(table.build(null, Map.of()));
  }

  /** The one that most lines have, and most often. */
  private static char separator(String text) {
    List<String> lines = text.lines().limit(SAMPLE).toList();
    char best = ',';
    long most = 0;
    for (char separator : SEPARATORS) {
      long with = lines.stream().filter(line -> line.indexOf(separator) >= 0).count();
      long all = lines.stream().flatMapToInt(String::chars).filter(c -> c == separator).count();
      long score = with * with * 1_000 + Math.min(999, all);
      if (with > 0 && score > most) {
        most = score;
        best = separator;
      }
    }
    return best;
  }
}
