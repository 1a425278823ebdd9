package dev.ragged.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ragged leann export}. */
@Command(
    name = "export",
    description = {
      "Write a collection as an index that the Python package LEANN searches.",
      "Every passage is embedded once more, for the graph; the index holds no vectors."
    })
final class LeannExportCommand extends Subcommand {
  @Parameters(
      index = "0",
      paramLabel = "COLLECTION",
      converter = CollectionNameConverter.class,
      description = "A collection of ragged's.")
  String collection;

  @Parameters(
      index = "1",
      paramLabel = "INDEX",
      description = "As Python is to name it: 'documents.leann'.")
  Path index;

  @Option(
      names = "--embedding-model",
      paramLabel = "NAME",
      description =
          "The model that Python is to load (default: sentence-transformers/all-MiniLM-L6-v2 for"
              + " the bundled one, else the model's own name).")
  String embeddingModel;

  @Override
  public Integer call() {
    ragged.stores().requireLeann();
    return LeannIndexes.export(this, collection, index, embeddingModel);
  }
}
