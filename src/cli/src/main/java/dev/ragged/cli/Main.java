package dev.ragged.cli;

import dev.ragged.cli.command.CommandLines;
import dev.ragged.cli.command.Failures;
import dev.ragged.cli.command.Session;
import dev.ragged.cli.terminal.LowPriority;
import dev.ragged.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** The entry point. */
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit status. */
  public static void main(String[] args) {
    Terminal terminal = Terminal.ofProcess();
    // A library that prints must not spoil the answer on standard output.
    System.setOut(System.err);
    LowPriority.allow();
    System.exit(run(terminal, args));
  }

  /** Runs one command and returns its exit status; prints nothing but through {@code terminal}. */
  public static int run(Terminal terminal, String... args) {
    Session session = new Session(terminal, args);
    Failures failures = new Failures(session);
    CommandLine commandLine = null;
    int status;
    try {
      commandLine = CommandLines.of(session);
      // Picocli prints help and version here; the answer of a command goes to the terminal itself.
      StringWriter help = new StringWriter();
      commandLine.setOut(new PrintWriter(help));
      commandLine.setErr(new PrintWriter(terminal.err(), true));
      commandLine.setExecutionExceptionHandler((e, command, result) -> failures.report(e, command));
      commandLine.setParameterExceptionHandler(failures::reportUsage);
      commandLine.setExecutionStrategy(
          parsed -> {
            session.parsed(parsed);
            return new CommandLine.RunLast().execute(parsed);
          });
      try (session) {
        status = commandLine.execute(args);
        terminal.out().print(help.toString());
        terminal.out().flush();
      }
    } catch (Throwable e) {
      status = failures.report(e, commandLine);
    }
    terminal.err().flush();
    return status;
  }
}
