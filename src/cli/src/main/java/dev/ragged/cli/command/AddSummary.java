package dev.ragged.cli.command;

import dev.ragged.app.AddFiles;
import dev.ragged.cli.terminal.Display;
import dev.ragged.ingest.IngestReport;
import java.util.Locale;

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
    int updated = files.files() - files.added();
    boolean nothing = files.files() == 0 && !files.cancelled();
    String done =
        (updated > 0 && files.added() == 0 ? "Updated " : "Added ")
            + (nothing ? "nothing" : written(files, updated))
            + (updated > 0 && files.added() == 0 ? " of '" : " to '");
    return (files.cancelled()
            ? "Stopped; " + done.substring(0, 1).toLowerCase(Locale.ROOT) + done.substring(1)
            : done)
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

  private static String written(IngestReport files, int updated) {
    String those =
        updated == 0
            ? Display.count(files.added(), "file")
            : files.added() == 0
                ? Display.count(updated, "file")
                : Display.count(files.added(), "file") + " and updated " + Display.number(updated);
    return those
        + " as "
        + Display.count(files.passages(), "passage")
        + " ("
        + Display.bytes(files.rawTextBytes())
        + " of text)";
  }
}
