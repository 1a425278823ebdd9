package dev.ragged.cli.command;

import dev.ragged.RaggedException;
import dev.ragged.app.Cancellation;
import dev.ragged.app.RebuildCollections;
import dev.ragged.app.RebuildCollections.Part;
import dev.ragged.app.RebuildCollections.Rebuilt;
import dev.ragged.cli.terminal.Interrupts;
import dev.ragged.cli.terminal.ProgressLine;
import java.util.List;
import picocli.CommandLine.Mixin;

/** A command that makes a part of collections anew. */
abstract class RebuildCommand extends Subcommand {
  @Mixin WaitOption wait;

  /** What is made of a collection that is done; null for nothing. */
  abstract String sentence(Rebuilt one);

  /** What is made of a report for people, once it is complete. */
  void finish(RebuildCollections.Report report) {}

  /**
   * Rebuilds collections.
   *
   * @param doing of the line of progress, such as "reading"
   * @param names none for all that have the part
   */
  final Integer rebuild(Part part, String doing, List<String> names) {
    Cancellation cancellation = new Cancellation();
    try (ProgressLine progress = new ProgressLine(session.terminal, session.options.quiet);
        Interrupts interrupts =
            stopOnSignal(
                cancellation,
                progress::close,
                "Stopped; the collection at hand stays as it was.")) {
      RebuildCollections.Report report =
          new RebuildCollections(wait.stores(this))
              .run(
                  new RebuildCollections.Request(part, names),
                  new Teller(progress, doing),
                  cancellation);
      interrupts.beginAnswer();
      progress.close();
      if (isJson()) {
        json(report.json());
      } else {
        finish(report);
      }
      return interrupts.exitStatus() != DONE ? interrupts.exitStatus() : status();
    }
  }

  private final class Teller implements RebuildCollections.Listener {
    private final ProgressLine progress;
    private final String doing;

    Teller(ProgressLine progress, String doing) {
      this.progress = progress;
      this.doing = doing;
    }

    @Override
    public void read(String collection, long done, long all) {
      progress.passages(doing, collection, done, all);
    }

    @Override
    public void done(Rebuilt one) {
      progress.close();
      String said = isJson() ? null : sentence(one);
      if (said != null) {
        sentence(said);
      }
    }

    @Override
    public void failed(RaggedException failure) {
      progress.close();
      unreadable(failure);
    }
  }
}
