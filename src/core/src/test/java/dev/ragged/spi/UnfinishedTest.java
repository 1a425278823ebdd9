package dev.ragged.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedTest {
  @TempDir Path folder;

  @Test
  void should_remove_what_was_not_moved_to_its_place() throws IOException {
    Path target = folder.resolve("notes.jsonl");
    try (Unfinished unfinished = Unfinished.of(target)) {
      assertEquals(folder, unfinished.path().getParent());
      Files.writeString(unfinished.path(), "half");
    }
    try (var left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
    try (Unfinished unfinished = Unfinished.of(target)) {
      Files.writeString(unfinished.path(), "whole");
      Files.move(unfinished.path(), target);
    }
    assertEquals("whole", Files.readString(target));
  }

  @Test
  void should_remove_what_a_process_that_is_gone_left_and_nothing_else() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Path left = Files.createDirectory(folder.resolve(".index." + gone.pid()));
    Files.writeString(left.resolve("file"), "half");
    Path other = Files.writeString(folder.resolve(".index.1"), "of a process that runs");
    Path own = Files.writeString(folder.resolve(".index.txt"), "somebody's");
    Path longer = Files.writeString(folder.resolve(".index.2." + gone.pid()), "another target's");
    Unfinished.of(folder.resolve("index")).close();
    assertFalse(Files.exists(left));
    assertTrue(Files.exists(other));
    assertTrue(Files.exists(own));
    assertTrue(Files.exists(longer));
  }
}
