package dev.ragged.cli.command;

import dev.ragged.RaggedException;
import dev.ragged.spi.DataFolders;
import dev.ragged.spi.Unfinished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that a person asked for, which appears once it is complete. */
final class CompleteFile implements AutoCloseable {
  private final Path named;
  private final Path file;
  private final Unfinished part;

  private CompleteFile(Path named, Path file) {
    this.named = named;
    this.file = file;
    // Not Files.createTempFile: its files are private, and the finished one should be as usual.
    this.part = Unfinished.of(file);
  }

  /**
   * Makes nothing yet.
   *
   * @throws picocli.CommandLine.ParameterException if no file can be there
   */
  static CompleteFile of(Subcommand command, Path named) {
    if (Files.isDirectory(named)) {
      throw command.usage("'" + named + "' is a folder; name a file");
    }
    Path file = named.toAbsolutePath();
    if (!Files.isDirectory(file.getParent())) {
      throw command.usage(
          "There is no folder '" + file.getParent() + "' to write '" + named + "' in");
    }
    return new CompleteFile(named, file);
  }

  /** Where to write it. */
  Path part() {
    return part.path();
  }

  /** Has what was written appear. */
  void appear() throws IOException {
    Unfinished.sync(part.path());
    Files.move(
        part.path(), file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    try {
      DataFolders.sync(file.getParent());
    } catch (IOException e) {
      throw new RaggedException(
          named + " was written, but a power failure may still undo it; write it again.", e);
    }
  }

  /** Removes what has not appeared. */
  @Override
  public void close() {
    part.close();
  }
}
