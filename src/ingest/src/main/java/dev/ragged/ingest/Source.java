package dev.ragged.ingest;

import dev.ragged.RaggedException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file or folder that a collection is kept in step with.
 *
 * @param path its real path; it may be missing at the moment
 * @param rules what of a folder belongs into the collection
 * @param options how files become passages
 */
public record Source(Path path, SourceRules rules, IngestOptions options) {
  public Source {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(rules, "rules");
    Objects.requireNonNull(options, "options");
  }

  /**
   * The path of a file or folder independent of links and the working directory.
   *
   * @throws RaggedException if there is none
   */
  public static Path realPath(Path path) {
    return FileWalk.realPath(path);
  }
}
