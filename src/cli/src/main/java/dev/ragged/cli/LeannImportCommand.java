package dev.ragged.cli;

import dev.ragged.CollectionSpec;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ragged leann import}. */
@Command(
    name = "import",
    description = {
      "Make an index a collection of ragged's; the passages are embedded anew.",
      "The index stays as it is. An import that was interrupted is gone on with by running again."
    })
final class LeannImportCommand extends Subcommand {
  @Parameters(
      paramLabel = "INDEX",
      description = "As Python names it: 'documents.leann', or its .meta.json.")
  Path index;

  @Option(
      names = {"-c", "--collection"},
      paramLabel = "NAME",
      converter = CollectionNameConverter.class,
      description = "The collection to make (default: named as the index is).")
  String collection;

  @Override
  public Integer call() {
    String name = collection != null ? collection : named(index);
    checked(
        () -> {
          CollectionSpec.checkName(name);
          return name;
        });
    ragged.stores().requireLeann();
    return LeannIndexes.add(this, index, name);
  }

  /** {@code documents} for {@code documents.leann}. */
  private static String named(Path index) {
    return index.getFileName().toString().replaceFirst("(\\.leann)?(\\.meta\\.json)?$", "");
  }
}
