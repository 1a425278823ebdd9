package dev.ragged.cli;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ragged leann search}. */
@Command(
    name = "search",
    description = {
      "Search an index where it lies, as Python does: what its graph leads past is embedded again.",
      "Needs the model that the index was built with."
    })
final class LeannSearchCommand extends Subcommand {
  @Parameters(
      index = "0",
      paramLabel = "INDEX",
      description = "As Python names it: 'documents.leann', or its .meta.json.")
  Path index;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "QUESTION", description = "In words.")
  List<String> question;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      defaultValue = "5",
      description = "Hits at most (default: ${DEFAULT-VALUE}).")
  int limit;

  @Option(
      names = "--complexity",
      paramLabel = "N",
      defaultValue = "64",
      description =
          "How many of the nearest seen to search among, as Python has it (default:"
              + " ${DEFAULT-VALUE}).")
  int complexity;

  @Override
  public Integer call() {
    String text = String.join(" ", question);
    if (text.isBlank()) {
      throw usage("The question is empty; ask something");
    }
    if (limit < 1 || complexity < 1) {
      throw usage("--limit and --complexity are at least 1");
    }
    ragged.stores().requireLeann();
    return LeannIndexes.search(this, index, text, limit, complexity);
  }
}
