package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions without a model to ask. */
class AskTest {
  @TempDir Path dir;

  private Shell shell;

  @BeforeEach
  void add() throws IOException {
    Path notes = Files.createDirectories(dir.resolve("notes"));
    Files.writeString(
        notes.resolve("tea.md"), "# Tea\n\nGreen tea is steeped at eighty degrees.\n");
    shell = new Shell(dir.resolve("data"));
    shell.json("add", notes.toString());
  }

  @Test
  void should_print_the_passages_and_how_to_get_a_model() {
    Shell.Result told = shell.run("ask", "how", "hot", "is", "green", "tea?");
    assertEquals(0, told.status(), told.err());
    assertTrue(told.out().contains("eighty degrees"), told.out());
    assertTrue(told.err().contains("\n  export RAGGED_CHAT_URL="), told.err());
    assertTrue(told.err().contains("\n  export RAGGED_CHAT_MODEL="), told.err());
    JsonNode json = shell.json("ask", "how hot is green tea?");
    assertTrue(json.get("answer").isNull() && json.get("model").isNull());
    assertFalse(json.get("refused").asBoolean());
    assertTrue(json.get("hits").size() == 1 && json.get("sources").size() == 1);
  }

  @Test
  void should_say_what_is_wrong_with_its_arguments_and_settings() {
    assertEquals(2, shell.run("ask").status());
    assertEquals(2, shell.run("ask", "--chat", "--show-prompt", "tea").status());
    assertEquals(2, shell.run("ask", "tea", "-n", "0").status());
    assertEquals(1, shell.run("ask", "--chat").status());
    shell.env.put("RAGGED_CHAT_MODEL", "m");
    shell.env.put("RAGGED_CHAT_URL", "http://user:pssst@localhost:1");
    Shell.Result secret = shell.run("ask", "tea");
    assertEquals(2, secret.status());
    assertTrue(secret.err().contains("RAGGED_CHAT_KEY"), secret.err());
    assertFalse((secret.err() + shell.run("config").out()).contains("pssst"));
    shell.env.put("RAGGED_CHAT_URL", "localhost:11434");
    assertEquals(2, shell.run("ask", "tea").status());
    shell.env.put("RAGGED_CHAT_URL", "http://localhost:1");
    shell.env.put("RAGGED_CHAT_TIMEOUT", "soon");
    assertTrue(shell.run("ask", "tea").err().contains("'soon' is not a number of seconds"));
  }

  @Test
  void should_say_that_no_server_answers_and_never_show_the_key() {
    shell.env.put("RAGGED_CHAT_MODEL", "m");
    shell.env.put("RAGGED_CHAT_URL", "http://127.0.0.1:1");
    shell.env.put("RAGGED_CHAT_KEY", "pssst");
    Shell.Result told = shell.run("ask", "how hot is green tea?", "-v");
    assertEquals(1, told.status());
    assertTrue(told.err().startsWith("ragged: No chat server answers at http://127.0.0.1:1/v1"));
    assertFalse(told.err().contains("pssst"), told.err());
    assertTrue(shell.run("config").out().contains("(secret)"));
  }
}
