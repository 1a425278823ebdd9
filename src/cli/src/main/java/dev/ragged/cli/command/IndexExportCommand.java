package dev.ragged.cli.command;

import dev.ragged.app.Cancellation;
import dev.ragged.app.ExportIndex;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.Interrupts;
import dev.ragged.cli.terminal.ProgressLine;
import dev.ragged.spi.IndexFormat;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a collection as an index of another program. */
@Command(
    description = {
      "Write a collection as an index that its program can search.",
      "Every passage is embedded once more, to build the graph; the index holds no vectors."
    })
final class IndexExportCommand extends Subcommand {
  private static final String STOPPED = "Stopped; nothing was written.";

  @Parameters(
      index = "0",
      paramLabel = "COLLECTION",
      converter = CollectionNameConverter.class,
      description = "The collection.")
  String collection;

  @Parameters(
      index = "1",
      paramLabel = "INDEX",
      description = "The index to write, as its program names it.")
  Path index;

  @Option(
      names = "--embedding-model",
      paramLabel = "NAME",
      description =
          "The model that the program is to load (default: the name by which it knows the model of"
              + " the collection).")
  String embeddingModel;

  private final IndexFormat format;

  IndexExportCommand(IndexFormat format) {
    this.format = format;
  }

  @Override
  public Integer call() {
    Cancellation cancellation = new Cancellation();
    try (ProgressLine progress = new ProgressLine(session.terminal, session.options.quiet);
        Interrupts interrupts = stopOnSignal(cancellation, progress::close, STOPPED)) {
      ExportIndex.Report report =
          new ExportIndex(stores(), format)
              .run(
                  new ExportIndex.Request(collection, index, embeddingModel),
                  (done, total) ->
                      progress.show(() -> (double) done / total, () -> progressText(done, total)),
                  cancellation);
      interrupts.beginAnswer();
      progress.close();
      if (report == null) {
        note(STOPPED);
        return interrupts.exitStatus();
      }
      if (isJson()) {
        json(report.json());
      } else {
        line(
            "Exported "
                + Display.count(report.passages(), "passage")
                + " to "
                + report.index()
                + " in "
                + Display.duration(report.seconds())
                + "; the program loads the model "
                + report.modelName()
                + ".");
      }
    }
    return DONE;
  }

  private static String progressText(long done, long total) {
    return done == total
        ? "building the graph of " + Display.count(total, "passage")
        : Display.number(done) + "/" + Display.count(total, "passage");
  }
}
