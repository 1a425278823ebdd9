package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Metadata;
import dev.ragged.RaggedException;
import dev.ragged.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonLinesTest extends IngestFixture {
  @Test
  void should_add_passages_of_a_json_lines_file() throws IOException {
    Path file =
        write(
            "a.jsonl",
            """
            {"id":"a","text":"A text","metadata":{"n":7,"x":1.5,"on":true,"tags":["p","q"],"big":9007199254740993}}

            {"text":"No id","metadata":{"author":null}}
            {"id":"v","embedding":[1,2]}
            """);
    IngestReport report = add(file);
    assertEquals(3, report.passages());
    assertEquals(Utf8.length("A textNo id"), report.rawTextBytes());
    Metadata metadata = collection.passages.get("a").metadata();
    assertEquals(7L, metadata.get("n").orElseThrow());
    assertEquals(1.5, metadata.get("x").orElseThrow());
    assertEquals(9_007_199_254_740_993L, metadata.get("big").orElseThrow());
    assertEquals(List.of("p", "q"), metadata.get("tags").orElseThrow());
    assertEquals("No id", collection.passages.get(file + "#3").text());
    assertEquals(Metadata.EMPTY, collection.passages.get(file + "#3").metadata());
    assertEquals(2, collection.passages.get("v").vector().length);
    IngestReport again = add(file);
    assertEquals(2, again.unchanged());
    assertEquals(1, again.passages(), "a given embedding is written again");
    write("a.jsonl", "{\"id\":\"a\",\"text\":\"Another text\"}\n");
    assertEquals(1, add(file).passages());
    assertEquals("Another text", collection.passages.get("a").text());
    assertEquals(Metadata.EMPTY, collection.passages.get("a").metadata());
    write("a.jsonl", "{\"id\":17,\"text\":\"Numbered\"}\n");
    assertEquals(1, add(file).passages());
    assertEquals("Numbered", collection.passages.get("17").text());
  }

  @Test
  void should_see_what_is_unchanged_however_short_the_pages_are() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 7; i++) {
      lines.append("{\"id\":\"r" + i + "\",\"text\":\"Text " + i + "\"}\n");
    }
    Path file = write("a.jsonl", lines.toString());
    assertEquals(7, add(file).passages());
    int writes = collection.writes;
    assertEquals(7, add(file).unchanged());
    assertEquals(writes, collection.writes);
  }

  @Test
  void should_check_a_json_lines_file_before_writing() throws IOException {
    String good = "{\"id\":\"a\",\"text\":\"A\"}\n";
    String[][] wrong = {
      {"{\"id\":\"a\",\"text\":\"B\"}", "already on line 1"},
      {"{\"id\":1.5,\"text\":\"B\"}", "'id' is not a string"},
      {"{\"id\":\"b\",\"text\":[]}", "'text' is not a string"},
      {"{\"id\":\"b\"}", "neither text nor vector"},
      {"{\"id\":\"\",\"text\":\"B\"}", "1 to 1024 bytes"},
      {"[1]", "not a JSON object"},
      {"{\"id\":\"b\",\"text\":\"B\"", "not valid JSON"},
      {"{\"id\":\"b\",\"text\":\"B\"} {}", "not valid JSON"},
      {"{\"id\":\"b\",\"id\":\"c\",\"text\":\"B\"}", "not valid JSON"},
      {"[".repeat(100_000), "not valid JSON"},
      {"{\"id\":\"b\",\"text\":\"B\",\"metadata\":{\"m\":{}}}", "nested"},
      {"{\"id\":\"b\",\"text\":\"B\",\"metadata\":{\"m\":[null]}}", "null"},
      {"{\"id\":\"b\",\"text\":\"B\",\"metadata\":{\"m\":[1,\"x\"]}}", "mixed types"},
      {"{\"id\":\"b\",\"text\":\"B\",\"metadata\":{\"m\":99999999999999999999}}", "too large"},
      {"{\"id\":\"b\",\"text\":\"B\",\"metadata\":{\"m\":1e999}}", "finite"},
      {"{\"id\":\"b\",\"text\":\"B\",\"metadatas\":{}}", "the field 'metadatas'"},
      {
        "{\"id\":\"b\",\"text\":\"half \\uD83D\"}", "text of passage 'b' is not well-formed Unicode"
      },
      {"{\"id\":\"b\\uDE00\",\"text\":\"B\"}", "id is not well-formed Unicode"},
      {"{\"id\":\"b\",\"text\":\"B\",\"metadata\":{\"m\":\"\\uD83D\"}}", "'m' is not well-formed"},
      {"{\"id\":\"b\",\"text\":\"B\",\"metadata\":{\"\\uD83D\":1}}", "surrogate"},
      {"{\"id\":\"b\",\"embedding\":[1]}", "has 1 numbers, the collection's have 2"},
      {"{\"id\":\"b\",\"embedding\":[1,\"x\"]}", "finite numbers"},
      {"{\"id\":\"b\",\"embedding\":[1,1e60]}", "finite numbers"},
      {"{\"id\":\"b\",\"text\":\"" + "x".repeat(100_001) + "\"}", "longer than 100000 bytes"},
    };
    for (String[] line : wrong) {
      Path file = write("a.jsonl", good + line[0] + "\n");
      Path other = write("other.txt", "Text.");
      RaggedException e = assertThrows(RaggedException.class, () -> add(other, file), line[1]);
      assertTrue(e.getMessage().startsWith("Line 2 of " + file), e.getMessage());
      assertTrue(e.getMessage().contains(line[1]), e.getMessage());
      assertEquals(0, collection.writes, line[1]);
    }
    Path latin = write("a.jsonl", "{\"text\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertThrows(RaggedException.class, () -> add(latin));
  }
}
