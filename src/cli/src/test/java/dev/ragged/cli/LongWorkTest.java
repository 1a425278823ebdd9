package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a neighbour sees: standard input, others that write, and how much is written. */
class LongWorkTest {
  @TempDir Path temporary;

  private Path dir;
  private Shell shell;

  @BeforeEach
  void make_shell() throws IOException {
    dir = temporary.toRealPath();
    shell = new Shell(dir.resolve("data"));
  }

  private Path write(String name, String text) throws IOException {
    Path file = dir.resolve("home").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
  }

  private JsonNode addInput(String text, String... more) {
    shell.input = text;
    return shell.json(Stream.concat(Stream.of("add", "-"), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void should_add_standard_input_as_one_document() throws IOException {
    JsonNode added = addInput("---\ntitle: A letter\n---\nGreen tea.\n", "--name", "letter.md");
    assertEquals(1, added.get("files").asInt());
    JsonNode record = shell.json("get", "letter.md").get("records").get(0);
    assertEquals("letter.md#0", record.get("id").asText());
    assertEquals("letter.md", record.get("metadata").get("source").asText());
    assertEquals("A letter", record.get("metadata").get("title").asText(), "read by its ending");
    assertEquals(1, addInput("Black tea.").get("files").asInt());
    assertEquals(1, shell.json("get", "stdin").get("records").size());
    assertEquals(1, addInput("Black tea.").get("unchanged").asInt());
    // The same name replaces, and an update leaves it alone.
    assertEquals(1, addInput("White tea.").get("files").asInt());
    write("file.md", "Wool is spun.");
    shell.json("add", dir.resolve("home").toString());
    JsonNode report = shell.json("update").get("collections").get(0);
    assertEquals(0, report.get("removed").asInt());
    assertEquals(3, report.get("files").asInt());
    assertEquals(
        "White tea.", shell.json("get", "stdin").get("records").get(0).get("text").asText());
    assertEquals(1, shell.json("sources").get("sources").size());
    // What was deleted is not unchanged.
    shell.json("delete", "stdin#0");
    assertEquals(1, addInput("White tea.").get("files").asInt());
  }

  @Test
  void should_refuse_input_that_has_no_text() {
    for (String input : List.of("", "\0\1\2\3 binary \0\0\0\0")) {
      shell.input = input;
      Shell.Result result = shell.run("add", "-");
      assertEquals(1, result.status(), result.err());
      assertTrue(result.err().startsWith("skipped stdin: "), result.err());
    }
    for (String[] wrong :
        List.of(
            new String[] {"add", "-", "-"},
            new String[] {"add", "-", "--name", "/etc/passwd"},
            new String[] {"add", "-", "--name", ""},
            new String[] {"add", dir.toString(), "--name", "x"})) {
      Shell.Result result = shell.run(wrong);
      assertEquals(2, result.status(), result.err());
      assertEquals(1, result.err().lines().count(), result.err());
    }
  }

  @Test
  void should_refuse_a_time_to_wait_that_is_none() throws IOException {
    String file = write("a.md", "Text.").toString();
    for (String wrong : List.of("-1", "soon")) {
      Shell.Result result = shell.run("add", file, "--wait", wrong);
      assertEquals(2, result.status(), result.err());
      assertEquals(1, result.err().lines().count(), result.err());
    }
    assertEquals(0, shell.run("add", file, "--wait", "0").status());
  }

  @Test
  void should_suggest_what_was_probably_meant() throws IOException {
    Path tea = write("tea.md", "Green tea.");
    Path home = dir.resolve("home");
    shell.json("add", home.toString(), "-c", "notes");
    Map<String[], String> suggestions = new LinkedHashMap<>();
    suggestions.put(new String[] {"serch", "tea"}, "search");
    suggestions.put(new String[] {"help", "serch"}, "search");
    suggestions.put(new String[] {"search", "tea", "--limt", "3"}, "--limit");
    suggestions.put(new String[] {"search", "tea", "-c", "nots"}, "notes");
    suggestions.put(new String[] {"update", "-c", "nots"}, "notes");
    suggestions.put(new String[] {"sources", "-c", "nots"}, "notes");
    suggestions.put(new String[] {"sources", "remove", dir + "/hme", "--yes"}, home.toString());
    suggestions.put(new String[] {"get", "teaa.md", "-c", "notes"}, tea.toString());
    suggestions.put(new String[] {"get", home + "/te.md#0", "-c", "notes"}, tea.toString());
    suggestions.put(new String[] {"add", home + "/tee.md", "-c", "notes"}, tea.toString());
    suggestions.forEach(
        (words, meant) -> {
          Shell.Result result = shell.run(words);
          String said = String.join(" ", words) + ": " + result.err();
          assertTrue(result.status() > 0, said);
          assertTrue(result.err().contains("did you mean '" + meant + "'"), said);
        });
    Path other = dir.resolve("other");
    Shell.Result last = shell.run("list", "--data-dir", other.toString(), "--data-dir", "" + home);
    assertTrue((last.out() + last.err()).contains(home.toString()), last.err());
  }

  @Test
  void should_write_in_proportion_to_what_changed() throws IOException {
    for (int i = 0; i < 300; i++) {
      StringBuilder text = new StringBuilder();
      for (int word = 0; word < 40; word++) {
        text.append(Integer.toString(i * 1_009 + word * 31, 36)).append(' ');
      }
      write("n" + i + ".md", text.toString());
    }
    shell.json("add", dir.resolve("home").toString());
    Map<String, Long> first = stored();
    shell.json("update");
    assertEquals(first, stored(), "an update of nothing wrote to the collection");
    write("n7.md", "Now it is about tea.");
    JsonNode report = shell.json("update").get("collections").get(0);
    assertEquals(1, report.get("embedded").asInt());
    long all = first.values().stream().mapToLong(Long::longValue).sum();
    long written = 0;
    Set<String> fresh = new HashSet<>(stored().keySet());
    fresh.removeAll(first.keySet());
    for (String name : fresh) {
      written += stored().get(name);
    }
    assertTrue(written > 0 && written * 5 < all, written + " of " + all + " bytes written");
  }

  /** The files of the collection with their sizes, named also by when they were written. */
  private Map<String, Long> stored() throws IOException {
    Map<String, Long> stored = new HashMap<>();
    try (Stream<Path> files = Files.walk(dir.resolve("data").resolve("leann"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.endsWith("write.lock")) {
          stored.put(file + " " + Files.getLastModifiedTime(file), Files.size(file));
        }
      }
    }
    return stored;
  }

  @Test
  void should_name_a_collection_that_cannot_be_read_and_never_call_it_absent() throws IOException {
    String file = write("a.md", "Green tea.").toString();
    shell.json("add", file, "-c", "teas");
    Path collection = dir.resolve("data/leann/teas");
    // Settings of a later version, which no copy in the index can stand in for.
    Path settings = collection.resolve("collection.json");
    Files.writeString(settings, "{\"version\": 999999}");
    try (Stream<Path> index = Files.list(collection.resolve("index"))) {
      for (Path part : index.toList()) {
        if (part.getFileName().toString().startsWith("segments_")) {
          Files.writeString(part, "not what it was");
        }
      }
    }
    for (String[] words :
        List.of(
            new String[] {"search", "tea", "-c", "teas"},
            new String[] {"get", "--in", file, "-c", "teas"},
            new String[] {"add", file, "-c", "teas"},
            new String[] {"update", "-c", "teas"},
            new String[] {"update"},
            new String[] {"search", "tea", "--all"},
            new String[] {"delete", "--in", file, "-c", "teas"},
            new String[] {"list"},
            new String[] {"stats"})) {
      Shell.Result result = shell.run(words);
      String said = String.join(" ", words) + ": " + result.out() + result.err();
      assertEquals(1, result.status(), said);
      assertTrue(result.err().contains("teas"), said);
      assertTrue(!result.err().contains("There is no collection"), said);
    }
  }
}
