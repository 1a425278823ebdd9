package dev.ragged.faults;

import dev.ragged.cli.Main;
import dev.ragged.cli.terminal.Output;
import dev.ragged.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs commands in a process of its own, one after the other. A request is the environment as
 * {@code NAME=VALUE}, then {@value #ARGUMENTS}, then the arguments.
 */
final class CommandWorker {
  static final String ARGUMENTS = "--";
  private static final int MOST = 1 << 20;

  private CommandWorker() {}

  /** What a command left behind; {@code threw} is null unless it threw something. */
  record Result(int status, String out, String err, String threw) {}

  public static void main(String[] args) throws Exception {
    Worker.serve(CommandWorker::run);
  }

  private static Result run(String[] request) {
    int start = Arrays.asList(request).indexOf(ARGUMENTS);
    Map<String, String> env = new HashMap<>();
    for (int i = 0; i < start; i++) {
      String[] pair = request[i].split("=", 2);
      env.put(pair[0], pair[1]);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new Output(out, () -> true),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            false,
            80,
            env);
    int status = -1;
    String threw = null;
    try {
      status = Main.run(terminal, Arrays.copyOfRange(request, start + 1, request.length));
    } catch (Throwable e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      threw = trace.toString();
    }
    return new Result(status, text(out), text(err), threw);
  }

  private static String text(ByteArrayOutputStream bytes) {
    String text = bytes.toString(StandardCharsets.UTF_8);
    return text.length() > MOST ? text.substring(0, MOST) : text;
  }
}
