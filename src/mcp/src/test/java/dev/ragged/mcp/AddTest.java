package dev.ragged.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddTest {
  private static final int MANY = 400;

  @TempDir Path dir;

  private Fixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new Fixture(dir);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void writeMany() throws IOException {
    for (int i = 0; i < MANY; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = 0; j < 60; j++) {
        text.append("Number ").append(i * 100 + j).append(" is a number of its own. ");
      }
      fixture.write("many/" + i + ".txt", text.toString());
    }
  }

  private String call(String token) {
    return "{\"name\":\"add\",\"arguments\":{\"paths\":[\""
        + fixture.documents
        + "\"],\"collection\":\"notes\"},\"_meta\":{\"progressToken\":"
        + token
        + "}}";
  }

  @Test
  void should_add_and_bring_up_to_date() throws IOException {
    Path tea = fixture.write("tea.md", "Green tea is steeped at eighty degrees.");
    try (LineClient client = new LineClient(fixture.tools, true).initialized()) {
      String arguments = "{\"paths\":[\"" + tea + "\"]}";
      JsonNode added = client.structured("add", arguments);
      assertEquals("default", added.get("collection").asText());
      assertEquals(1, added.get("files").asInt());
      assertEquals(1, client.structured("add", arguments).get("unchanged").asInt());
      fixture.write("tea.md", "Black tea is steeped at a hundred degrees.");
      assertEquals(1, client.structured("add", arguments).get("files").asInt());
      String text =
          client.structured("search", "{\"question\":\"tea\"}").at("/hits/0/text").asText();
      assertTrue(text.contains("hundred"), text);
    }
  }

  @Test
  void should_tell_which_files_were_skipped() throws IOException {
    Files.write(fixture.documents.resolve("noise.bin"), new byte[] {0, 1, 2, 3, 0, 5});
    fixture.write("words.txt", "Words.");
    try (LineClient client = new LineClient(fixture.tools, true).initialized()) {
      JsonNode added = client.structured("add", "{\"paths\":[\"" + fixture.documents + "\"]}");
      assertEquals(1, added.get("files").asInt());
      assertEquals(1, added.get("skipped").size());
      JsonNode source = client.structured("status", "{}").at("/sources/0");
      assertEquals(1, source.get("skipped").asInt());
      assertEquals(added.get("skipped"), source.get("skipped_files"));
    }
  }

  @Test
  void should_tell_progress_that_grows() throws IOException {
    for (int i = 0; i < 20; i++) {
      fixture.write(i + ".txt", "Number " + i);
    }
    try (LineClient client = new LineClient(fixture.tools, true).initialized()) {
      client.request("tools/call", call("\"mine\""));
      double last = -1;
      for (JsonNode notification : client.notifications) {
        assertEquals("notifications/progress", notification.get("method").asText());
        assertEquals("mine", notification.at("/params/progressToken").asText());
        assertTrue(notification.at("/params/progress").asDouble() > last);
        last = notification.at("/params/progress").asDouble();
      }
      JsonNode end = client.notifications.get(client.notifications.size() - 1);
      assertEquals(end.at("/params/total").asDouble(), last);
      assertEquals("20 of 20 files", end.at("/params/message").asText());
    }
  }

  @Test
  void should_tell_no_progress_unless_asked() throws IOException {
    fixture.write("tea.md", "Tea.");
    try (LineClient client = new LineClient(fixture.tools, true).initialized()) {
      client.request("tools/call", call("[1]"));
      client.request("tools/call", call("null"));
      assertTrue(client.notifications.isEmpty());
    }
  }

  @Test
  void should_stop_in_good_order_when_cancelled() throws IOException {
    writeMany();
    try (LineClient client = new LineClient(fixture.tools, true).initialized()) {
      int id = client.ask("tools/call", call("1"));
      assertEquals("notifications/progress", client.receive().get("method").asText());
      client.send(
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":"
              + id
              + "}}");
      // The client waits for no answer; its next one is to something else.
      JsonNode next = client.request("ping", "{}");
      assertTrue(next.has("result"), next.toString());
      for (JsonNode notification : client.notifications) {
        assertEquals("notifications/progress", notification.get("method").asText());
      }
    }
    // It has ended with its client, so that nothing writes any more.
    JsonNode source;
    try (LineClient client = new LineClient(fixture.tools, false).initialized()) {
      source = client.structured("status", "{}");
    }
    assertTrue(source.at("/sources/0/files").asInt() < MANY, source.toString());
  }

  @Test
  void should_stop_when_the_client_goes() throws IOException {
    writeMany();
    try (LineClient client = new LineClient(fixture.tools, true).initialized()) {
      client.ask("tools/call", call("1"));
      client.receive();
    }
    try (LineClient client = new LineClient(fixture.tools, false).initialized()) {
      JsonNode status = client.structured("status", "{}");
      assertTrue(status.at("/sources/0/files").asInt() < MANY, status.toString());
    }
  }

  @Test
  void should_neither_list_nor_run_what_changes_unless_allowed() throws IOException {
    fixture.write("tea.md", "Tea.");
    try (LineClient client = new LineClient(fixture.tools, false).initialized()) {
      JsonNode tools = client.request("tools/list", "{}").at("/result/tools");
      assertEquals(4, tools.size());
      assertFalse(tools.toString().contains("\"name\":\"add\""));
      JsonNode error = client.request("tools/call", call("1")).get("error");
      assertEquals("Unknown tool: add", error.get("message").asText());
      assertEquals(0, client.structured("list_collections", "{}").get("collections").size());
    }
  }
}
