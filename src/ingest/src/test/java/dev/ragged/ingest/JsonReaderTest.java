package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class JsonReaderTest {
  private static String people(int count) {
    StringBuilder json = new StringBuilder("{\"version\":3,\"people\":[");
    for (int i = 0; i < count; i++) {
      json.append(i > 0 ? "," : "");
      json.append(
          "{\"name\":\"P\\u00e9r \\\"" + i + "\\\"\",\"address\":{\"city\":\"Town" + i + "\"},");
      json.append("\"tags\":[\"a\",\"b" + i + "\"],\"about\":\"" + "long text ".repeat(30) + "\"}");
    }
    return json + "]}";
  }

  @Test
  void should_name_the_element_of_a_file_in_one_line() throws Exception {
    ReadPassages read = ReadPassages.of("a.json", people(50));
    assertEquals("people[17]", read.place("Town17\n", "path"));
    String text = read.with("Town17\n").text();
    assertTrue(
        text.startsWith(
            "people[17]\nname: P\u00e9r \"17\"\naddress.city: Town17\ntags: a, b17\nabout: long"),
        text);
    assertEquals("version: 3\n", read.with("version").text());
  }

  @Test
  void should_name_lines_and_let_short_elements_share_a_passage() throws Exception {
    StringBuilder json = new StringBuilder("[\n");
    for (int i = 0; i < 40; i++) {
      json.append("  {\"id\": \"n" + i + "\",\n   \"on\": true}" + (i < 39 ? ",\n" : "\n]\n"));
    }
    ReadPassages read = ReadPassages.of("a.json", json.toString());
    assertTrue(read.all().size() < 12, read.text());
    assertEquals("[0-18]", read.place("id: n5\n", "path"));
    assertEquals(2L, read.place("id: n5\n", "start_line"));
    long last = (Long) read.place("id: n39\n", "end_line");
    assertEquals(81L, last);
  }

  @Test
  void should_name_the_members_of_deep_objects() throws Exception {
    String deep =
        "{\"a\": {\"b\": {\"c\": 1, \"d\": {\"e\": \"here\"}}, \"z\": {\"y\": \""
            + "word ".repeat(80)
            + "\"}}}";
    ReadPassages read = ReadPassages.of("a.json", deep);
    assertEquals("a", read.place("b.d.e: here", "path"));
    assertTrue(read.with("b.c: 1\nb.d.e").text().contains("z.y: word"), read.text());
    String settings = "{\n\"name\": \"tool\",\n\"scripts\": {\n\"test\": \"run\"\n}\n}\n";
    ReadPassages few = ReadPassages.of("package.json", settings);
    assertTrue(few.text().contains("name: tool\n"), few.text());
    assertEquals(4L, few.place("scripts.test: run", "end_line"));
  }

  @Test
  void should_leave_out_data() throws Exception {
    String data =
        "{\"a\": \""
            + "QUJD".repeat(1_000)
            + "\", \"b\": ["
            + "1,".repeat(5_000)
            + "1], \"c\": \"text\"}";
    String text = ReadPassages.of("a.json", data).text();
    assertTrue(text.length() < 300 && text.contains("c: text"), text);
  }

  @Test
  void should_read_what_is_no_json_as_text() throws Exception {
    String deep = "[".repeat(100_000);
    String comments = "{\n// why\n\"a\": 1\n}\n";
    String several = "{\"a\": 1}\n{\"a\": 2}\n";
    for (String text : new String[] {deep, comments, several, "{\"a\": \"cut sho", "[1, 2", "{}"}) {
      String read = ReadPassages.of("a.json", text).text();
      assertTrue(read.startsWith(text.substring(0, Math.min(50, text.length())).strip()), read);
    }
    StringBuilder growing = new StringBuilder("{\"" + "k".repeat(180) + "\":[[");
    growing.append("{\"a\":1},".repeat(5_000)).append("0]]}");
    assertFalse(ReadPassages.of("a.json", growing.toString()).text().length() > 500_000);
  }
}
