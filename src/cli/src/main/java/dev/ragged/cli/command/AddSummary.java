package dev.ragged.cli.command;

import dev.ragged.app.AddFiles;
import dev.ragged.cli.terminal.Display;
import dev.ragged.ingest.IngestReport;

/** What was added, in one line. */
final class AddSummary {
  private AddSummary() {}

  static String of(AddFiles.Report report) {
    IngestReport files = report.files();
    if (files.files() + files.moved() + files.removed() == 0
        && files.unchanged() > 0
        && !files.cancelled()) {
      return "Nothing has changed in '"
          + report.collection()
          + "': "
          + Display.count(files.unchanged(), "file")
          + " unchanged, "
          + Display.number(files.skipped().size())
          + " skipped; took "
          + Display.duration(report.secondsTotal())
          + ".";
    }
    boolean nothing = files.files() == 0 && !files.cancelled();
    return (files.cancelled() ? "Stopped; added " : "Added ")
        + (nothing
            ? "nothing"
            : Display.count(files.files(), "file")
                + " as "
                + Display.count(files.passages(), "passage")
                + " ("
                + Display.bytes(files.rawTextBytes())
                + " of text)")
        + " to '"
        + report.collection()
        + "' in "
        + Display.duration(report.secondsTotal())
        + "; "
        + (files.moved() == 0 ? "" : Display.number(files.moved()) + " moved, ")
        + Display.number(files.unchanged())
        + " unchanged, "
        + Display.number(files.removed())
        + " removed, "
        + Display.number(files.skipped().size())
        + " skipped.";
  }
}
