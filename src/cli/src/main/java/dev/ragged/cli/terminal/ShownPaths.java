package dev.ragged.cli.terminal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Writes the path of a file as briefly as a shell still takes it. */
public final class ShownPaths {
  private final Path folder;
  private final Path home;

  /**
   * @param folder the working directory
   * @param home the user's folder, or null
   */
  public ShownPaths(Path folder, Path home) {
    this.folder = folder;
    this.home = home;
  }

  /** As the user of this process would write them. */
  public static ShownPaths of(Map<String, String> env) {
    String home = env.get("HOME");
    return new ShownPaths(
        Path.of("").toAbsolutePath(),
        home == null || home.isEmpty() ? null : absolute(home).orElse(null));
  }

  /** The path below the working directory or the user's folder, whichever is shorter. */
  public String of(String source) {
    Optional<Path> path = absolute(source);
    if (path.isEmpty()) {
      return source;
    }
    String shown = source;
    if (home != null && home.getNameCount() > 0 && isBelow(path.get(), home)) {
      shown = "~/" + home.relativize(path.get());
    }
    if (isBelow(path.get(), folder)) {
      String below = folder.relativize(path.get()).toString();
      shown = below.length() <= shown.length() ? below : shown;
    }
    return shown;
  }

  /** The path, if it is absolute and can be one here. */
  public static Optional<Path> absolute(String source) {
    try {
      Path path = Path.of(source);
      return path.isAbsolute() ? Optional.of(path) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static boolean isBelow(Path path, Path folder) {
    return path.startsWith(folder) && !path.equals(folder);
  }
}
