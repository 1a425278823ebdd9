package dev.ragged.cli.command;

import dev.ragged.app.ListSources;
import dev.ragged.app.ListSources.Listed;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.ShownPaths;
import dev.ragged.ingest.SourceRules;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ragged sources}. */
@Command(
    name = "sources",
    description = "List the files and folders that were added to collections, or remove one.",
    synopsisSubcommandLabel = "[COMMAND]",
    footerHeading = "%nExamples:%n",
    footer = {"  ragged sources", "  ragged sources --collection other"},
    subcommands = SourcesRemoveCommand.class)
final class SourcesCommand extends Subcommand {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

  @Mixin CollectionsOption collection;

  @Option(
      names = "--skipped",
      description = "List also what was not indexed, and why; so does --verbose.")
  boolean skipped;

  @Override
  public Integer call() {
    boolean withSkipped = skipped || session.options.verbose;
    List<Listed> listed = ListSources.run(stores(), collection.only);
    if (isJson()) {
      json(ListSources.json(listed, withSkipped));
      return DONE;
    }
    if (listed.isEmpty()) {
      line("There are no sources; add a folder with 'ragged add FOLDER'.");
    }
    ShownPaths paths = ShownPaths.of(session.terminal.env());
    for (Listed one : listed) {
      sentence(text(one));
      if (withSkipped) {
        one.source()
            .skipped()
            .forEach(left -> sentence("  skipped " + paths.of(left.path()) + ": " + left.why()));
      }
    }
    return DONE;
  }

  private static String text(Listed one) {
    List<String> parts = new ArrayList<>();
    parts.add(Display.count(one.source().held(), "file"));
    if (one.source().passages() != null) {
      parts.add(Display.count(one.source().passages(), "passage"));
    }
    parts.add(Display.number(one.source().skipped().size()) + " skipped");
    parts.add(one.updated() == null ? "never updated" : "updated " + TIME.format(one.updated()));
    if (one.missing()) {
      parts.add("MISSING");
    }
    return one.collection()
        + "  "
        + one.source().path()
        + options(one)
        + ": "
        + String.join(", ", parts);
  }

  /** The options as they were given. */
  private static String options(Listed one) {
    SourceRules rules = one.source().rules();
    StringBuilder text = new StringBuilder();
    rules.include().forEach(pattern -> text.append(" --include ").append(pattern));
    rules.exclude().forEach(pattern -> text.append(" --exclude ").append(pattern));
    if (!rules.types().isEmpty()) {
      text.append(" --type ").append(String.join(",", rules.types()));
    }
    if (rules.noIgnore()) {
      text.append(" --no-ignore");
    }
    if (one.source().chunkTokens() != null) {
      text.append(" --chunk-tokens ").append(one.source().chunkTokens());
    }
    if (one.source().overlap() != null) {
      text.append(" --overlap ").append(one.source().overlap());
    }
    return text.toString();
  }
}
