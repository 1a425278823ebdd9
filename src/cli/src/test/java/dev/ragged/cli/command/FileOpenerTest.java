package dev.ragged.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileOpenerTest {
  @TempDir Path dir;

  private Path file;

  @BeforeEach
  void write_file() throws IOException {
    file = Files.writeString(dir.resolve("tea.md"), "Green tea.\n");
  }

  private String command(String editor) throws IOException {
    List<String> command =
        new FileOpener(Map.of("EDITOR", editor)).command(file, OptionalLong.of(7));
    return String.join(" ", command).replace(file.toString(), "FILE");
  }

  @Test
  void should_name_the_line_as_each_editor_takes_it() throws IOException {
    for (String editor : List.of("vi", "/usr/bin/nvim", "emacs -nw", "nano", "less -R")) {
      assertEquals(editor + " +7 FILE", command(editor));
    }
    assertEquals("code --wait --goto FILE:7", command("code --wait"));
    assertEquals("subl FILE:7", command("subl"));
    assertEquals("unheard-of FILE", command("unheard-of"));
  }

  @Test
  void should_prefer_the_visual_editor_and_fall_back_to_vi() throws IOException {
    assertEquals(
        List.of("vim", "+2", file.toString()),
        new FileOpener(Map.of("VISUAL", "vim", "EDITOR", "ed")).command(file, OptionalLong.of(2)));
    assertEquals(
        List.of("vi", file.toString()),
        new FileOpener(Map.of("EDITOR", " ")).command(file, OptionalLong.empty()));
  }

  @Test
  void should_leave_what_is_no_text_to_the_desktop() throws IOException {
    String opener = System.getProperty("os.name").startsWith("Mac") ? "open" : "xdg-open";
    for (String content : List.of("%PDF-1.7", "{\\rtf1", "a\0b")) {
      Files.writeString(file, content);
      assertEquals(opener + " FILE", command("vi"));
    }
  }

  @Test
  void should_run_the_editor_and_say_what_went_wrong() throws IOException {
    Path script = dir.resolve("ed.sh");
    Path heard = dir.resolve("heard");
    Files.writeString(script, "#!/bin/sh\necho \"$@\" > '" + heard + "'\n");
    assertTrue(script.toFile().setExecutable(true));
    new FileOpener(Map.of("EDITOR", script.toString())).open(file, OptionalLong.of(7));
    assertEquals(file + "\n", Files.readString(heard));
    for (String editor : List.of("false", dir.resolve("nothing").toString())) {
      FileOpener opener = new FileOpener(Map.of("EDITOR", editor));
      assertThrows(RaggedException.class, () -> opener.open(file, OptionalLong.empty()));
    }
    FileOpener opener = new FileOpener(Map.of());
    assertThrows(
        RaggedException.class, () -> opener.open(dir.resolve("gone"), OptionalLong.empty()));
  }
}
