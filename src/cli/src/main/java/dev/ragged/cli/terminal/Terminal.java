package dev.ragged.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a command talks to: the streams, whether a person looks at them, and the environment. Handed
 * in, so that tests see what a shell would see.
 *
 * @param in standard input
 * @param out standard output: the answer
 * @param err standard error: progress, logs and errors
 * @param inIsTerminal whether a person can be asked
 * @param outIsTerminal whether to colour and wrap
 * @param errIsTerminal whether to draw progress bars
 * @param width columns to wrap at
 * @param env the environment variables
 */
public record Terminal(
    InputStream in,
    Output out,
    PrintStream err,
    boolean inIsTerminal,
    boolean outIsTerminal,
    boolean errIsTerminal,
    int width,
    Map<String, String> env) {

  private static final int DEFAULT_WIDTH = 100;

  /**
   * This process's own. Java cannot tell whether standard error is a terminal, so the launcher says
   * which streams are in the system property {@code ragged.terminals}, a subset of "012".
   */
  public static Terminal ofProcess() {
    String terminals = System.getProperty("ragged.terminals");
    if (terminals == null) {
      terminals = System.console() == null ? "" : "012";
    }
    return new Terminal(
        System.in,
        new Output(new FileOutputStream(FileDescriptor.out), Terminal::outHasReader),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        terminals.contains("0"),
        terminals.contains("1"),
        terminals.contains("2"),
        width(System.getProperty("ragged.columns")),
        System.getenv());
  }

  /** Prints a sentence on standard error; for people, broken between words. */
  public void remark(String sentence) {
    shown(sentence, errIsTerminal).forEach(err::println);
  }

  /** Prints a sentence on standard output; for people, broken between words. */
  public void sentence(String sentence) {
    shown(sentence, outIsTerminal).forEach(out::line);
  }

  private List<String> shown(String sentence, boolean wrapped) {
    return wrapped ? Display.wrap(sentence, width, "") : List.of(Display.printable(sentence));
  }

  /** Whether to use colours on standard output (see no-color.org). */
  public boolean colours() {
    String noColor = env.get("NO_COLOR");
    return outIsTerminal
        && (noColor == null || noColor.isEmpty())
        && !"dumb".equals(env.get("TERM"));
  }

  /** Whether links can be put on standard output, as OSC 8 has them. */
  public boolean links() {
    return outIsTerminal && !"dumb".equals(env.get("TERM"));
  }

  /** Whether standard output is a pipe or a socket. */
  private static boolean outHasReader() {
    try {
      int type = (Integer) Files.getAttribute(Path.of("/dev/stdout"), "unix:mode") & 0170000;
      return type == 0010000 || type == 0140000;
    } catch (IOException | RuntimeException e) {
      return true; // Windows, where hardly anything but a pipe fails
    }
  }

  private static int width(String columns) {
    try {
      return columns == null
          ? DEFAULT_WIDTH
          : Math.max(40, Math.min(200, Integer.parseInt(columns)));
    } catch (NumberFormatException e) {
      return DEFAULT_WIDTH;
    }
  }
}
