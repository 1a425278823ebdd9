package dev.ragged.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each tool as a client sees it; the client checks answers by a validator that is not ours. */
class ToolsTest {
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(Dialects.getDraft202012());

  @TempDir static Path dir;

  private static Fixture fixture;
  private static LineClient client;
  private static JsonNode tools;

  @BeforeAll
  static void serve() throws IOException {
    fixture = new Fixture(dir).withNotes();
    client = new LineClient(fixture.tools, true).initialized();
    tools = client.request("tools/list", "{}").at("/result/tools");
  }

  @AfterAll
  static void close() throws IOException {
    client.close();
    fixture.close();
  }

  private static JsonNode answer(String tool, String arguments) throws IOException {
    JsonNode answer = client.structured(tool, arguments);
    for (JsonNode definition : tools) {
      if (definition.get("name").asText().equals(tool)) {
        Schema schema = SCHEMAS.getSchema(definition.get("outputSchema"));
        assertEquals(List.of(), schema.validate(answer), answer.toString());
      }
    }
    return answer;
  }

  @Test
  void should_offer_five_tools_as_their_files_define_them() throws IOException {
    List<String> names = new ArrayList<>();
    for (JsonNode tool : tools) {
      names.add(tool.get("name").asText());
      try (InputStream file = Tool.class.getResourceAsStream(tool.get("name").asText() + ".json")) {
        assertEquals(LineClient.MAPPER.readTree(file), tool);
      }
    }
    assertEquals(List.of("search", "get", "list_collections", "status", "add"), names);
  }

  @Test
  void should_define_strict_and_bounded_arguments() {
    Schema metaSchema =
        SCHEMAS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    for (JsonNode tool : tools) {
      JsonNode input = tool.get("inputSchema");
      assertEquals(List.of(), metaSchema.validate(input));
      assertEquals(List.of(), metaSchema.validate(tool.get("outputSchema")));
      assertFalse(input.get("additionalProperties").asBoolean(true), tool.toString());
      for (Map.Entry<String, JsonNode> property : input.get("properties").properties()) {
        assertBounded(property.getKey(), property.getValue());
        assertFalse(property.getValue().path("description").asText().isEmpty());
      }
    }
  }

  private static void assertBounded(String name, JsonNode schema) {
    switch (schema.get("type").asText()) {
      case "string" -> assertTrue(schema.has("maxLength") || schema.has("enum"), name);
      case "integer" -> assertTrue(schema.has("minimum") && schema.has("maximum"), name);
      case "array" -> {
        assertTrue(schema.has("maxItems"), name);
        assertBounded(name, schema.get("items"));
      }
      default -> assertFalse(schema.has("properties"), name);
    }
  }

  @Test
  void should_say_which_tools_only_read() {
    for (JsonNode tool : tools) {
      boolean adds = tool.get("name").asText().equals("add");
      assertEquals(!adds, tool.at("/annotations/readOnlyHint").asBoolean());
      assertEquals(adds, tool.at("/annotations/destructiveHint").asBoolean());
      assertFalse(tool.at("/annotations/openWorldHint").asBoolean(true));
    }
  }

  @Test
  void should_find_a_passage_with_its_place() throws IOException {
    JsonNode hit =
        answer("search", "{\"question\":\"how hot should the water for tea be?\"}").at("/hits/0");
    assertEquals("notes", hit.get("collection").asText());
    assertEquals(fixture.documents.resolve("tea.md").toString(), hit.at("/place/path").asText());
    assertEquals(1, hit.at("/place/line").asInt());
    assertTrue(hit.at("/place/end_line").asInt() >= 3, hit.toString());
    assertTrue(hit.get("text").asText().contains("eighty degrees"));
    assertTrue(hit.get("snippet").asText().contains("eighty degrees"));
    assertTrue(hit.get("close").asBoolean());
    assertTrue(hit.get("score").asDouble() > 0.2, hit.toString());
  }

  @Test
  void should_show_the_same_to_clients_that_show_text() throws IOException {
    JsonNode content = client.call("search", "{\"question\":\"tea\",\"k\":1}").get("content");
    String text = content.at("/0/text").asText();
    assertTrue(text.startsWith("1. " + fixture.documents.resolve("tea.md") + ":1-"), text);
    assertTrue(text.contains("steeped at eighty degrees"), text);
    assertEquals("resource_link", content.at("/1/type").asText());
  }

  @Test
  void should_leave_out_whole_passages_on_request() throws IOException {
    JsonNode hit = answer("search", "{\"question\":\"tea\",\"full\":false}").at("/hits/0");
    assertFalse(hit.has("text"));
    assertTrue(hit.get("snippet").asText().contains("steeped"));
  }

  @Test
  void should_narrow_a_search() throws IOException {
    String trip = fixture.documents.resolve("trip").toString();
    JsonNode hits =
        answer(
                "search",
                "{\"question\":\"tea\",\"collections\":[\"notes\"],\"in\":[\"" + trip + "\"]}")
            .get("hits");
    assertEquals(1, hits.size());
    assertTrue(hits.at("/0/place/path").asText().endsWith("ferry.md"));
    assertEquals(
        0, answer("search", "{\"question\":\"tea\",\"type\":[\"pdf\"]}").get("hits").size());
    assertEquals(
        0, answer("search", "{\"question\":\"tea\",\"before\":\"1999\"}").get("hits").size());
    assertEquals(
        1,
        answer("search", "{\"question\":\"tea\",\"where\":{\"$contains\":\"noon\"}}")
            .get("hits")
            .size());
    assertEquals(0, answer("search", "{\"question\":\"tea\",\"min_score\":9}").get("hits").size());
  }

  @Test
  void should_say_why_nothing_was_found() throws IOException {
    JsonNode answer = answer("search", "{\"question\":\"tea\",\"type\":[\"pdf\"]}");
    assertEquals(
        "No passage comes from a file whose name ends in '.pdf'.", answer.at("/notes/0").asText());
  }

  @Test
  void should_say_that_hits_are_far() throws IOException {
    JsonNode answer = answer("search", "{\"question\":\"quarterly derivatives accounting\"}");
    assertTrue(answer.at("/notes/0").asText().startsWith("No hit is near enough"));
    assertFalse(answer.at("/hits/0/close").asBoolean(true));
  }

  @Test
  void should_search_in_every_mode() throws IOException {
    for (String mode : List.of("auto", "hybrid", "vector", "lexical")) {
      JsonNode answer = answer("search", "{\"question\":\"tea\",\"mode\":\"" + mode + "\"}");
      assertTrue(answer.at("/hits/0/place/path").asText().endsWith("tea.md"), mode);
    }
  }

  @Test
  void should_read_by_id_by_file_and_by_lines() throws IOException {
    String tea = fixture.documents.resolve("tea.md").toString();
    for (String name : List.of(tea + "#0", tea, tea + ":2-3", fixture.documents + "/*.md")) {
      JsonNode answer = answer("get", "{\"collection\":\"notes\",\"names\":[\"" + name + "\"]}");
      assertEquals(1, answer.get("passages").size(), name);
      assertEquals(tea + "#0", answer.at("/passages/0/id").asText());
      assertEquals(1, answer.at("/passages/0/place/line").asInt());
      assertFalse(answer.get("more").asBoolean());
    }
  }

  @Test
  void should_say_what_there_is_not_to_read() throws IOException {
    JsonNode answer =
        answer(
            "get",
            "{\"collection\":\"notes\",\"names\":[\"" + fixture.documents + "/tae.md\",\"../x\"]}");
    assertEquals(0, answer.get("passages").size());
    assertEquals(2, answer.get("missing").size());
    assertTrue(answer.at("/notes/0").asText().contains("did you mean"), answer.toString());
  }

  @Test
  void should_read_no_more_than_asked_for() throws IOException {
    JsonNode answer =
        answer(
            "get",
            "{\"collection\":\"notes\",\"names\":[\"" + fixture.documents + "\"],\"limit\":1}");
    assertEquals(1, answer.get("passages").size());
    assertTrue(answer.get("more").asBoolean());
  }

  @Test
  void should_list_collections_and_tell_their_state() throws IOException {
    JsonNode listed = answer("list_collections", "{}").get("collections");
    assertEquals("notes", listed.at("/0/name").asText());
    assertTrue(listed.at("/0/records").asInt() >= 2);
    JsonNode status = answer("status", "{\"collection\":\"notes\"}");
    assertEquals(listed.at("/0/records"), status.at("/collections/0/records"));
    assertEquals(2, status.get("sources").size());
    assertEquals(
        fixture.documents.resolve("tea.md").toString(), status.at("/sources/0/path").asText());
    assertEquals(1, status.at("/sources/0/files").asInt());
    assertEquals(answer("status", "{}").get("sources"), status.get("sources"));
  }

  @Test
  void should_refuse_bad_arguments_in_one_sentence() throws IOException {
    assertEquals("'question' is missing.", client.failure("search", "{}"));
    assertEquals(
        "'k' must be between 1 and 100, got 1000.",
        client.failure("search", "{\"question\":\"tea\",\"k\":1000}"));
    assertEquals(
        "'k' must be a whole number, got 'ten'.",
        client.failure("search", "{\"question\":\"tea\",\"k\":\"ten\"}"));
    assertEquals(
        "There is no argument 'mod'; did you mean 'mode'?",
        client.failure("search", "{\"question\":\"tea\",\"mod\":\"x\"}"));
    assertEquals(
        "'mode' must be one of auto, hybrid, vector, lexical, got 'magic'.",
        client.failure("search", "{\"question\":\"tea\",\"mode\":\"magic\"}"));
    assertEquals("'question' must not be blank.", client.failure("search", "{\"question\":\" \"}"));
    assertEquals(
        "'names[1]' must be a text, got 2.",
        client.failure("get", "{\"collection\":\"notes\",\"names\":[\"a\",2]}"));
    assertEquals(
        "There is no argument 'x'; there are none.",
        client.failure("list_collections", "{\"x\":1}"));
    assertEquals(
        "'yesterday' is not a date; write it as 2024, 2024-01 or 2024-01-31.",
        client.failure("search", "{\"question\":\"tea\",\"since\":\"yesterday\"}"));
    assertTrue(
        client
            .failure("search", "{\"question\":\"tea\",\"where\":{\"$foo\":1}}")
            .startsWith("There is no condition $foo"));
  }

  @Test
  void should_suggest_the_collection_that_was_meant() throws IOException {
    String meant = "There is no collection 'note'; did you mean 'notes'?";
    assertEquals(
        meant, client.failure("search", "{\"question\":\"tea\",\"collections\":[\"note\"]}"));
    assertEquals(meant, client.failure("get", "{\"collection\":\"note\",\"names\":[\"a\"]}"));
    assertEquals(meant, client.failure("status", "{\"collection\":\"note\"}"));
  }

  @Test
  void should_add_only_what_is_allowed() throws IOException {
    Path secret = Files.writeString(dir.resolve("secret.txt"), "The password is swordfish.");
    for (String path :
        List.of(secret.toString(), fixture.documents + "/../secret.txt", "tea.md", "/etc/passwd")) {
      String sentence =
          client.failure("add", "{\"paths\":[\"" + path + "\"],\"collection\":\"other\"}");
      assertTrue(sentence.startsWith("'" + path + "' is not"), sentence);
    }
    assertEquals(1, answer("list_collections", "{}").get("collections").size());
  }

  @Test
  void should_say_so_if_there_is_no_such_tool() throws IOException {
    JsonNode error =
        client.request("tools/call", "{\"name\":\"nothing\",\"arguments\":{}}").get("error");
    assertEquals(-32602, error.get("code").asInt());
  }

  @Test
  void should_give_passages_as_resources() throws IOException {
    JsonNode templates =
        client.request("resources/templates/list", "{}").at("/result/resourceTemplates");
    assertEquals(PassageUri.TEMPLATE, templates.at("/0/uriTemplate").asText());
    String uri = answer("search", "{\"question\":\"ferry\",\"k\":1}").at("/hits/0/uri").asText();
    JsonNode read = client.request("resources/read", "{\"uri\":\"" + uri + "\"}");
    assertEquals(uri, read.at("/result/contents/0/uri").asText());
    assertTrue(read.at("/result/contents/0/text").asText().contains("leaves at noon"));
  }

  @Test
  void should_know_no_other_resource() throws IOException {
    for (String uri :
        List.of(
            "ragged://notes/passage/none",
            "ragged://none/passage/x%230",
            "ragged://notes/passage/%zz",
            "ragged://..%2f/passage/x",
            // a file's name stands for its passages elsewhere
            new PassageUri("notes", fixture.documents.resolve("tea.md").toString()).toString(),
            "file:///etc/passwd")) {
      JsonNode error = client.request("resources/read", "{\"uri\":\"" + uri + "\"}").get("error");
      assertEquals(-32002, error.get("code").asInt(), uri);
    }
  }

  @Test
  void should_complete_names_of_collections() throws IOException {
    String template = PassageUri.TEMPLATE;
    JsonNode values =
        client
            .request(
                "completion/complete",
                "{\"ref\":{\"type\":\"ref/resource\",\"uri\":\""
                    + template
                    + "\"},\"argument\":{\"name\":\"collection\",\"value\":\"no\"}}")
            .at("/result/completion/values");
    assertEquals("[\"notes\"]", values.toString());
  }
}
