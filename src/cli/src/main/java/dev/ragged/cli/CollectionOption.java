package dev.ragged.cli;

import picocli.CommandLine.Option;

/** {@code --collection} for commands that work on exactly one. */
final class CollectionOption {
  @Setting
  @Option(
      names = {"-c", "--collection"},
      paramLabel = "NAME",
      defaultValue = "default",
      converter = CollectionNameConverter.class,
      description = "The collection (default: ${DEFAULT-VALUE}).")
  String name;
}
