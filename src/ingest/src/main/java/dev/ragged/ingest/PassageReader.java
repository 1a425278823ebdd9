package dev.ragged.ingest;

import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.Tokenizer;
import java.nio.file.Path;
import java.util.List;

/** Reads files into passages like {@link Ingester}, but without a collection. */
public final class PassageReader implements AutoCloseable {
  private final FileReading reading;

  /**
   * Prepares; reads nothing.
   *
   * @param tokenizer the tokenizer of the model that will embed the passages
   */
  public PassageReader(Tokenizer tokenizer, IngestOptions options) {
    reading =
        new FileReading(options, tokenizer, source -> null, (file, digest) -> EarlierCut.NONE);
  }

  /**
   * The files under paths, in an order that depends only on names.
   *
   * @throws RaggedException if one of the paths does not exist
   */
  public static List<Path> files(List<Path> paths) {
    FileWalk walk = new FileWalk();
    for (Path path : paths) {
      walk.walk(new Source(Source.realPath(path), SourceRules.NONE, IngestOptions.defaults()));
    }
    return walk.files().values().stream().flatMap(List::stream).map(SourceFile::path).toList();
  }

  /** The passages of a file; none if it has no text or cannot be read. */
  public List<Passage> read(Path file) {
    return reading
        .read(new SourceFile(file, file.toFile().length(), FileState.UNKNOWN, true))
        .passages();
  }

  /** Ends the process that parses documents, if one was started. */
  @Override
  public void close() {
    reading.close();
  }
}
