package dev.ragged.app;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which files and folders those may have added who ask over a network or through an agent: those in
 * some folders, and no hidden ones, which hold keys and settings. Symbolic links are followed
 * before a path is judged.
 */
public final class AllowedPaths {
  private final List<Path> roots;

  private AllowedPaths(List<Path> roots) {
    this.roots = roots;
  }

  /**
   * Allows what is in some folders.
   *
   * @param roots folders; one that does not exist allows nothing
   */
  public static AllowedPaths in(List<Path> roots) {
    Set<Path> all = new LinkedHashSet<>();
    for (Path root : roots) {
      all.add(root.toAbsolutePath().normalize());
      try {
        all.add(root.toRealPath()); // where a link leads
      } catch (IOException e) {
        continue; // nothing is in it
      }
    }
    return new AllowedPaths(List.copyOf(all));
  }

  /**
   * The real path of a file or folder that may be added.
   *
   * @param given absolute; {@code ~} stands for the user's home
   * @throws InvalidRequestException if it is not allowed, or does not exist
   */
  public Path require(String given) {
    Path real;
    try {
      Path path = path(given);
      if (!path.isAbsolute()) {
        throw new InvalidRequestException("'" + given + "' is not an absolute path; give one.");
      }
      // What must not be read must not be found out to exist either.
      requireWithin(path.normalize(), given);
      real = path.toRealPath();
    } catch (InvalidPathException e) {
      throw new InvalidRequestException("The path is not valid: " + e.getReason() + ".", e);
    } catch (IOException e) {
      throw new InvalidRequestException("There is no file or folder '" + given + "'.", e);
    }
    requireWithin(real, given);
    return real;
  }

  private void requireWithin(Path path, String given) {
    boolean allowed =
        roots.stream().anyMatch(root -> path.startsWith(root) && !isHidden(root.relativize(path)));
    if (!allowed) {
      throw new InvalidRequestException(
          "'"
              + given
              + "' is not in a folder that may be added from here ("
              + String.join(", ", roots.stream().map(Path::toString).toList())
              + ", without hidden files); add it with 'ragged add', or allow its folder with the"
              + " setting server.allow.");
    }
  }

  private static boolean isHidden(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  /**
   * A path as people write it: {@code ~} stands for the user's home.
   *
   * @throws InvalidPathException if it is none
   */
  public static Path path(String given) {
    boolean atHome =
        given.equals("~")
            || given.startsWith("~/")
            || given.startsWith("~" + FileSystems.getDefault().getSeparator());
    return Path.of(atHome ? System.getProperty("user.home") + given.substring(1) : given);
  }
}
