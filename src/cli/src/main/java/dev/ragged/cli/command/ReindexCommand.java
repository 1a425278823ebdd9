package dev.ragged.cli.command;

import dev.ragged.app.RebuildCollections;
import dev.ragged.app.RebuildCollections.Part;
import dev.ragged.app.RebuildCollections.Rebuilt;
import dev.ragged.cli.terminal.Display;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ragged reindex}. */
@Command(
    name = "reindex",
    description = {
      "Renew collections that an earlier version made, from the texts that they hold.",
      "Nothing is embedded, and others may read meanwhile."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ragged reindex --words", "  ragged reindex --words --collection other"})
final class ReindexCommand extends RebuildCommand {
  @Option(
      names = "--words",
      description =
          "Index words as new collections do: their stems, parts of identifiers, and words of"
              + " scripts without spaces.")
  boolean words;

  @Option(
      names = {"-c", "--collection"},
      paramLabel = "NAME",
      converter = CollectionNameConverter.class,
      description = "Only this collection; may be repeated (default: all).")
  List<String> only = new ArrayList<>();

  @Override
  public Integer call() {
    if (!words) {
      throw usage("Say what to index anew, as in 'ragged reindex --words'");
    }
    return rebuild(Part.WORDS, "reading", only);
  }

  @Override
  void finish(RebuildCollections.Report report) {
    boolean nothing =
        report.failed().isEmpty() && report.collections().stream().noneMatch(Rebuilt::rebuilt);
    if (only.isEmpty() && nothing && !report.cancelled()) {
      line("The words of all collections are up to date.");
    }
  }

  @Override
  String sentence(Rebuilt one) {
    String name = one.after().name();
    if (!one.rebuilt()) {
      return only.isEmpty() ? null : "The words of '" + name + "' are up to date.";
    }
    String bytes =
        one.bytesAfter() == null
            ? ""
            : "; they take "
                + Display.bytes(one.bytesAfter().lexical())
                + " on disk, and took "
                + Display.bytes(one.bytesBefore().lexical());
    return "Renewed the words of "
        + Display.count(one.after().passages(), "passage")
        + " in '"
        + name
        + "'"
        + bytes
        + ".";
  }
}
