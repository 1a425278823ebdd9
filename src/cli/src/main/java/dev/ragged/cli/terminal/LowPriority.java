package dev.ragged.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Lets long work leave the processors to whatever else wants them. Uses {@code renice}, which Linux
 * and macOS have; where it is missing or fails, the work goes on as it is.
 */
public final class LowPriority {
  /** What {@code nice} adds if nobody says how much. */
  private static final int NICE = 10;

  private static final int SECONDS_TO_WAIT = 2;

  /**
   * On Linux each thread has a priority of its own, which those that it starts take over. Those of
   * the JVM keep theirs, or Ctrl-C would wait behind all other work.
   */
  private static final Path THREAD = Path.of("/proc/thread-self");

  private static volatile boolean allowed;

  private LowPriority() {}

  /** Lets {@link #begin} change this process: it was started for one command. */
  public static void allow() {
    allowed = true;
  }

  /** Lowers the priority of what the calling thread does from now on, if that is allowed. */
  public static void begin() {
    if (!allowed) {
      return;
    }
    try {
      List<String> command = new ArrayList<>(List.of("renice", "-n", "" + NICE, "-p"));
      if (Files.isDirectory(THREAD)) {
        // There renice sets a priority, which must not be higher than the one there is.
        if (nice() >= NICE) {
          return;
        }
        command.add(Files.readSymbolicLink(THREAD).getFileName().toString());
      } else {
        command.add("" + ProcessHandle.current().pid());
      }
      Process renice =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      renice.getOutputStream().close();
      if (!renice.waitFor(SECONDS_TO_WAIT, TimeUnit.SECONDS)) {
        renice.destroyForcibly();
      }
    } catch (IOException | NumberFormatException e) {
      // As it is.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The 19th field; the second is the name in parentheses, which may have spaces. */
  static int nice() throws IOException {
    String stat = Files.readString(THREAD.resolve("stat"));
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
  }
}
