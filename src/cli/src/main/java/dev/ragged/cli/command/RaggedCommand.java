package dev.ragged.cli.command;

import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The root, which names all commands. */
@Command(
    name = "ragged",
    versionProvider = RaggedCommand.Version.class,
    description = "Finds the passages of your documents that answer a question, on this machine.",
    synopsisSubcommandLabel = "COMMAND")
final class RaggedCommand implements Runnable {
  /** In the order in which help names them; each is called as its class is. */
  static final List<Class<?>> COMMANDS =
      List.of(
          DemoCommand.class,
          AddCommand.class,
          UpdateCommand.class,
          SourcesCommand.class,
          SearchCommand.class,
          AskCommand.class,
          ServeCommand.class,
          StopCommand.class,
          McpCommand.class,
          ListCommand.class,
          StatsCommand.class,
          GetCommand.class,
          DeleteCommand.class,
          ClearCommand.class,
          ExportCommand.class,
          BackupCommand.class,
          RestoreCommand.class,
          MigrateCommand.class,
          ReindexCommand.class,
          RecodeCommand.class,
          EvalCommand.class,
          CheckCommand.class,
          DoctorCommand.class,
          ConfigCommand.class,
          CompletionCommand.class,
          HelpCommand.class);

  @Mixin private final GlobalOptions options;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version and exit.")
  private boolean version;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  RaggedCommand(GlobalOptions options) {
    this.options = options;
  }

  /** What a command is called on the command line. */
  static String name(Class<?> command) {
    return command.getSimpleName().replace("Command", "").toLowerCase(Locale.ROOT);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Missing command; try 'add' or 'search'");
  }

  /** Tells the version. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"ragged " + dev.ragged.app.Version.current()};
    }
  }
}
