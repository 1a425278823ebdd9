package dev.ragged.cli.command;

import dev.ragged.app.AddFiles;
import dev.ragged.cli.terminal.Display;
import dev.ragged.ingest.IngestReport;

/** What was added, in one line. */
final class AddSummary {
  private AddSummary() {}

  static String of(AddFiles.Report report) {
    IngestReport files = report.files();
    return (files.cancelled() ? "Stopped; added " : "Added ")
        + Display.count(files.files(), "file")
        + " as "
        + Display.count(files.passages(), "passage")
        + " ("
        + Display.bytes(files.rawTextBytes())
        + " of text) to '"
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
