package dev.ragged.cli.command;

import dev.ragged.ingest.SourceRules;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What of a folder belongs into a collection. */
final class RuleOptions {
  @Option(
      names = "--include",
      paramLabel = "PATTERN",
      description = "Only files that match, written as in a .gitignore; may be repeated.")
  List<String> include = new ArrayList<>();

  @Option(
      names = "--exclude",
      paramLabel = "PATTERN",
      description = "No files or folders that match, written as in a .gitignore; may be repeated.")
  List<String> exclude = new ArrayList<>();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      split = ",",
      description = "Only files whose names end so, such as pdf,md; may be repeated.")
  List<String> types = new ArrayList<>();

  @Option(
      names = "--no-ignore",
      description = "Index also what Git ignores; a .raggedignore counts all the same.")
  boolean noIgnore;

  SourceRules rules() {
    return new SourceRules(include, exclude, types, noIgnore);
  }
}
