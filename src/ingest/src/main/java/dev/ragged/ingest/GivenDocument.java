package dev.ragged.ingest;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A document that is in no file, such as what came through a pipe.
 *
 * @param name what its passages have as their source; how it ends tells its type, as with files
 */
public record GivenDocument(String name, byte[] bytes) {
  private static final int MAX_NAME = 200;

  /**
   * @throws IllegalArgumentException if the name could be that of a file that is kept in step
   */
  public GivenDocument {
    Objects.requireNonNull(bytes, "bytes");
    if (name.isBlank()
        || name.length() > MAX_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "A name must have 1 to " + MAX_NAME + " characters, all of them visible.");
    }
    if (path(name).isAbsolute()) {
      throw new IllegalArgumentException(
          "'" + name + "' is the path of a file; choose a name that does not begin at the root.");
    }
  }

  private static Path path(String name) {
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("'" + name + "' is no name of a file here.", e);
    }
  }

  /** As what is read like a file that somebody asked for. */
  SourceFile file() {
    return new SourceFile(path(name), bytes.length, FileState.UNKNOWN, true, bytes);
  }
}
