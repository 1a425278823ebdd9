package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Passage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.junit.jupiter.api.Test;

class TablesTest {
  static final String SHEET =
      """
      <table:table table:name="Boats"><table:table-row><table:table-cell><text:p>Name</text:p>
      </table:table-cell><table:table-cell><text:p>Seats</text:p></table:table-cell></table:table-row>
      <table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>
      <table:table-row><table:table-cell><office:annotation><text:p>remark</text:p></office:annotation>
      <text:p>Four <text:span>oars</text:span></text:p><text:p>old</text:p></table:table-cell>
      <table:table-cell table:number-columns-repeated="2"><text:p>4</text:p></table:table-cell>
      <table:table-cell table:number-columns-repeated="16000"/></table:table-row>
      <table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>
      </table:table><table:table table:name="Empty"/>
      """;

  /** Each line of each passage is a header or a whole row. */
  private static void assertWholeRows(ReadPassages read, String header, String row) {
    for (Passage passage : read.all()) {
      String[] lines = passage.text().split("\n");
      assertTrue(passage.text().contains(header + "\n"), passage.text());
      for (String line : lines) {
        assertTrue(
            line.equals(header) || line.matches(row) || line.equals("Prices"), "cut: " + line);
      }
    }
  }

  @Test
  void should_keep_rows_whole_and_repeat_the_header() throws Exception {
    StringBuilder csv = new StringBuilder("Name,City,Remark\n");
    for (int i = 2; i <= 300; i++) {
      csv.append(
          "Person " + i + ",\"Town, " + i + "\",One sentence. Two" + " words".repeat(i % 17));
      csv.append(".\n");
    }
    ReadPassages read = ReadPassages.of("a.csv", csv.toString());
    assertWholeRows(
        read, "Name | City | Remark", "Person (\\d+) \\| Town, \\d+ \\| One sentence\\. Two.*\\.");
    assertTrue(read.all().size() > 20);
    Passage passage = read.with("Person 211 ");
    long first = (Long) passage.metadata().get("start_row").orElseThrow();
    long last = (Long) passage.metadata().get("end_row").orElseThrow();
    assertTrue(first <= 211 && 211 <= last && last - first < 20, first + " to " + last);
    for (long row = first; row <= last; row++) {
      assertTrue(passage.text().contains("Person " + row + " "), passage.text());
    }
    long rows = csv.toString().lines().count() - 1;
    long found = read.text().lines().filter(line -> line.startsWith("Person")).distinct().count();
    assertEquals(rows, found);
    assertEquals(rows, read.text().lines().filter(line -> line.startsWith("Person")).count());
  }

  @Test
  void should_read_any_separator_and_quotes() throws Exception {
    assertEquals("a | b\nx; y | 1,5\n", ReadPassages.of("a.csv", "a;b\n\"x; y\";1,5\n").text());
    assertEquals("a | b\n1,5 | 2\n", ReadPassages.of("a.tsv", "a\tb\n1,5\t2\n").text());
    assertEquals("a | b\nx | y\n", ReadPassages.of("a.csv", "sep=|\r\na|b\r\nx|y\r\n").text());
    ReadPassages read = ReadPassages.of("a.csv", "a,b\n\"two\nlines \"\"q\"\"\",x\n\nlast,y\n");
    assertEquals("a | b\ntwo lines \"q\" | x\nlast | y\n", read.text());
    assertEquals(2L, read.place("last", "start_row"));
    assertEquals(4L, read.place("last", "end_row"));
    byte[] latin =
        "Stra\u00dfe;\u00d6rt\nK\u00e4se;s\u00fc\u00df\n".getBytes(Charset.forName("ISO-8859-1"));
    assertTrue(ReadPassages.of("a.csv", latin).text().contains("K\u00e4se | s\u00fc\u00df"));
    assertEquals("name | age\n", ReadPassages.of("a.csv", "name,age\n").text());
    assertEquals("1 | 2\n3 | 4\n", ReadPassages.of("a.csv", "1,2\n3,4\n").text());
  }

  @Test
  void should_read_broken_tables_as_text() throws Exception {
    String open = "a,b\n\"never closed,1\n" + "x,y\n".repeat(2_000);
    assertTrue(ReadPassages.of("a.csv", open).text().contains("never closed,1\nx,y\n"));
    assertTrue(ReadPassages.of("a.csv", "a,b\n\"x\"y\"z,\"\n").text().contains("x"));
    String wide = "cell,".repeat(100_000) + "\n" + "v,".repeat(100_000) + "\n";
    assertTrue(ReadPassages.of("a.csv", wide).all().size() > 10);
  }

  @Test
  void should_read_sheets_and_rows_of_excel_files() throws Exception {
    for (Workbook workbook : new Workbook[] {new XSSFWorkbook(), new HSSFWorkbook()}) {
      byte[] bytes = Samples.spreadsheet(workbook, 100);
      String name = bytes[0] == 'P' ? "a.xlsx" : "a.xls";
      ReadPassages read = ReadPassages.of(name, bytes);
      Passage passage = read.with("Tea 50 | 50.5 | Assam no. 50");
      assertTrue(passage.text().startsWith("Prices\nName | Price | Origin\n"), passage.text());
      assertEquals("Prices", passage.metadata().get("sheet").orElseThrow());
      long first = (Long) passage.metadata().get("start_row").orElseThrow();
      assertTrue(passage.text().contains("\nTea " + (first - 4) + " |"), first + passage.text());
      assertEquals("Notes", read.place("Only a note", "sheet"));
      assertEquals(8L, read.place("Only a note", "start_row"));
      assertEquals(1L, read.place("Price list", "start_row"));
      for (int cut : new int[] {20, 600, bytes.length / 2}) {
        assertThrows(
            UnusableFileException.class, () -> ReadPassages.of(name, Arrays.copyOf(bytes, cut)));
      }
    }
  }

  @Test
  void should_read_sheets_and_rows_of_opendocument() throws Exception {
    ReadPassages read = ReadPassages.of("a.ods", Samples.ods(SHEET));
    assertEquals("Boats\nName | Seats\nFour oars old | 4 | 4\n", read.text());
    assertEquals(5L, read.place("Four", "start_row"));
    assertEquals("Boats", read.place("Four", "sheet"));
    String bomb =
        "<table:table><table:table-row><table:table-cell table:number-columns-repeated=\"2147483647\"><text:p>x</text:p></table:table-cell></table:table-row></table:table>";
    assertTrue(ReadPassages.of("a.ods", Samples.ods(bomb)).text().length() < 10_000);
    assertThrows(
        UnusableFileException.class,
        () -> ReadPassages.of("a.ods", Samples.ods("<table:table></office:body>")));
  }

  @Test
  void should_keep_the_rows_of_tables_in_documents() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (XWPFDocument document = new XWPFDocument()) {
      document.createParagraph().createRun().setText("Before.");
      XWPFTable table = document.createTable(2, 3);
      for (int i = 0; i < 6; i++) {
        table.getRow(i / 3).getCell(i % 3).setText("r" + i / 3 + "c" + i % 3);
      }
      table.getRow(1).getCell(0).addParagraph().createRun().setText("more");
      document.createParagraph().createRun().setText("After.");
      document.write(bytes);
    }
    String text = ReadPassages.of("a.docx", bytes.toByteArray()).text();
    assertEquals("Before.\n\nr0c0 | r0c1 | r0c2\nr1c0 more | r1c1 | r1c2\n\nAfter.", text.strip());
    assertFalse(text.contains("\t"));
  }
}
