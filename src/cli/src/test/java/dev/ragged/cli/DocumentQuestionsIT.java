package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ragged.testkit.DocumentPrograms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Questions to documents of all kinds that real programs wrote: the passage that answers comes
 * first, with the place that a person would open.
 */
class DocumentQuestionsIT {
  @TempDir static Path dir;

  private static Shell shell;

  @BeforeAll
  static void add_documents() throws IOException, InterruptedException {
    Path home = Files.createDirectory(dir.resolve("home"));
    Process process =
        new ProcessBuilder(
                DocumentPrograms.python().toString(),
                Path.of("src/test/python/write_home.py").toAbsolutePath().toString(),
                home.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), said);
    shell = new Shell(dir.resolve("data"));
    JsonNode added = shell.json("add", home.toString());
    assertEquals("[]", added.path("skipped").toString(), added.toString());
  }

  private static Executable answers(String question, String file, String place) {
    return () -> {
      JsonNode hit = shell.json("search", question).path("hits").path(0);
      String seen = hit.path("metadata").path("source").asText() + " " + hit;
      assertTrue(seen.contains("/" + file + " ") && seen.contains(place), question + " -> " + seen);
    };
  }

  @Test
  void should_find_the_place_to_open() {
    assertAll(
        answers("When does the plumber come?", "landlord.eml", "\"line\""),
        answers("Where are bicycles kept?", "landlord.eml", "\"member\":\"house rules.txt\""),
        answers("How often must a sourdough starter be fed?", "archive.mbox", "\"line\""),
        answers("Why were there so few herons?", "birds.ipynb", "\"cell\""),
        answers("Who delivers roof slates?", "workshop.xlsx", "\"sheet\":\"Suppliers\""),
        answers("insurance against flooding", "workshop.xlsx", "\"sheet\":\"Insurance\""),
        answers("Where does the orchid stand?", "plants.csv", "\"row\""),
        answers("Which tenant may keep hens?", "minutes.docx", ""),
        answers("Does the insurance pay for helmets?", "cycling.pptx", "\"slide\":2"),
        answers("burning a boat to stay warm", "lighthouse.epub", "\"title\":\"Chapter 2\""),
        answers("notice period of the garage", "old papers.zip", "\"member\":\"lease.md\""),
        answers("how was Maria at school", "old papers.zip", "\"member\":\"school/report.txt\""),
        answers("soup of beets", "recipes.tar.gz", "\"member\":\"soup.txt\""),
        answers("What protects a garden from wind?", "conversations.json", ""),
        answers("Where is the key to Tom's flat?", "WhatsApp Chat with Tom.txt", "\"line\""),
        answers("how often is the boiler serviced", "devices.json", ""),
        answers("When does the last ferry leave?", "trip.md", "\"line\""),
        answers("Who inherits the piano?", "will.rtf", ""));
  }

  @Test
  void should_reach_what_the_documents_say_about_themselves() {
    assertAll(
        finds("archive.mbox", "--from", "Nadia Osei"),
        finds("minutes.docx", "--from", "Ann Lee"),
        finds("trip.md", "--since", "2024-08", "--before", "2024-09"),
        finds("cycling.pptx", "--type", "pptx"));
  }

  private static Executable finds(String file, String... filters) {
    return () -> {
      JsonNode hits =
          shell
              .json(
                  Stream.concat(
                          Stream.of("search", "anything", "--min-score", "-1"), Stream.of(filters))
                      .toArray(String[]::new))
              .path("hits");
      Set<String> files = new TreeSet<>();
      hits.forEach(
          hit ->
              files.add(
                  Path.of(hit.path("metadata").path("source").asText()).getFileName().toString()));
      assertEquals(Set.of(file), files, String.join(" ", filters));
    };
  }
}
