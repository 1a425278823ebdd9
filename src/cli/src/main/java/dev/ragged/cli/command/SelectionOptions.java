package dev.ragged.cli.command;

import dev.ragged.Filter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which passages a command is about: ids, or a condition. */
final class SelectionOptions {
  @Parameters(paramLabel = "ID", arity = "0..*", description = "The passages' ids.")
  List<String> ids = new ArrayList<>();

  @Option(
      names = "--where",
      paramLabel = "JSON",
      converter = FilterConverter.class,
      description = "A condition on metadata or text, such as '{\"page\": {\"$$lte\": 2}}'.")
  Filter where;
}
