package dev.ragged.cli.command;

import dev.ragged.app.AddFiles;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.WrittenBytes;
import dev.ragged.ingest.Skipped;
import dev.ragged.ingest.Skipped.Reason;
import java.util.List;

/** Tells people what {@code add} or {@code update} did to a collection. */
final class UpdateLines {
  /** The answer to a first Ctrl-C. */
  static final String STOPPING = "Stopping; finished files stay. Ctrl-C again stops at once.";

  private static final int MAX_SKIPPED_SHOWN = 10;

  private final Subcommand command;
  private long written = WrittenBytes.byThisProcess();

  UpdateLines(Subcommand command) {
    this.command = command;
  }

  void print(AddFiles.Report report) {
    command.line(AddSummary.of(report));
    // What Git ignores is meant to be left out, and would hide the rest.
    List<Skipped> skipped =
        report.files().skipped().stream().filter(one -> one.reason() != Reason.IGNORED).toList();
    skipped.stream()
        .limit(MAX_SKIPPED_SHOWN)
        .forEach(one -> command.note("skipped " + one.path() + ": " + one.why()));
    if (skipped.size() > MAX_SKIPPED_SHOWN) {
      command.note(
          "and " + (skipped.size() - MAX_SKIPPED_SHOWN) + " more; 'ragged sources -v' lists all");
    }
    for (String problem : report.problems()) {
      command.session.terminal.err().println("ragged: " + Display.printable(problem));
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
}
