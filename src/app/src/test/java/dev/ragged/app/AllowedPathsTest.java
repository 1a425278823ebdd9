package dev.ragged.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllowedPathsTest {
  @TempDir Path folder;

  private Path notes;
  private AllowedPaths allowed;

  @BeforeEach
  void makeFolders() throws IOException {
    notes = Files.createDirectories(folder.resolve("home/notes"));
    Files.writeString(notes.resolve("tea.md"), "Tea.");
    Files.createDirectories(folder.resolve("home/.ssh"));
    Files.writeString(folder.resolve("home/.ssh/id"), "a key");
    Files.writeString(folder.resolve("secret.txt"), "a secret");
    allowed = AllowedPaths.in(List.of(folder.resolve("home")));
  }

  private void refused(Path path) {
    InvalidRequestException e =
        assertThrows(InvalidRequestException.class, () -> allowed.require(path.toString()));
    assertTrue(e.getMessage().contains("may be added from here"), e.getMessage());
  }

  @Test
  void should_allow_what_is_in_a_root() throws IOException {
    Path file = notes.resolve("tea.md");
    assertEquals(file.toRealPath(), allowed.require(file.toString()));
    assertEquals(notes.toRealPath(), allowed.require(notes + "/../notes"));
    Path home = folder.resolve("home");
    assertEquals(home.toRealPath(), allowed.require(home.toString()));
  }

  @Test
  void should_refuse_what_is_outside() {
    refused(folder.resolve("secret.txt"));
    refused(Path.of(notes + "/../../secret.txt"));
    refused(folder);
    refused(folder.resolve("homestead")); // begins with the root's name
  }

  @Test
  void should_not_tell_whether_anything_is_outside() {
    assertEquals(
        assertThrows(InvalidRequestException.class, () -> allowed.require(folder + "/secret.txt"))
            .getMessage()
            .replace("secret.txt", "X"),
        assertThrows(InvalidRequestException.class, () -> allowed.require(folder + "/nothing"))
            .getMessage()
            .replace("nothing", "X"));
  }

  @Test
  void should_refuse_hidden_files() {
    refused(folder.resolve("home/.ssh/id"));
    refused(folder.resolve("home/.ssh"));
  }

  @Test
  void should_follow_links_before_judging() throws IOException {
    refused(Files.createSymbolicLink(notes.resolve("out"), folder.resolve("secret.txt")));
    refused(Files.createSymbolicLink(notes.resolve("keys"), folder.resolve("home/.ssh")));
    Path linked = Files.createSymbolicLink(folder.resolve("linked"), folder.resolve("home"));
    AllowedPaths byLink = AllowedPaths.in(List.of(linked));
    assertEquals(notes.toRealPath(), byLink.require(linked.resolve("notes").toString()));
    assertEquals(notes.toRealPath(), byLink.require(notes.toRealPath().toString()));
  }

  @Test
  void should_say_what_is_wrong_with_a_path() {
    assertTrue(message("notes").contains("is not an absolute path"));
    assertTrue(message("/a\0b").startsWith("The path is not valid"));
    assertTrue(message(notes + "/coffee.md").startsWith("There is no file or folder"));
    assertTrue(message("").contains("is not an absolute path"));
  }

  private String message(String path) {
    return assertThrows(InvalidRequestException.class, () -> allowed.require(path)).getMessage();
  }
}
