package dev.ragged.cli.command;

import dev.ragged.app.ExportPassages;
import dev.ragged.cli.terminal.Display;
import dev.ragged.cli.terminal.Output;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ragged export}. */
@Command(
    name = "export",
    description =
        "Print a collection, one JSON document per line; 'ragged add FILE.jsonl' reads it.")
final class ExportCommand extends Subcommand {
  @Mixin CollectionOption collection;

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
      write(session.terminal.out());
    } else {
      writeFile(output.toAbsolutePath());
    }
    return DONE;
  }

  private void writeFile(Path file) throws IOException {
    // Not Files.createTempFile: its files are private, and the finished one should be as usual.
    Path part = file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      long passages;
      try (var stream = Files.newOutputStream(part)) {
        passages = write(new Output(stream, () -> true));
      }
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      note("Wrote " + Display.count(passages, "passage") + " to " + output + ".");
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private long write(Output out) {
    return new ExportPassages(stores()).run(collection.name, embeddings, out::line, out::flush);
  }
}
