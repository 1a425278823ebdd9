package dev.ragged.cli.command;

import dev.ragged.RaggedException;
import dev.ragged.app.RunningServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Opens the page of a server in the user's browser, with the server's token.
 *
 * <p>Others on the machine see the arguments of every process, so the browser is given a file that
 * only the user can read, and the file leads to the page.
 */
final class Browser {
  /** The file's name in the data directory; it lies there as long as the server runs. */
  static final String FILE = "open.html";

  private static final int MAX_SECONDS = 10;

  private final Map<String, String> env;

  Browser(Map<String, String> env) {
    this.env = env;
  }

  /** The address of the page, with the token where no server, log or other site gets to see it. */
  static String address(RunningServer server) {
    return server.url() + "/#token=" + URLEncoder.encode(server.token(), StandardCharsets.UTF_8);
  }

  /**
   * Opens it.
   *
   * @return whether there is a browser
   * @throws RaggedException if the file cannot be written
   */
  boolean open(RunningServer server, Path dataDir) {
    List<String> command = opener();
    if (command.isEmpty()) {
      return false;
    }
    command.add(write(server, dataDir).toUri().toString());
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      // One that goes on is the browser itself.
      return !process.waitFor(MAX_SECONDS, TimeUnit.SECONDS) || process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** What opens an address; empty if nothing does. */
  private List<String> opener() {
    List<String> command = new ArrayList<>();
    if (isSet("BROWSER")) {
      command.addAll(List.of(env.get("BROWSER").strip().split("\\s+")));
    } else if (System.getProperty("os.name").startsWith("Mac")) {
      command.add("open");
    } else if (isSet("DISPLAY") || isSet("WAYLAND_DISPLAY")) {
      command.add("xdg-open"); // without a desktop it might take over the terminal
    }
    return command;
  }

  private boolean isSet(String variable) {
    return !env.getOrDefault(variable, "").isBlank();
  }

  private static Path write(RunningServer server, Path dataDir) {
    String address = escaped(address(server));
    String page =
        "<!doctype html><title>ragged</title><meta name=\"referrer\" content=\"no-referrer\">"
            + "<meta http-equiv=\"refresh\" content=\"0; url="
            + address
            + "\"><a href=\""
            + address
            + "\">Open ragged</a>\n";
    Path file = dataDir.resolve(FILE);
    try {
      // Such files are for their owner alone.
      Path whole = Files.createTempFile(dataDir, FILE + ".", ".tmp");
      try {
        Files.writeString(whole, page);
        Files.move(
            whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(whole);
      }
      return file;
    } catch (IOException e) {
      throw new RaggedException("Cannot write " + file + ": " + e.getMessage() + ".", e);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
  }

  /** Removes the file, since the server that it leads to is gone. */
  static void forget(Path dataDir) {
    try {
      Files.deleteIfExists(dataDir.resolve(FILE));
    } catch (IOException e) {
      return; // it leads nowhere any more
    }
  }
}
