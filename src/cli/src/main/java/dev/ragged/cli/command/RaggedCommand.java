package dev.ragged.cli.command;

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
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      AddCommand.class,
      UpdateCommand.class,
      SourcesCommand.class,
      SearchCommand.class,
      AskCommand.class,
      McpCommand.class,
      ListCommand.class,
      StatsCommand.class,
      GetCommand.class,
      DeleteCommand.class,
      ClearCommand.class,
      ExportCommand.class,
      ServeCommand.class,
      StopCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      MigrateCommand.class,
      ReindexCommand.class,
      EvalCommand.class,
      CheckCommand.class,
      DoctorCommand.class,
      ConfigCommand.class,
      CompletionCommand.class,
      HelpCommand.class
    })
final class RaggedCommand implements Runnable {
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
