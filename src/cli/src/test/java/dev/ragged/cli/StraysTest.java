package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies where collections are and is none: perhaps a collection that has lost its files. */
class StraysTest {
  @TempDir Path dir;

  private Path leann;

  private Shell.Result run(String... command) {
    return new Shell(dir.resolve("data")).run(command);
  }

  private void add(String collection) throws IOException {
    Path facts = Files.writeString(dir.resolve("facts.jsonl"), JsonGoldenTest.FACTS);
    assertEquals(0, run("add", facts.toString(), "--collection", collection).status());
    leann = dir.resolve("data/leann");
  }

  private void named(String sentence) {
    Shell.Result list = run("list");
    assertEquals(0, list.status(), list.err());
    assertTrue(list.err().contains(sentence), list.err());
    assertTrue(list.out().contains("notes"), list.out());
    for (String[] command : List.of(new String[] {"check"}, new String[] {"check", "--json"})) {
      Shell.Result check = run(command);
      assertEquals(1, check.status(), check.err());
      assertTrue(check.err().contains(sentence), check.err());
    }
    Shell.Result backup = run("backup", dir.resolve("backups").toString());
    assertEquals(0, backup.status(), backup.err());
    assertTrue(backup.err().contains(sentence), backup.err());
  }

  @Test
  void should_name_what_is_no_collection() throws IOException {
    add("notes");
    Path base = leann.resolve("base");
    Files.createDirectory(base);
    named(base + " is not a collection but an empty folder; ");
    Files.writeString(base.resolve("letter"), "Dear");
    named(base + " is not a collection but a folder with something else in it; ");
    Files.delete(base.resolve("letter"));
    Files.delete(base);
    Files.writeString(base, "Dear");
    named(base + " is not a collection but a file; ");
    Files.delete(base);
    Files.createSymbolicLink(base, dir.resolve("nowhere"));
    named(base + " is a link to nothing; ");
  }

  @Test
  void should_name_what_a_creator_that_died_left_until_somebody_writes() throws IOException {
    add("notes");
    Path left = leann.resolve(".creating-1");
    Files.createDirectories(left.resolve("index"));
    Files.createFile(left.resolve("index/write.lock"));
    named(left + " is left of a collection that was never finished; ");
    assertEquals(0, run("delete", "nothing", "--collection", "notes").status());
    assertFalse(Files.exists(left));
    assertEquals("", run("check").err());
  }

  @Test
  void should_name_nothing_that_is_in_its_place() throws IOException {
    add("notes");
    Files.createDirectory(leann.resolve(".stfolder"));
    Files.createFile(leann.resolve("Thumbs.db"));
    Files.createDirectories(leann.resolve("base/index")); // as a reader leaves it
    for (String command : List.of("list", "check")) {
      Shell.Result result = run(command);
      assertEquals(0, result.status());
      assertEquals("", result.err());
      assertFalse(result.out().isEmpty());
    }
  }
}
