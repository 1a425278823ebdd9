package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ragged.testkit.EmbeddingServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line with a model on a real server on loopback. */
class EmbeddingServerIT {
  private static final int FILES = 60;
  private static final int DIMENSION = 576;
  private static EmbeddingServer server;

  @TempDir Path dir;
  private Shell shell;

  @BeforeAll
  static void start() {
    server = EmbeddingServer.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void add() throws IOException {
    Path texts = Files.createDirectories(dir.resolve("texts"));
    for (int i = 0; i < FILES; i++) {
      Files.writeString(
          texts.resolve(i + ".txt"),
          "Shelf number " + i + " holds the maps of region " + i + ".\n");
    }
    shell = new Shell(dir.resolve("data"));
    shell.env.put("RAGGED_MODEL", "openai:smollm2");
    shell.env.put("RAGGED_EMBEDDING_URL", server.url());
    shell.env.put("RAGGED_EMBEDDING_TIMEOUT", "300"); // other tests may keep the machine busy
    JsonNode added = shell.json("add", texts.toString());
    assertEquals(FILES, added.get("embedded").asInt());
    assertEquals(DIMENSION, added.get("kept_vector_bytes").asInt());
  }

  @Test
  void should_not_ask_for_the_vectors_of_passages_again() throws IOException {
    String question = "Which shelf holds the maps of region 41?";
    for (String mode : new String[] {"vector", "hybrid"}) {
      JsonNode found = shell.json("search", question, "--mode", mode);
      assertEquals(3, found.get("hits").size(), found::toString);
      assertEquals(0, found.findValue("recomputed").asInt(), found::toString);
    }
    Path more = Files.writeString(dir.resolve("texts/more.txt"), "A kettle boils on the stove.\n");
    String kept = shell.run("add", more.toString()).err();
    assertTrue(kept.contains(DIMENSION + " bytes"), kept);
    shell.env.put("RAGGED_BYTES_PER_VECTOR", "balanced");
    String none = shell.run("add", more.toString(), "-c", "lean").err();
    assertTrue(none.contains("the server of openai:smollm2"), none);
    JsonNode asked = shell.json("search", question, "-c", "lean", "--mode", "vector");
    assertEquals(1, asked.findValue("recomputed").asInt(), asked::toString);
  }

  @Test
  void should_find_a_passage_by_its_own_text() {
    JsonNode answer =
        shell.json("search", "Shelf number 17 holds the maps of region 17.", "--mode", "vector");
    JsonNode first = answer.get("hits").get(0);
    assertTrue(first.findValue("source").asText().endsWith("/17.txt"), answer::toString);
    assertEquals(1, first.get("score").asDouble(), 0.01);
    JsonNode collection = shell.json("stats").get("collections").get(0);
    assertEquals("openai:smollm2", collection.get("model").asText());
    assertEquals(DIMENSION, collection.get("dimension").asInt());
    assertEquals("openai:smollm2", shell.json("doctor").get("model").get("name").asText());
  }

  @Test
  void should_refuse_another_model() {
    for (String other : new String[] {"bundled", "openai:other"}) {
      Shell.Result refused = shell.run("search", "maps", "--mode", "vector", "--model", other);
      assertEquals(1, refused.status(), refused.err());
      assertTrue(refused.err().contains("was built with openai:smollm2"), refused.err());
    }
  }

  @Test
  void should_say_that_the_server_is_gone() {
    shell.env.put("RAGGED_EMBEDDING_URL", "http://127.0.0.1:1");
    Shell.Result failed = shell.run("search", "maps", "--mode", "vector");
    assertEquals(1, failed.status());
    assertTrue(failed.err().contains("No embedding server answers at"), failed.err());
    assertEquals(3, shell.json("search", "maps", "--mode", "lexical").get("hits").size());
  }
}
