package dev.ragged.cli.command;

import dev.ragged.app.AddFiles;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.ShownPaths;
import dev.ragged.cli.terminal.WrittenBytes;
import dev.ragged.ingest.Skipped;
import dev.ragged.ingest.Skipped.Reason;
import java.util.List;

/** Tells people what {@code add} or {@code update} did to a collection. */
final class UpdateLines {
  /** The answer to a first Ctrl-C. */
  static final String STOPPING = "Stopping; finished files stay. Ctrl-C again stops at once.";

  /** What gets a model that reads most scripts. */
  static final String ANOTHER_MODEL =
      "'ragged add PATH -c NAME --model "
          + AddFiles.MULTILINGUAL
          + "' makes a new collection with it (135 MB, fetched once).";

  private static final int MAX_SKIPPED_SHOWN = 10;

  private final Subcommand command;
  private final ShownPaths paths;
  private final boolean again;
  private long written = WrittenBytes.byThisProcess();

  /**
   * @param again whether the same files were skipped before, so that only those are of interest
   *     that ought to have text
   */
  UpdateLines(Subcommand command, boolean again) {
    this.again = again;
    this.command = command;
    this.paths = ShownPaths.of(command.session.terminal.env());
  }

  void print(AddFiles.Report report) {
    command.sentence(AddSummary.of(report));
    // What is ignored is meant to be left out, and would hide the rest.
    List<Skipped> skipped =
        report.files().skipped().stream()
            .filter(
                one ->
                    again
                        ? one.reason().isPassing()
                        : one.reason() != Reason.IGNORED && one.reason() != Reason.NEEDS_OCR)
            .toList();
    skipped.stream()
        .limit(MAX_SKIPPED_SHOWN)
        .forEach(one -> command.note("skipped " + paths.of(one.path()) + ": " + one.why()));
    if (skipped.size() > MAX_SKIPPED_SHOWN) {
      command.note(
          "and "
              + (skipped.size() - MAX_SKIPPED_SHOWN)
              + " more; 'ragged sources --skipped' lists all");
    } else if (!again
        && report.files().skipped().stream().anyMatch(o -> o.reason() == Reason.IGNORED)) {
      command.note("'ragged sources --skipped' lists also what is ignored.");
    }
    for (String problem : report.problems()) {
      command.warn(problem);
    }
    long pictures =
        report.files().skipped().stream().filter(o -> o.reason() == Reason.NEEDS_OCR).count();
    if (pictures > 0 && !again) {
      command.note(
          Display.count(pictures, "picture")
              + (pictures == 1
                  ? " was skipped; install Tesseract to have it read."
                  : " were skipped; install Tesseract to have them read."));
    }
    if (report.costlyModel() != null && report.files().passages() > 0 && !again) {
      command.note(vectors(report));
    }
    if (report.wordsOnly() > 0) {
      command.note(
          "The model does not know the script of "
              + Display.count(report.wordsOnly(), "passage")
              + ", which a search finds by words alone.");
      if (report.wordsOnly() > report.embedded()) {
        command.note("A model that reads most scripts: " + ANOTHER_MODEL);
      }
    }
    if (!report.problems().isEmpty()) {
      command.note("Make the files available, or run it with --prune to remove their passages.");
    }
    if (command.session.options.verbose) {
      long now = WrittenBytes.byThisProcess();
      command.note(
          Display.count(report.embedded(), "passage")
              + " embedded"
              + (now < 0 ? "" : ", " + Display.bytes(now - written) + " written to disk"));
      written = now;
    }
  }

  private static String vectors(AddFiles.Report report) {
    String server = "the server of " + report.costlyModel();
    return report.keptVectorBytes() > 0
        ? "Keeps the vector of each passage ("
            + Display.count(report.keptVectorBytes(), "byte")
            + "), so that no search asks "
            + server
            + " for it again."
        : "Keeps no vectors, so that each search sends passages to " + server + " again.";
  }
}
