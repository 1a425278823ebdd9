package dev.ragged.cli.command;

import dev.ragged.spi.BackendProvider;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that all commands share. */
final class GlobalOptions {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help and exit.")
  boolean help;

  @FromSettings
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "Where collections are kept (default: ~/.ragged).")
  Path dataDir;

  @FromSettings
  @Option(
      names = "--backend",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      completionCandidates = BackendNames.class,
      description =
          "The backend: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}, the one that has the"
              + " collection, or for a new collection the first that is available).")
  String backend;

  @FromSettings
  @Option(
      names = "--model",
      paramLabel = "MODEL",
      scope = ScopeType.INHERIT,
      description =
          "The embedding model: 'bundled', a folder with a model, 'hf:OWNER/NAME' for one from"
              + " a hub, or 'ollama:NAME' or 'openai:NAME' for one on a server (default:"
              + " ${DEFAULT-VALUE}).")
  String model;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print JSON on standard output and nothing else there.")
  boolean json;

  @FromSettings
  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Show no progress and no remarks on standard error.")
  boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description =
          "Say more: scores and costs of a search, what an update cost, the stack trace of an"
              + " error.")
  boolean verbose;

  /** The values of {@code --backend}. */
  static final class BackendNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(
              Stream.of("auto"), BackendProvider.installed().stream().map(BackendProvider::id))
          .iterator();
    }
  }
}
