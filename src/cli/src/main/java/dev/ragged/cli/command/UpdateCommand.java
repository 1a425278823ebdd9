package dev.ragged.cli.command;

import dev.ragged.RaggedException;
import dev.ragged.app.AddFiles;
import dev.ragged.app.Cancellation;
import dev.ragged.app.UpdateSources;
import dev.ragged.cli.terminal.Interrupts;
import dev.ragged.cli.terminal.LowPriority;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ragged update}. */
@Command(
    name = "update",
    description = {
      "Bring collections into step with all files and folders that were added to them.",
      "Files that look unchanged are not read; moved ones keep their passages; what is gone is"
          + " removed. 'ragged sources' lists what was added."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ragged update", "  ragged update --collection other --verify"})
final class UpdateCommand extends Subcommand {
  @Option(
      names = {"-c", "--collection"},
      paramLabel = "NAME",
      converter = CollectionNameConverter.class,
      description = "Only this collection; may be repeated (default: all).")
  List<String> only = new ArrayList<>();

  @Mixin PruneOptions pruning;

  @Mixin ThreadsOption threads;

  @Mixin WaitOption wait;

  @Override
  public Integer call() {
    LowPriority.begin();
    Cancellation cancellation = new Cancellation();
    try (Teller teller = new Teller();
        Interrupts interrupts =
            stopOnSignal(
                cancellation,
                teller::stop,
                UpdateLines.STOPPING,
                () -> note("Stopped; all files that are done stay."))) {
      UpdateSources.Request request =
          new UpdateSources.Request(only, pruning.verify, pruning.decision(this, teller::close));
      UpdateSources.Report report =
          new UpdateSources(wait.stores(this)).run(request, teller, cancellation);
      interrupts.beginAnswer();
      teller.close();
      if (isJson()) {
        json(report.json());
      } else if (report.collections().isEmpty() && report.failed().isEmpty()) {
        line("Nothing to update; add a folder with 'ragged add FOLDER'.");
      }
      if (interrupts.exitStatus() != DONE) {
        return interrupts.exitStatus();
      }
      return report.ok() ? DONE : FAILED;
    }
  }

  /** Shows how far it has come, and prints what was done to each collection. */
  private final class Teller extends AddProgress implements UpdateSources.Listener {
    private final UpdateLines lines = new UpdateLines(UpdateCommand.this, true);

    Teller() {
      super(session.terminal, session.options.quiet);
    }

    @Override
    public void updated(AddFiles.Report report) {
      close();
      if (!isJson()) {
        lines.print(report);
      }
    }

    @Override
    public void failed(RaggedException failure) {
      close();
      unreadable(failure);
    }
  }
}
