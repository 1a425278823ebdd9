package dev.ragged.cli;

import dev.ragged.SearchMode;
import dev.ragged.migrate.Vectors;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.StringJoiner;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** The entry point. */
public final class Main {

  /** Done. */
  static final int DONE = 0;

  /** Failed. */
  static final int FAILED = 1;

  /** Wrong usage. */
  static final int USAGE = 2;

  private Main() {}

  /** Runs one command and ends the process with its exit status. */
  public static void main(String[] args) {
    Terminal terminal = Terminal.ofProcess();
    // A library that prints must not spoil the answer on standard output.
    System.setOut(System.err);
    System.exit(run(terminal, args));
  }

  /** Runs one command and returns its exit status; prints nothing but through {@code terminal}. */
  static int run(Terminal terminal, String... args) {
    RaggedCommand ragged = new RaggedCommand(terminal);
    Failures failures = new Failures(ragged);
    int status;
    try {
      CommandLine commandLine = commandLine(ragged);
      // Picocli prints help and version here; the answer of a command goes to the terminal itself.
      StringWriter help = new StringWriter();
      commandLine.setOut(new PrintWriter(help));
      commandLine.setErr(new PrintWriter(terminal.err(), true));
      commandLine.setExecutionExceptionHandler((e, command, result) -> failures.report(e));
      commandLine.setParameterExceptionHandler(failures::reportUsage);
      try (ragged) {
        status = commandLine.execute(args);
      }
      terminal.out().print(help.toString());
      terminal.out().flush();
    } catch (Throwable e) {
      status = failures.report(e);
    }
    terminal.err().flush();
    return status;
  }

  static CommandLine commandLine(RaggedCommand ragged) {
    CommandLine commandLine = new CommandLine(ragged);
    commandLine.registerConverter(Backend.class, value -> choice(Backend.values(), value));
    commandLine.registerConverter(SearchMode.class, value -> choice(SearchMode.values(), value));
    commandLine.registerConverter(Direction.class, value -> choice(Direction.values(), value));
    commandLine.registerConverter(Vectors.class, value -> choice(Vectors.values(), value));
    // 'leann' is a backend as well as a command.
    commandLine.setAllowSubcommandsAsOptionParameters(true);
    commandLine.setUsageHelpAutoWidth(false);
    commandLine.setUsageHelpWidth(ragged.terminal.width());
    commandLine.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            ragged.terminal.colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    commandLine.setDefaultValueProvider(ragged.settings);
    share(ragged, commandLine);
    return commandLine;
  }

  private static void share(RaggedCommand ragged, CommandLine commandLine) {
    for (CommandLine below : commandLine.getSubcommands().values()) {
      if (below.getCommand() instanceof Subcommand command) {
        command.ragged = ragged;
      }
      share(ragged, below);
    }
  }

  private static <E extends Enum<E>> E choice(E[] choices, String value) {
    StringJoiner names = new StringJoiner(", ");
    for (E choice : choices) {
      String id = choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (id.equalsIgnoreCase(value)) {
        return choice;
      }
      names.add(id);
    }
    throw new TypeConversionException("'" + value + "' is none of " + names);
  }
}
