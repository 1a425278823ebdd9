package dev.ragged.cli.command;

import dev.ragged.Filter;
import dev.ragged.app.Conditions;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Conditions on passages. */
final class ConditionOptions {
  @Option(
      names = "--where",
      paramLabel = "JSON",
      converter = FilterConverter.class,
      description =
          "Only passages that meet a condition on metadata or text, such as '{\"page\": {\"$$lt\":"
              + " 10}}'.")
  Filter where;

  @Option(
      names = "--in",
      paramLabel = "PATH",
      description = "Only passages of this file or folder; may be repeated.")
  List<String> in = new ArrayList<>();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      split = ",",
      description = "Only passages of files whose names end so, such as 'pdf,md'.")
  List<String> types = new ArrayList<>();

  @Option(
      names = "--since",
      paramLabel = "DATE",
      description =
          "Only passages with a date from this one on: 2024, 2024-01 or 2024-01-31. Documents"
              + " without a date have that of their file.")
  String since;

  @Option(
      names = "--before",
      paramLabel = "DATE",
      description = "Only passages with a date before this one.")
  String before;

  @Option(
      names = "--from",
      paramLabel = "NAME",
      description = "Only passages whose author's name has this in it.")
  String from;

  /** The conditions together. */
  Conditions all() {
    return new Conditions(where, in, types, since, before, from);
  }
}
