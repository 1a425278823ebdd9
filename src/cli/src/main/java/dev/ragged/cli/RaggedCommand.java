package dev.ragged.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The root: what every command shares. */
@Command(
    name = "ragged",
    versionProvider = RaggedCommand.Version.class,
    description = "Finds the passages of your documents that answer a question, on this machine.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      AddCommand.class,
      SearchCommand.class,
      ListCommand.class,
      StatsCommand.class,
      GetCommand.class,
      DeleteCommand.class,
      ClearCommand.class,
      ExportCommand.class,
      MigrateCommand.class,
      LeannCommand.class,
      EvalCommand.class,
      CheckCommand.class,
      DoctorCommand.class,
      ConfigCommand.class,
      CompletionCommand.class,
      HelpCommand.class
    })
final class RaggedCommand implements Runnable, AutoCloseable {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and stop.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version and stop.")
  boolean version;

  @Setting(SettingKey.DATA_DIR)
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Where collections are kept (default: ~/.ragged).")
  Path dataDir;

  @Setting(SettingKey.BACKEND)
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description =
          "auto (where the collection lies; a new one in LEANN where that is available, else in"
              + " Chroma), leann or chromadb (default: ${DEFAULT-VALUE}).")
  Backend backend;

  @Setting(SettingKey.CHROMADB_URL)
  @Option(
      names = "--chroma-url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      converter = ChromaUrlConverter.class,
      description = "A Chroma server (default: one that ragged starts over DIR/chroma).")
  URI chromaUrl;

  @Setting(SettingKey.MODEL)
  @Option(
      names = "--model",
      paramLabel = "MODEL",
      scope = ScopeType.INHERIT,
      description =
          "The embedding model: 'bundled' or a folder with an ONNX model (default:"
              + " ${DEFAULT-VALUE}).")
  String model;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print JSON on standard output and nothing else there.")
  boolean json;

  @Setting(SettingKey.QUIET)
  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "No progress on standard error.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  boolean verbose;

  @CommandLine.Spec CommandLine.Model.CommandSpec spec;

  final Terminal terminal;
  final Settings settings;
  private Stores stores;

  RaggedCommand(Terminal terminal) {
    this.terminal = terminal;
    this.settings = new Settings(this, terminal.env());
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say what to do: a command such as 'add' or 'search' is missing");
  }

  /** The data directory, also while options are still being read. */
  Path dataDir() {
    if (dataDir != null) {
      return dataDir.toAbsolutePath().normalize();
    }
    String variable = terminal.env().get("RAGGED_DATA_DIR");
    return variable == null || variable.isEmpty()
        ? defaultDataDir(terminal.env())
        : Path.of(variable).toAbsolutePath().normalize();
  }

  static Path defaultDataDir(Map<String, String> env) {
    return home(env).resolve(".ragged");
  }

  static Path home(Map<String, String> env) {
    String home = env.get("HOME");
    return Path.of(home == null || home.isEmpty() ? System.getProperty("user.home") : home);
  }

  /** Where the project lies, as the launcher says; else the working directory. */
  Path projectFolder() {
    String home = terminal.env().get("RAGGED_HOME");
    return Path.of(home == null ? "" : home).toAbsolutePath().normalize();
  }

  /** Stack traces were asked for. */
  boolean wantsStackTrace() {
    String debug = terminal.env().get("RAGGED_DEBUG");
    return verbose || (debug != null && !debug.isEmpty() && !debug.equals("0"));
  }

  /** The stores, once the command line has been read; they close with this. */
  Stores stores() {
    if (stores == null) {
      stores = new Stores(StoreSettings.of(settings, dataDir(), terminal.env()));
    }
    return stores;
  }

  @Override
  public void close() {
    if (stores != null) {
      stores.close();
    }
  }

  /** Reads the version that the build wrote. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      Properties properties = new Properties();
      try (InputStream in = RaggedCommand.class.getResourceAsStream("version.properties")) {
        properties.load(in);
      }
      return new String[] {"ragged " + properties.getProperty("version")};
    }
  }
}
