package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParserProtocolTest {
  private static List<Document> sent(int maxText, Document... documents) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ParserProtocol.write(new DataOutputStream(bytes), List.of(documents));
    return ParserProtocol.readAnswer(
        new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())), maxText);
  }

  private static Document document(String text, Section... sections) {
    Positions rows = Positions.of(Positions.Unit.ROW);
    rows.add(0, 2);
    rows.add(3, 7);
    Map<String, Object> metadata = Map.of("sheet", "Prices", "sum", 1.5, "tags", List.of("a", "b"));
    return new Document(
        text, "T", rows, new int[] {1}, Document.Layout.LINES, metadata, List.of(sections));
  }

  @Test
  void should_carry_all_of_several_documents() throws Exception {
    List<Document> got =
        sent(
            100,
            document("green tea", new Section(6, "name\tprice\n", Map.of("n", 3))),
            document("coffee", new Section(0, "Java: f\n", Map.of("symbol", "f"), 2, "f()\n")));
    assertEquals(2, got.size());
    Document tea = got.get(0);
    assertEquals("green tea", tea.text());
    assertEquals("T", tea.title());
    assertArrayEquals(new int[] {1}, tea.headings());
    assertEquals(Document.Layout.LINES, tea.layout());
    assertEquals(Positions.Unit.ROW, tea.positions().unit());
    assertEquals(2, tea.positions().at(2));
    assertEquals(7, tea.positions().at(3));
    assertEquals(Map.of("sheet", "Prices", "sum", 1.5, "tags", List.of("a", "b")), tea.metadata());
    assertEquals(List.of(new Section(6, "name\tprice\n", Map.of("n", 3L))), tea.sections());
    assertEquals("coffee", got.get(1).text());
    assertEquals(
        List.of(new Section(0, "Java: f\n", Map.of("symbol", "f"), 2, "f()\n")),
        got.get(1).sections());
    assertEquals(List.of(), sent(100));
  }

  @Test
  void should_refuse_what_no_document_can_be() {
    assertThrows(IOException.class, () -> sent(9, document("green tea"), document("coffee")));
    assertThrows(IOException.class, () -> sent(100, document("tea", new Section(4, "", Map.of()))));
    Section section = new Section(1, "", Map.of());
    assertThrows(IOException.class, () -> sent(100, document("tea", section, section)));
    Section deep = new Section(1, "", Map.of(), Section.MAX_LEVEL + 1, "");
    assertThrows(IOException.class, () -> sent(100, document("tea", deep)));
    Section unfit = new Section(1, "", Map.of("a", Map.of("b", 1)));
    assertThrows(IOException.class, () -> sent(100, document("tea", unfit)));
  }
}
