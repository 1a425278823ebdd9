package dev.ragged.cli.command;

import picocli.CommandLine.Option;

/** {@code --collection} for commands that work on all unless told otherwise. */
final class CollectionsOption {
  /** Null for all. */
  @Option(
      names = {"-c", "--collection"},
      paramLabel = "NAME",
      converter = CollectionNameConverter.class,
      description = "Only this collection (default: all).")
  String only;
}
