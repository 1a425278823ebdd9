package dev.ragged.cli.command;

import picocli.CommandLine.Option;

/** {@code --threads} for commands that embed much. */
final class ThreadsOption {
  @FromSettings
  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Number of processors that the embedding model uses (default: all, half on battery).")
  Integer threads;
}
