package dev.ragged.cli.command;

import dev.ragged.RaggedException;
import dev.ragged.app.Cancellation;
import dev.ragged.app.ReindexWords;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.Interrupts;
import dev.ragged.cli.terminal.ProgressLine;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
final class ReindexCommand extends Subcommand {
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

  @Mixin WaitOption wait;

  @Override
  public Integer call() {
    if (!words) {
      throw usage("Say what to index anew, as in 'ragged reindex --words'");
    }
    Cancellation cancellation = new Cancellation();
    try (ProgressLine progress = new ProgressLine(session.terminal, session.options.quiet);
        Interrupts interrupts =
            stopOnSignal(
                cancellation,
                progress::close,
                "Stopped; the collection at hand stays as it was.")) {
      ReindexWords.Report report =
          new ReindexWords(wait.stores(this))
              .run(new ReindexWords.Request(only), new Teller(progress), cancellation);
      interrupts.beginAnswer();
      progress.close();
      if (isJson()) {
        json(report.json());
      } else if (only.isEmpty() && report.collections().stream().noneMatch(one -> one.renewed())) {
        if (!report.cancelled() && report.failed().isEmpty()) {
          line("The words of all collections are up to date.");
        }
      }
      return interrupts.exitStatus() != DONE ? interrupts.exitStatus() : status();
    }
  }

  private final class Teller implements ReindexWords.Listener {
    private final ProgressLine progress;

    Teller(ProgressLine progress) {
      this.progress = progress;
    }

    @Override
    public void read(String collection, long done, long all) {
      progress.passages("reading", collection, done, all);
    }

    @Override
    public void done(ReindexWords.Reindexed one) {
      progress.close();
      if (isJson()) {
        return;
      }
      if (one.renewed()) {
        sentence(
            "Renewed the words of "
                + Display.count(one.passages(), "passage")
                + " in '"
                + one.collection()
                + "'"
                + (one.after() == null
                    ? ""
                    : "; they take "
                        + Display.bytes(one.after().lexical())
                        + " on disk, and took "
                        + Display.bytes(one.before().lexical()))
                + ".");
      } else if (!only.isEmpty()) {
        sentence("The words of '" + one.collection() + "' are up to date.");
      }
    }

    @Override
    public void failed(RaggedException failure) {
      progress.close();
      unreadable(failure);
    }
  }
}
