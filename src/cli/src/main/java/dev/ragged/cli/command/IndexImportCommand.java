package dev.ragged.cli.command;

import dev.ragged.app.Cancellation;
import dev.ragged.app.ImportIndex;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.Interrupts;
import dev.ragged.cli.terminal.ProgressLine;
import dev.ragged.spi.IndexFormat;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an index of another program a collection. */
@Command(
    description = {
      "Turn an index into a collection; its passages are re-embedded.",
      "The index stays as it is. Run again to resume an interrupted import."
    })
final class IndexImportCommand extends Subcommand {
  @Parameters(paramLabel = "INDEX", description = "An index, as its program names it.")
  Path index;

  @Option(
      names = {"-c", "--collection"},
      paramLabel = "NAME",
      converter = CollectionNameConverter.class,
      description = "The collection to create (default: the name of the index).")
  String collection;

  @Mixin WaitOption wait;

  private final IndexFormat format;

  IndexImportCommand(IndexFormat format) {
    this.format = format;
  }

  @Override
  public Integer call() {
    String name = collection != null ? collection : format.collectionName(index);
    ImportIndex.Request request = new ImportIndex.Request(index, name);
    Cancellation cancellation = new Cancellation();
    long start = System.nanoTime();
    try (ProgressLine progress = new ProgressLine(session.terminal, session.options.quiet);
        Interrupts interrupts =
            stopOnSignal(cancellation, progress::close, "Stopped; run again to resume.")) {
      ImportIndex.Report report =
          new ImportIndex(wait.stores(this), format)
              .run(
                  request,
                  (done, total, written) ->
                      progress.show(
                          () -> (double) done / total,
                          () -> progressText(start, done, total, written)),
                  cancellation);
      interrupts.beginAnswer();
      progress.close();
      if (isJson()) {
        json(report.json());
      } else {
        line(summary(report));
      }
      return interrupts.exitStatus();
    }
  }

  private static String progressText(long start, long done, long total, long written) {
    double seconds = (System.nanoTime() - start) / 1e9;
    return Display.number(done)
        + "/"
        + Display.count(total, "passage")
        + ProgressLine.left(seconds, written == 0 ? 0 : seconds / written * (total - done));
  }

  private static String summary(ImportIndex.Report report) {
    return report.cancelled()
        ? "Stopped after " + Display.count(report.written(), "passage") + "; run again to resume."
        : "Imported "
            + Display.count(report.passages(), "passage")
            + " to '"
            + report.collection()
            + "' in "
            + Display.duration(report.seconds())
            + ".";
  }
}
