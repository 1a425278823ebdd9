package dev.ragged.cli.command;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Opens a file for a person: a text in the user's editor, at a line where that is known; anything
 * else in the program that the desktop has for it.
 */
final class FileOpener {
  private static final int LOOK_AT = 8_192;
  private static final String DEFAULT_EDITOR = "vi";

  /** Editors that take {@code +LINE FILE}. */
  private static final Set<String> PLUS =
      Set.of(
          "vi",
          "vim",
          "nvim",
          "view",
          "gvim",
          "ex",
          "emacs",
          "emacsclient",
          "nano",
          "pico",
          "micro",
          "kak",
          "joe",
          "jed",
          "mg",
          "ne",
          "less",
          "more",
          "most",
          "gedit",
          "kwrite");

  /** Editors that take {@code FILE:LINE}. */
  private static final Set<String> COLON = Set.of("subl", "sublime_text", "hx", "helix", "zed");

  /** Editors that take {@code --goto FILE:LINE}. */
  private static final Set<String> GOTO =
      Set.of("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf");

  /** Formats that are text to a computer only. */
  private static final List<String> NOT_FOR_EDITORS = List.of("%PDF-", "{\\rtf");

  private final Map<String, String> env;

  FileOpener(Map<String, String> env) {
    this.env = env;
  }

  /** The command that opens a file. */
  List<String> command(Path file, OptionalLong line) throws IOException {
    if (!isText(file)) {
      boolean mac = System.getProperty("os.name").startsWith("Mac");
      return List.of(mac ? "open" : "xdg-open", file.toString());
    }
    List<String> command = new ArrayList<>(editor());
    String name = Path.of(command.get(0)).getFileName().toString();
    if (line.isEmpty()) {
      command.add(file.toString());
    } else if (PLUS.contains(name)) {
      command.addAll(List.of("+" + line.getAsLong(), file.toString()));
    } else if (GOTO.contains(name)) {
      command.addAll(List.of("--goto", file + ":" + line.getAsLong()));
    } else {
      command.add(COLON.contains(name) ? file + ":" + line.getAsLong() : file.toString());
    }
    return command;
  }

  /** The words of the command in the variables; quotes are not read, as in most programs. */
  private List<String> editor() {
    for (String variable : List.of("VISUAL", "EDITOR")) {
      String editor = env.get(variable);
      if (editor != null && !editor.isBlank()) {
        return List.of(editor.strip().split("\\s+"));
      }
    }
    return List.of(DEFAULT_EDITOR);
  }

  private static boolean isText(Path file) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(LOOK_AT);
    }
    String text = new String(start, StandardCharsets.ISO_8859_1);
    return text.indexOf(0) < 0 && NOT_FOR_EDITORS.stream().noneMatch(text::startsWith);
  }

  /** Opens it, and returns when the program does. */
  void open(Path file, OptionalLong line) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new RaggedException("There is no file " + file + " any more; add its folder again.");
    }
    List<String> command = command(file, line);
    int status;
    try {
      status = new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new RaggedException(
          "Cannot run '" + command.get(0) + "'; name another program in VISUAL or EDITOR.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (status != 0) {
      throw new RaggedException(
          "'" + String.join(" ", command) + "' ended with exit status " + status + ".");
    }
  }
}
