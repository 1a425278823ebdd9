package dev.ragged.cli.command;

import dev.ragged.app.InvalidRequestException;
import dev.ragged.app.StoreRouter;
import dev.ragged.cli.terminal.Terminal;
import dev.ragged.config.Settings;
import dev.ragged.config.SettingsException;
import dev.ragged.spi.BackendProvider;
import dev.ragged.spi.SettingSpec;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** One run of the command line: what it talks to, its settings and, once needed, its stores. */
public final class Session implements AutoCloseable {
  private static final String DATA_DIR = "--data-dir";

  final Terminal terminal;
  final GlobalOptions options = new GlobalOptions();
  private final String[] args;
  private List<BackendProvider> providers;
  private Settings settings;
  private RuntimeException unusable;
  private StoreRouter stores;

  /**
   * Begins a run.
   *
   * @param args the words of the command line; the data directory decides which settings file is
   *     read for the defaults of all options, so it is looked for before they are parsed
   */
  public Session(Terminal terminal, String... args) {
    this.terminal = terminal;
    this.args = args.clone();
  }

  /** The first word of the command line; empty if there is none. */
  String firstArgument() {
    return args.length == 0 ? "" : args[0];
  }

  private static Path dataDir(String... args) {
    String named = null;
    for (int i = 0; i < args.length && !args[i].equals("--"); i++) {
      if (args[i].equals(DATA_DIR) && i + 1 < args.length) {
        named = args[i + 1];
      } else if (args[i].startsWith(DATA_DIR + "=")) {
        named = args[i].substring(DATA_DIR.length() + 1);
      }
    }
    try {
      return named == null ? null : Path.of(named);
    } catch (InvalidPathException e) {
      throw new InvalidRequestException("'" + named + "' is not a folder's name here.", e);
    }
  }

  /** The words of the command line. */
  List<String> arguments() {
    return List.of(args);
  }

  /** The backends on the class path, in order of preference. */
  List<BackendProvider> providers() {
    if (providers == null) {
      providers = BackendProvider.installed();
    }
    return providers;
  }

  /** What settings are set to; by flags too, once the command line has been read. */
  Settings settings() {
    if (unusable != null) {
      throw unusable;
    }
    if (settings == null) {
      try {
        settings = Settings.of(dataDir(args), terminal.env(), providers());
      } catch (SettingsException | InvalidRequestException e) {
        // Asked again by whatever tells of it; another answer would leave options without values.
        unusable = e;
        throw e;
      }
    }
    return settings;
  }

  /** Lets no command run, since the settings cannot be used. */
  void refuse(RuntimeException reason) {
    if (unusable == null) {
      unusable = reason;
    }
  }

  /** Takes over the flags of a command line that has been read. */
  public void parsed(ParseResult result) {
    if (unusable != null) {
      throw new ParameterException(
          result.commandSpec().commandLine(), unusable.getMessage(), unusable);
    }
    Map<String, String> flags = new HashMap<>();
    for (ParseResult part = result;
        part != null;
        part = part.hasSubcommand() ? part.subcommand() : null) {
      for (OptionSpec option : part.matchedOptions()) {
        SettingDefaults.spec(settings(), option)
            .map(SettingSpec::flag)
            .ifPresent(flag -> flags.put(flag, SettingDefaults.text(option)));
      }
    }
    settings = settings().withFlags(flags);
  }

  /** The stores; they close with this. */
  StoreRouter stores() {
    if (stores == null) {
      stores = StoreRouter.of(settings(), providers());
      stores.onFetch(new FetchProgress(terminal, options.quiet));
    }
    return stores;
  }

  /** Stores for a command that stays to answer many questions; to be asked for before others. */
  StoreRouter longLivedStores() {
    settings = settings().forLongLife();
    return stores();
  }

  /** Where the project's own documents are, as the launcher says; else the working directory. */
  Path projectFolder() {
    String home = terminal.env().get("RAGGED_HOME");
    return Path.of(home == null ? "" : home).toAbsolutePath().normalize();
  }

  /** Whether the user wants stack traces. */
  boolean wantsStackTrace() {
    String debug = terminal.env().get("RAGGED_DEBUG");
    return options.verbose || (debug != null && !debug.isEmpty() && !debug.equals("0"));
  }

  @Override
  public void close() {
    if (stores != null) {
      stores.close();
    }
  }
}
