package dev.ragged.cli.command;

import dev.ragged.app.Cancellation;
import dev.ragged.app.ExportPassages;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.Interrupts;
import dev.ragged.cli.terminal.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ragged export}. */
@Command(
    name = "export",
    description =
        "Print a collection, one JSON document per line; 'ragged add FILE.jsonl' reads it.",
    footerHeading = "%nExamples:%n",
    footer = {"  ragged export", "  ragged export --in ~/notes/trip --output ~/trip.jsonl"})
final class ExportCommand extends Subcommand {
  private static final String STOPPED = "Stopped; no file was written.";

  @Mixin CollectionOption collection;

  @Mixin ConditionOptions conditions;

  @Option(
      names = "--embeddings",
      description = "Include the vector of each passage, which is recomputed.")
  boolean embeddings;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write to a file, which appears once it is complete.")
  Path output;

  @Override
  public Integer call() throws IOException {
    if (output == null) {
      write(session.terminal.out(), new Cancellation());
      return DONE;
    }
    long passages;
    Cancellation cancellation = new Cancellation();
    try (CompleteFile file = CompleteFile.of(this, output);
        Interrupts interrupts = stopOnSignal(cancellation, file::close, STOPPED)) {
      try (var stream = Files.newOutputStream(file.part())) {
        passages = write(new Output(stream, () -> false), cancellation);
      }
      interrupts.beginAnswer();
      if (cancellation.isCancelled()) {
        note(STOPPED);
        return interrupts.exitStatus();
      }
      file.appear();
    }
    note("Wrote " + Display.count(passages, "passage") + " to " + output + ".");
    return DONE;
  }

  private long write(Output out, Cancellation cancellation) {
    return new ExportPassages(stores())
        .run(collection.name, conditions.all(), embeddings, out::line, out::flush, cancellation);
  }
}
