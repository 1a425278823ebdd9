package dev.ragged.cli.command;

import picocli.CommandLine.Option;

/** {@code --collection} for commands that work on exactly one. */
final class CollectionOption {
  @FromSettings
  @Option(
      names = {"-c", "--collection"},
      paramLabel = "NAME",
      converter = CollectionNameConverter.class,
      description = "The collection (default: ${DEFAULT-VALUE}).")
  String name;
}
