package dev.ragged.cli.command;

import dev.ragged.RaggedException;
import dev.ragged.app.Cancellation;
import dev.ragged.app.RecodeVectors;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.Interrupts;
import dev.ragged.cli.terminal.LowPriority;
import dev.ragged.cli.terminal.ProgressLine;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ragged recode}. */
@Command(
    name = "recode",
    description = {
      "Make the vectors of collections anew, in the bytes that those of new collections take.",
      "Smaller ones are made at once; for larger ones all passages are embedded again. Others may"
          + " read meanwhile."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ragged recode --bytes-per-vector smallest",
      "  ragged recode default --bytes-per-vector 33"
    })
final class RecodeCommand extends Subcommand {
  @Mixin CollectionOption collection;

  @Parameters(
      paramLabel = "COLLECTION",
      arity = "0..*",
      converter = CollectionNameConverter.class,
      description = "The collections to recode (default: that of --collection).")
  List<String> names;

  @Mixin WaitOption wait;

  @Override
  public Integer call() {
    LowPriority.begin();
    Cancellation cancellation = new Cancellation();
    try (ProgressLine progress = new ProgressLine(session.terminal, session.options.quiet);
        Interrupts interrupts =
            stopOnSignal(
                cancellation,
                progress::close,
                "Stopped; the collection at hand stays as it was.")) {
      RecodeVectors.Request request =
          new RecodeVectors.Request(names == null ? List.of(collection.name) : names);
      RecodeVectors.Report report =
          new RecodeVectors(wait.stores(this)).run(request, new Teller(progress), cancellation);
      interrupts.beginAnswer();
      progress.close();
      if (isJson()) {
        json(report.json());
      }
      return interrupts.exitStatus() != DONE ? interrupts.exitStatus() : status();
    }
  }

  private final class Teller implements RecodeVectors.Listener {
    private final ProgressLine progress;

    Teller(ProgressLine progress) {
      this.progress = progress;
    }

    @Override
    public void read(String name, long done, long all) {
      progress.passages("recoding", name, done, all);
    }

    @Override
    public void done(RecodeVectors.Recoded one) {
      progress.close();
      if (isJson()) {
        return;
      }
      String bytes = Display.count(one.after().bytesPerVector(), "byte");
      sentence(
          one.recoded()
              ? "Recoded "
                  + Display.count(one.after().passages(), "passage")
                  + " in '"
                  + one.after().name()
                  + "' from "
                  + one.before().bytesPerVector()
                  + " to "
                  + bytes
                  + " per vector; the collection takes "
                  + Display.bytes(one.bytesAfter().total())
                  + " on disk, and took "
                  + Display.bytes(one.bytesBefore().total())
                  + "."
              : "The vectors of '" + one.after().name() + "' take " + bytes + " each already.");
    }

    @Override
    public void failed(RaggedException failure) {
      progress.close();
      unreadable(failure);
    }
  }
}
