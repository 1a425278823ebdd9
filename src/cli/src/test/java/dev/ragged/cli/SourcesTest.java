package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second day: folders that were added are edited, renamed, ignored, unmounted and removed. */
class SourcesTest {
  @TempDir Path temporary;

  private Path dir;
  private Path home;
  private Shell shell;

  @BeforeEach
  void write_documents() throws IOException {
    dir = temporary.toRealPath();
    home = dir.resolve("home");
    write("Notes/ferry.md", "The ferry to the island leaves at seven.");
    write("Notes/bees.md", "Bees dance to tell the way.");
    write("shop.md", "The bakery is closed on Mondays.");
    shell = new Shell(dir.resolve("data"));
  }

  @AfterEach
  void every_store_is_sound() {
    assertEquals(0, shell.run("check").status());
  }

  /** A file that was written long ago. */
  private Path write(String name, String text) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));
  }

  private Set<String> indexed() {
    Set<String> sources = new TreeSet<>();
    shell
        .run("export")
        .jsonLines()
        .forEach(
            passage ->
                sources.add(
                    home.relativize(Path.of(passage.get("metadata").get("source").asText()))
                        .toString()));
    return sources;
  }

  private JsonNode update(String... more) {
    Shell.Result result = shell.run(words("update", "--json", more));
    return result.json().get("collections").get(0);
  }

  private static String[] words(String command, String option, String... more) {
    String[] words = new String[more.length + 2];
    words[0] = command;
    words[1] = option;
    System.arraycopy(more, 0, words, 2, more.length);
    return words;
  }

  private static void assertCounts(
      JsonNode report, int added, int changed, int moved, int removed, int unchanged) {
    assertEquals(
        List.of(added, changed, moved, removed, unchanged),
        List.of(
            report.get("added").asInt(),
            report.get("changed").asInt(),
            report.get("moved").asInt(),
            report.get("removed").asInt(),
            report.get("unchanged").asInt()),
        report.toString());
  }

  @Test
  void should_bring_a_collection_into_step_with_what_happened_to_its_folders() throws IOException {
    shell.json("add", home.toString());
    JsonNode unchanged = update();
    assertCounts(unchanged, 0, 0, 0, 0, 3);
    assertEquals(0, unchanged.get("embedded").asInt());
    Files.move(home.resolve("Notes"), home.resolve("Papers"));
    assertCounts(update(), 0, 0, 2, 0, 1);
    assertEquals(Set.of("Papers/bees.md", "Papers/ferry.md", "shop.md"), indexed());
    Files.writeString(home.resolve("shop.md"), "The bakery is closed on Tuesdays.");
    write("new.md", "Wool is spun.");
    Files.delete(home.resolve("Papers/bees.md"));
    JsonNode report = update();
    assertCounts(report, 1, 1, 0, 1, 1);
    assertEquals(3, report.get("files").asInt());
    assertEquals(Set.of("Papers/ferry.md", "new.md", "shop.md"), indexed());
  }

  @Test
  void should_leave_out_what_git_ignores() throws IOException {
    write(".git/HEAD", "ref: refs/heads/main\n");
    write(".gitignore", "*.secret\nprivate/\n!keep.secret\n");
    write("Notes/.gitignore", "draft*\n");
    write("private/x.md", "The launch code is 4417.");
    write("my.secret", "The vault opens at nine.");
    write("keep.secret", "This may be read.");
    write("Notes/draft1.md", "Unfinished words.");
    Shell.Result added = shell.run("add", home.toString());
    assertTrue(added.out().contains(" 3 skipped."), added.out());
    assertTrue(
        added.err().endsWith("'ragged sources --skipped' lists also what is ignored.\n"),
        added.err());
    Set<String> wanted = Set.of("Notes/bees.md", "Notes/ferry.md", "keep.secret", "shop.md");
    assertEquals(wanted, indexed());
    JsonNode source = shell.json("sources", "--skipped").get("sources").get(0);
    assertEquals(3, source.get("skipped").asInt());
    assertTrue(source.get("skipped_files").toString().contains("draft1.md"), source.toString());
    shell.json("add", home.toString(), "--no-ignore", "--exclude", "private/");
    assertEquals(6, indexed().size());
    assertCounts(update(), 0, 0, 0, 0, 6);
    shell.json("add", home.toString(), "--type", "secret");
    assertEquals(Set.of("keep.secret"), indexed());
  }

  @Test
  void should_delete_nothing_of_a_folder_that_is_not_there_unless_asked() throws IOException {
    shell.json("add", home.toString());
    Path away = dir.resolve("away");
    Files.move(home, away);
    Shell.Result result = shell.run("update");
    assertEquals(1, result.status());
    assertTrue(
        result.err().contains(home + " is missing; the passages of 3 files stay"), result.err());
    assertEquals(3, indexed().size());
    shell.terminal = true;
    shell.input = "n\n";
    assertEquals(1, shell.run("update").status());
    assertEquals(3, indexed().size());
    assertTrue(shell.run("sources").out().contains("MISSING"));
    shell.input = "y\n";
    Shell.Result removed = shell.run("update");
    assertEquals(0, removed.status());
    assertTrue(removed.out().startsWith("Added nothing to 'default' in "), removed.out());
    assertTrue(removed.out().contains("3 removed"), removed.out());
    assertEquals(0, indexed().size());
    Files.move(away, home);
    shell.terminal = false;
    assertCounts(update(), 3, 0, 0, 0, 0);
    Files.move(home, away);
    assertCounts(update("--prune"), 0, 0, 0, 3, 0);
  }

  @Test
  void should_forget_a_folder_that_vanished() throws IOException {
    shell.json("add", home.resolve("Notes").toString(), home.resolve("shop.md").toString());
    JsonNode sources = shell.json("sources").get("sources");
    assertEquals(2, sources.size());
    assertEquals(2, sources.get(0).get("files").asInt());
    assertEquals(2, sources.get(0).get("passages").asInt());
    assertFalse(sources.get(0).get("updated").isNull());
    Files.move(home.resolve("Notes"), dir.resolve("away"));
    String notes = home.resolve("Notes").toString();
    assertEquals(2, shell.run("sources", "remove", notes).status(), "nobody can be asked");
    JsonNode removed = shell.json("sources", "remove", notes, "--yes").get("sources").get(0);
    assertEquals(2, removed.get("passages").asInt());
    assertEquals(Set.of("shop.md"), indexed());
    assertEquals(1, shell.json("sources").get("sources").size());
    Shell.Result again = shell.run("sources", "remove", notes, "--yes");
    assertEquals(2, again.status());
    assertTrue(again.err().contains("is no source of any collection"), again.err());
  }

  @Test
  void should_give_right_answers_without_its_memory() throws IOException {
    shell.json("add", home.toString());
    Path registry = dir.resolve("data/sources/default.sources");
    byte[] good = Files.readAllBytes(registry);
    shell.json("delete", "--where", "{\"source\": \"" + home.resolve("shop.md") + "\"}");
    assertCounts(update(), 1, 0, 0, 0, 2);
    // Another program has changed the collection.
    shell.json("delete", "--where", "{\"source\": \"" + home.resolve("shop.md") + "\"}");
    Files.write(registry, good);
    assertCounts(update(), 1, 0, 0, 0, 2);
    Path facts = dir.resolve("facts.jsonl");
    Files.writeString(facts, "{\"id\": \"moon\", \"text\": \"The moon orbits the earth.\"}\n");
    shell.json("add", facts.toString());
    shell.json("delete", "--where", "{\"source\": \"" + home.resolve("shop.md") + "\"}");
    shell.json("add", facts.toString());
    assertCounts(update(), 1, 0, 0, 0, 2);
    shell.json("delete", "moon");
    Files.write(registry, new byte[100]);
    Files.delete(home.resolve("shop.md"));
    JsonNode again = shell.json("add", home.toString());
    assertEquals(2, again.get("unchanged").asInt(), again.toString());
    assertEquals(1, again.get("removed").asInt(), again.toString());
    shell.json("clear", "--yes");
    assertEquals(0, shell.json("sources").get("sources").size());
    assertEquals(0, shell.json("update").get("collections").size());
    shell.json("add", home.toString());
    assertEquals(2, indexed().size());
  }

  @Test
  void should_not_read_what_looks_unchanged_but_tell_what_an_update_cost() throws IOException {
    shell.json("add", home.toString());
    byte[] other = "The ferry to the island leaves at eight.".getBytes(StandardCharsets.UTF_8);
    write("Notes/ferry.md", new String(other, StandardCharsets.UTF_8));
    Shell.Result result = shell.run("update", "-v");
    assertEquals(0, result.status(), result.err());
    assertTrue(result.err().contains("0 passages embedded"), result.err());
    assertEquals(1, update("--verify").get("changed").asInt());
    assertEquals(1, shell.run("update", "-c", "nowhere").status());
  }

  @Test
  void should_tell_new_files_from_changed_ones() throws IOException {
    String first = shell.run("add", home.toString()).out();
    assertTrue(first.startsWith("Added 3 files as 3 passages ("), first);
    Files.writeString(home.resolve("shop.md"), "The bakery is closed on Tuesdays.");
    String changed = shell.run("update").out();
    assertTrue(changed.startsWith("Updated 1 file as 1 passage ("), changed);
    Files.writeString(home.resolve("shop.md"), "The bakery is never closed.");
    Files.writeString(home.resolve("new.md"), "The library is.");
    String both = shell.run("update").out();
    assertTrue(both.startsWith("Added 1 file and updated 1 as 2 passages ("), both);
    Files.move(home.resolve("new.md"), home.resolve("old.md"));
    String moved = shell.run("update").out();
    assertTrue(moved.startsWith("Added nothing to 'default' in "), moved);
    assertTrue(moved.contains("; 1 moved, 3 unchanged"), moved);
  }

  @Test
  void should_say_that_the_list_of_sources_is_damaged() throws IOException {
    assertEquals(0, shell.run("add", home.toString()).status());
    Path list = dir.resolve("data/sources/default.sources");
    byte[] bytes = Files.readAllBytes(list);
    Files.write(list, Arrays.copyOf(bytes, bytes.length - 9));
    for (String command : List.of("update", "sources")) {
      Shell.Result damaged = shell.run(command);
      assertEquals(1, damaged.status(), command);
      assertTrue(damaged.err().contains("of 'default' is damaged"), damaged.err());
    }
    JsonNode again = shell.json("add", home.toString());
    assertEquals(3, again.get("unchanged").asInt(), again.toString());
    assertEquals(0, again.get("embedded").asInt(), again.toString());
    assertCounts(update(), 0, 0, 0, 0, 3);
  }

  @Test
  void should_come_back_with_a_backup() throws IOException {
    assertEquals(0, shell.run("add", home.toString(), "--exclude", "shop.md").status());
    String backups = dir.resolve("backups").toString();
    assertEquals(0, shell.run("backup", backups).status());
    assertEquals(0, shell.run("backup", "--check", backups).status());
    assertEquals(0, shell.run("clear", "--yes").status());
    assertEquals(0, shell.run("restore", backups, "--as", "again").status());
    Files.move(home.resolve("Notes"), home.resolve("Papers"));
    JsonNode report = update("-c", "again");
    assertCounts(report, 0, 0, 2, 0, 0);
    assertEquals(0, report.get("embedded").asInt(), report.toString());

    JsonNode stored;
    try (Stream<Path> manifests = Files.list(Path.of(backups, "backups"))) {
      stored =
          new ObjectMapper()
              .readTree(manifests.findFirst().orElseThrow().toFile())
              .at("/backup/collections/0/sources");
    }
    Files.delete(Path.of(backups, "files", stored.get("sha256").asText()));
    Shell.Result damaged = shell.run("restore", backups, "--as", "without");
    assertEquals(1, damaged.status(), damaged.err());
    assertEquals(2, shell.run("export", "-c", "without").jsonLines().size());
  }
}
