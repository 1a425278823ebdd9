package dev.ragged.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.app.json.Json;
import dev.ragged.app.json.ResultJson;
import dev.ragged.config.Settings;
import dev.ragged.spi.BackendProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A front door needs no more than this, and no command line. */
class ThirtyLinesTest {
  @TempDir Path dir;

  /** What a server, an agent or a script would be: adds a folder, then answers as JSON. */
  static final class FrontDoor {
    static String run(Path data, Path folder, String question, List<String> heard, boolean stop) {
      Settings settings = Settings.of(data, Map.of(), BackendProvider.installed());
      Cancellation cancellation = new Cancellation();
      AddFiles.Listener listener =
          new AddFiles.Listener() {
            @Override
            public synchronized void done(Path file, long bytes, int passages) {
              heard.add(file.getFileName().toString());
            }

            @Override
            public void embedded(int passages, int done, int all) {
              if (stop && !heard.isEmpty()) {
                cancellation.cancel();
              }
            }
          };
      try (StoreRouter stores = StoreRouter.of(settings, BackendProvider.installed())) {
        AddFiles.Request add = new AddFiles.Request("notes", List.of(folder), PassageSize.DEFAULT);
        AddFiles.Report report = new AddFiles(stores).run(add, listener, cancellation);
        if (report.files().cancelled()) {
          return Json.write(report.json());
        }
        try (SearchService search = SearchService.open(stores, "notes", SearchMode.VECTOR)) {
          SearchRequest request = SearchRequest.text(question).withK(1);
          return Json.write(ResultJson.of(question, search.search(request)));
        }
      }
    }
  }

  private Path notes(int files) throws Exception {
    Path notes = Files.createDirectories(dir.resolve("notes"));
    for (int i = 0; i < files; i++) {
      Files.writeString(
          notes.resolve("n" + i + ".md"), "Item " + i + " is kept in drawer " + i + ".\n");
    }
    Files.writeString(notes.resolve("tea.md"), "Green tea is steeped at eighty degrees.\n");
    return notes;
  }

  @Test
  void should_add_a_folder_with_progress_and_answer_as_json() throws Exception {
    List<String> heard = new ArrayList<>();
    String answer =
        FrontDoor.run(dir.resolve("data"), notes(3), "How hot should the water be?", heard, false);
    assertEquals(4, heard.size(), heard::toString);
    assertTrue(
        answer.startsWith("{\"question\":\"How hot should the water be?\",\"hits\":["), answer);
    assertTrue(answer.contains("eighty degrees"), answer);
  }

  @Test
  void should_stop_when_asked_and_keep_what_is_done() throws Exception {
    List<String> heard = new ArrayList<>();
    String report = FrontDoor.run(dir.resolve("data"), notes(1_100), "Which drawer?", heard, true);
    assertTrue(report.contains("\"cancelled\":true"), report);
    assertFalse(heard.isEmpty());
    assertTrue(heard.size() < 1_101, "all " + heard.size() + " files were done");
    // What was finished is there, and the next run does the rest.
    List<String> rest = new ArrayList<>();
    String answer =
        FrontDoor.run(dir.resolve("data"), dir.resolve("notes"), "Where is item 7?", rest, false);
    assertTrue(answer.contains("drawer"), answer);
  }

  @Test
  void should_need_no_picocli() {
    assertThrows(ClassNotFoundException.class, () -> Class.forName("picocli.CommandLine"));
  }
}
