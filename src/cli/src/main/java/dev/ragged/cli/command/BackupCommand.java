package dev.ragged.cli.command;

import dev.ragged.RaggedException;
import dev.ragged.app.BackupCollections;
import dev.ragged.app.Cancellation;
import dev.ragged.app.CheckBackups;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.Interrupts;
import dev.ragged.cli.terminal.ProgressLine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ragged backup}. */
@Command(
    name = "backup",
    description = {
      "Copy collections and settings into a folder of backups, while others read and write.",
      "Only what is new since the last backup is stored. 'ragged restore' brings it back."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ragged backup ~/backups --keep 30", "  ragged backup --check ~/backups"})
final class BackupCommand extends Subcommand {
  private static final String CHECK_STOPPED = "Stopped; not every file was read.";

  @Parameters(paramLabel = "DIR", description = "The folder of backups, best on another disk.")
  Path folder;

  @Option(
      names = {"-c", "--collection"},
      paramLabel = "NAME",
      converter = CollectionNameConverter.class,
      description = "Only this collection; may be repeated (default: all).")
  List<String> only = new ArrayList<>();

  @Option(
      names = "--keep",
      paramLabel = "N",
      description =
          "Remove all backups but the newest N, and the newest of each collection that those lack"
              + " (default: keep all).")
  Integer keep;

  @Option(
      names = "--forget",
      paramLabel = "NAME",
      converter = CollectionNameConverter.class,
      description =
          "With --keep: this collection is gone on purpose, so keep nothing for it; may be"
              + " repeated.")
  List<String> forgotten = new ArrayList<>();

  @Option(
      names = "--check",
      description = "Read and verify all backups in the folder instead of making one.")
  boolean check;

  @Option(names = "--list", description = "List the backups in the folder instead of making one.")
  boolean list;

  @Override
  public Integer call() {
    if ((check || list) && (keep != null || !only.isEmpty() || !forgotten.isEmpty())
        || check && list) {
      throw usage("--check and --list look at a folder as a whole; give them alone");
    }
    if (keep != null && keep < 1) {
      throw usage("The number of backups to keep must be at least 1, got " + keep);
    }
    if (keep == null && !forgotten.isEmpty()) {
      throw usage("--forget needs --keep; without it no backup is removed");
    }
    Cancellation cancellation = new Cancellation();
    try (ProgressLine progress = new ProgressLine(session.terminal, session.options.quiet);
        Interrupts interrupts =
            stopOnSignal(
                cancellation,
                progress::close,
                check || list
                    ? CHECK_STOPPED
                    : "Stopped; the backups before this one are complete.")) {
      int status =
          check || list
              ? look(progress, cancellation, interrupts)
              : backUp(progress, cancellation, interrupts);
      return interrupts.exitStatus() != DONE ? interrupts.exitStatus() : status;
    }
  }

  // ---------------------------------------------------------------- making one

  private int backUp(ProgressLine progress, Cancellation cancellation, Interrupts interrupts) {
    BackupCollections.Request request =
        new BackupCollections.Request(folder, only, keep == null ? 0 : keep, forgotten);
    BackupCollections.Report report =
        new BackupCollections(stores()).run(request, new Teller(progress), cancellation);
    progress.close();
    interrupts.beginAnswer();
    if (isJson()) {
      json(report.json());
    } else {
      line(summary(report));
    }
    return status();
  }

  private static String summary(BackupCollections.Report report) {
    if (report.cancelled()) {
      return "Stopped; there is no new backup. The next one goes on from here.";
    }
    return "Backed up "
        + Display.count(report.collections().size(), "collection")
        + " as "
        + report.name()
        + ": "
        + Display.count(report.newFiles(), "new file")
        + ", "
        + Display.bytes(report.newBytes())
        + " new, "
        + Display.bytes(report.bytes())
        + " in all, in "
        + Display.duration(report.seconds())
        + "."
        + (report.removed().isEmpty()
            ? ""
            : " Removed " + Display.count(report.removed().size(), "old backup") + ".");
  }

  private final class Teller implements BackupCollections.Listener {
    private final ProgressLine progress;

    Teller(ProgressLine progress) {
      this.progress = progress;
    }

    @Override
    public void bytes(String collection, long done, long total) {
      progress.show(
          done,
          total,
          () ->
              "copying '" + collection + "': " + Display.bytes(done) + "/" + Display.bytes(total));
    }

    @Override
    public void passages(String collection, long done, long total, int reading) {
      progress.passages(reading == 1 ? "copying" : "comparing", collection, done, total);
    }

    @Override
    public void failed(RaggedException failure) {
      progress.close();
      unreadable(failure);
    }

    @Override
    public void warning(String sentence) {
      progress.close();
      warn(sentence);
    }
  }

  // ---------------------------------------------------------------- looking at them

  private int look(ProgressLine progress, Cancellation cancellation, Interrupts interrupts) {
    CheckBackups.Report report =
        CheckBackups.run(
            folder,
            check,
            (done, total) ->
                progress.show(
                    done,
                    total,
                    () -> "verifying: " + Display.bytes(done) + "/" + Display.bytes(total)),
            cancellation);
    progress.close();
    interrupts.beginAnswer();
    if (isJson()) {
      json(report.json());
    } else {
      report.backups().forEach(this::print);
      line(
          Display.count(report.backups().size(), "backup")
              + ", "
              + Display.bytes(report.bytes())
              + " in all"
              + (check && report.ok() ? "; every file was read and is as it was stored." : "."));
      if (report.cancelled()) {
        note(CHECK_STOPPED);
      }
    }
    return report.ok() ? DONE : FAILED;
  }

  private void print(CheckBackups.Found found) {
    line(
        found.name()
            + "  "
            + Display.count(found.collections().size(), "collection")
            + ", "
            + Display.bytes(found.bytes())
            + (found.problems().isEmpty() ? "" : "  DAMAGED"));
    found.problems().forEach(problem -> line("  problem  " + problem));
  }
}
