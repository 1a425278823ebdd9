package dev.ragged.ingest;

import dev.ragged.RaggedException;
import dev.ragged.ingest.Skipped.Reason;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the files under given paths, in an order that depends only on names.
 *
 * <p>Links inside a folder are reported and not followed: their targets are either in the folder
 * and found there, or outside and not requested. So there are no loops, and every file found under
 * a folder has a real path under it.
 */
final class FileWalk {
  private static final Set<String> PACKAGE_FOLDERS =
      Set.of("node_modules", "bower_components", "__pycache__", "CVS");

  /** A folder with such a name is build output only next to the file of the tool that fills it. */
  private static final Map<String, List<String>> BUILD_FOLDERS =
      Map.of(
          "target", List.of("pom.xml", "Cargo.toml", "build.sbt"),
          "build",
              List.of(
                  "build.gradle",
                  "build.gradle.kts",
                  "CMakeLists.txt",
                  "meson.build",
                  "setup.py",
                  "pyproject.toml",
                  "package.json"),
          "dist", List.of("package.json", "setup.py", "pyproject.toml"),
          "venv", List.of("requirements.txt", "setup.py", "pyproject.toml"));

  private final List<SourceFile> files = new ArrayList<>();
  private final List<Path> folders = new ArrayList<>();
  private final List<Skipped> skipped = new ArrayList<>();
  private final Set<Path> seen = new HashSet<>();
  private final Set<String> sources = new HashSet<>();

  private FileWalk() {}

  /**
   * Walks paths.
   *
   * @throws RaggedException if one of the paths does not exist
   */
  static FileWalk of(List<Path> paths) {
    FileWalk walk = new FileWalk();
    for (Path path : paths) {
      Path real = realPath(path);
      if (Files.isDirectory(real)) {
        walk.folders.add(real);
        walk.folder(real);
      } else {
        walk.file(real);
      }
    }
    return walk;
  }

  /** The path of a file independent of links and the working directory. */
  static Path realPath(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      throw new RaggedException(
          Files.isSymbolicLink(path)
              ? path + " is a broken link; check the path."
              : "There is no readable file or folder " + path + "; check the path.",
          e);
    }
  }

  /** The regular files, each once. */
  List<SourceFile> files() {
    return files;
  }

  /** The real paths of the requested folders. */
  List<Path> folders() {
    return folders;
  }

  List<Skipped> skipped() {
    return skipped;
  }

  private void folder(Path folder) {
    if (!seen.add(folder)) {
      skip(folder, Reason.ADDED_ALREADY, "was added already.");
      return;
    }
    // Not a map by name: names that are not valid Unicode may look the same.
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path entry : stream) {
        entries.add(entry);
      }
    } catch (IOException | DirectoryIteratorException e) {
      skip(folder, Reason.UNREADABLE, "the folder cannot be read.");
      return;
    }
    entries.sort(Comparator.comparing(FileWalk::name).thenComparing(Comparator.naturalOrder()));
    Set<String> names = entries.stream().map(FileWalk::name).collect(Collectors.toSet());
    entries.forEach(entry -> entry(name(entry), entry, names));
  }

  /** Whether a folder of this name holds packages, wherever it is. */
  static boolean isPackageFolder(String name) {
    return PACKAGE_FOLDERS.contains(name);
  }

  private static String name(Path entry) {
    return entry.getFileName().toString();
  }

  private void entry(String name, Path entry, Set<String> siblings) {
    if (hidden(name, entry)) {
      return;
    }
    if (Files.isSymbolicLink(entry)) {
      link(entry);
    } else if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
      if (isPackageFolder(name)
          || BUILD_FOLDERS.getOrDefault(name, List.of()).stream().anyMatch(siblings::contains)) {
        skip(
            entry,
            Reason.BUILD_OUTPUT,
            "is a folder of packages or build output; name it to index it.");
      } else {
        folder(entry);
      }
    } else {
      file(entry);
    }
  }

  private static boolean hidden(String name, Path entry) {
    try {
      return name.startsWith(".") || Files.isHidden(entry);
    } catch (IOException e) {
      return false;
    }
  }

  private void link(Path link) {
    try {
      Path target = link.toRealPath();
      boolean inside = folders.stream().anyMatch(target::startsWith);
      skip(
          link,
          Reason.LINK,
          inside
              ? "is a link to " + target + ", which is indexed there."
              : "is a link out of the folder, to " + target + "; name that to index it.");
    } catch (IOException e) {
      skip(link, Reason.LINK, "is a link that leads nowhere or in a circle.");
    }
  }

  private void file(Path file) {
    if (!seen.add(file)) {
      skip(file, Reason.ADDED_ALREADY, "was added already.");
    } else if (!Files.isRegularFile(file)) {
      skip(file, Reason.NO_REGULAR_FILE, "is not a regular file.");
    } else {
      SourceFile found = new SourceFile(file, file.toFile().length());
      if (sources.add(found.source())) {
        files.add(found);
      } else {
        skip(
            file,
            Reason.UNUSABLE_NAME,
            "has a name that is not valid Unicode and looks like another one; rename it.");
      }
    }
  }

  private void skip(Path path, Reason reason, String why) {
    skipped.add(new Skipped(path.toString(), reason, why));
  }
}
