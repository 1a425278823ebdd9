package dev.ragged.cli.command;

import dev.ragged.SearchMode;
import dev.ragged.migrate.VectorPolicy;
import dev.ragged.spi.IndexFormat;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Puts the command line together. */
public final class CommandLines {
  private static final List<Class<?>> TELL_OF_ALL =
      List.of(HelpCommand.class, CompletionCommand.class);

  private CommandLines() {}

  /** The command line of a session; reads nothing yet. */
  public static CommandLine of(Session session) {
    CommandLine commandLine = new CommandLine(new RaggedCommand(session.options));
    addCommands(commandLine, session.firstArgument());
    commandLine.registerConverter(SearchMode.class, value -> choice(SearchMode.values(), value));
    commandLine.registerConverter(
        VectorPolicy.class, value -> choice(VectorPolicy.values(), value));
    commandLine.registerConverter(
        CompletionCommand.Shell.class, value -> choice(CompletionCommand.Shell.values(), value));
    commandLine.registerConverter(Path.class, CommandLines::path);
    // Picocli's own say "is not an int".
    for (Class<Integer> type : List.of(int.class, Integer.class)) {
      commandLine.registerConverter(
          type, value -> number(value, "a whole number", Integer::parseInt));
    }
    for (Class<Double> type : List.of(double.class, Double.class)) {
      commandLine.registerConverter(type, value -> number(value, "a number", Double::parseDouble));
    }
    // A question that begins with '@' is not the name of a file with options.
    commandLine.setExpandAtFiles(false);
    // As in other programs, the last one counts, so that a script's own may be overruled.
    commandLine.setOverwrittenOptionsAllowed(true);
    // A backend may be called as a command is.
    commandLine.setAllowSubcommandsAsOptionParameters(true);
    commandLine.setUsageHelpAutoWidth(false);
    commandLine.setUsageHelpWidth(session.terminal.width());
    commandLine.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            session.terminal.colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
    SettingDefaults.addBackendOptions(
        commandLine.getCommandSpec(), session, List.of(QuestionOptions.COMPLEXITY));
    commandLine.setDefaultValueProvider(new SettingDefaults(session));
    share(session, commandLine);
    return commandLine;
  }

  /**
   * Adds the command that is named, as making all takes as long as a search by words. Where none
   * is, or one that tells of the others, all are added.
   */
  private static void addCommands(CommandLine root, String named) {
    for (Class<?> command : RaggedCommand.COMMANDS) {
      if (RaggedCommand.name(command).equals(named) && !TELL_OF_ALL.contains(command)) {
        root.addSubcommand(command);
        return;
      }
    }
    RaggedCommand.COMMANDS.forEach(root::addSubcommand);
    IndexFormat.installed()
        .forEach(format -> root.addSubcommand(format.id(), IndexCommands.of(format)));
  }

  private static void share(Session session, CommandLine commandLine) {
    for (CommandLine below : commandLine.getSubcommands().values()) {
      if (below.getCommand() instanceof Subcommand command) {
        command.use(session);
      }
      share(session, below);
    }
  }

  private static <N> N number(String value, String what, Function<String, N> parser) {
    try {
      return parser.apply(value);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + value + "' is not " + what);
    }
  }

  private static Path path(String value) {
    if (value.isEmpty()) {
      // Java takes it for the current folder; it is more likely a variable that is not set.
      throw new TypeConversionException("it is empty; for the current folder write '.'");
    }
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("no file can have such a name: '" + value + "'");
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
    throw new TypeConversionException("'" + value + "' is not one of " + names);
  }
}
