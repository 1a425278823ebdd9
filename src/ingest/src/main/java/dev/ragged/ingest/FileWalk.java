package dev.ragged.ingest;

import dev.ragged.RaggedException;
import dev.ragged.ingest.Skipped.Reason;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Finds the files of sources, in an order that depends only on names, with one look at each.
 *
 * <p>Links inside a folder are reported and not followed: their targets are either in the folder
 * and found there, or outside and not requested. So there are no loops. A source itself may have
 * become a link, as when it was moved to another disk; its files keep their names.
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

  /** A file written so shortly before it is looked at may change again with the same time. */
  private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Each folder in a folder takes some of the stack. */
  private static final int MAX_DEPTH = 300;

  private final Map<Source, List<SourceFile>> files = new LinkedHashMap<>();
  private final Map<Source, List<Skipped>> skipped = new LinkedHashMap<>();
  private final Map<Source, String> troubles = new HashMap<>();
  private final Map<String, Path> found = new HashMap<>();
  private final Set<Path> leftOut = new HashSet<>();
  private final Set<Path> noFiles = new HashSet<>();
  private final GitHome home;
  private final Sight sight;
  private final long unsettled;

  /** Is told what a walk sees, while it walks. */
  interface Sight {
    /** A folder that will be read next. */
    void folder(Path folder);

    /** A file of the source. */
    void file(SourceFile file, BasicFileAttributes attributes);
  }

  private static final Sight BLIND =
      new Sight() {
        @Override
        public void folder(Path folder) {}

        @Override
        public void file(SourceFile file, BasicFileAttributes attributes) {}
      };

  FileWalk() {
    this(GitHome.ofUser(), BLIND);
  }

  /**
   * @param home the settings of Git to obey
   */
  FileWalk(GitHome home) {
    this(home, BLIND);
  }

  FileWalk(GitHome home, Sight sight) {
    this.home = home;
    this.sight = sight;
    this.unsettled = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - SETTLED_NANOS;
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

  /** Finds the files of a source that no source before it has. */
  void walk(Source source) {
    files.put(source, new ArrayList<>());
    skipped.put(source, new ArrayList<>());
    new Walk(source).run();
  }

  /** The regular files of each source; each file once. */
  Map<Source, List<SourceFile>> files() {
    return files;
  }

  /** What else was met, and why it is not among the files. */
  Map<Source, List<Skipped>> skipped() {
    return skipped;
  }

  /** What is wrong with a source as a whole, as in {@link Guarded#why()}; null if nothing is. */
  String trouble(Source source) {
    return troubles.get(source);
  }

  /** Whether a file is there. */
  boolean has(String source) {
    return found.containsKey(source);
  }

  /** Whether somebody does not want a file or a folder above it: by an ignore file, or a filter. */
  boolean leavesOut(Path path) {
    return isAtOrBelow(leftOut, path);
  }

  /** Whether a path is no file of a source, as a link or a device has taken its place. */
  boolean isReplaced(Path path) {
    return isAtOrBelow(noFiles, path);
  }

  private static boolean isAtOrBelow(Set<Path> places, Path path) {
    for (Path at = path; at != null; at = at.getParent()) {
      if (places.contains(at)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a folder of this name holds packages, wherever it is. */
  static boolean isPackageFolder(String name) {
    return PACKAGE_FOLDERS.contains(name);
  }

  /** The walk through one source. */
  private final class Walk {
    private final Source source;
    private final PathFilter filter;

    Walk(Source source) {
      this.source = source;
      this.filter = new PathFilter(source.path(), source.rules());
    }

    void run() {
      Path path = source.path();
      BasicFileAttributes attributes = attributes(path);
      if (attributes == null) {
        if (path.getParent() == null || !Files.isDirectory(path.getParent())) {
          troubles.put(source, "is missing, with the folder it was in.");
        } else {
          troubles.put(source, "is missing.");
        }
      } else if (attributes.isDirectory()) {
        IgnoreRules above = IgnoreRules.above(path, source.rules().noIgnore() ? null : home);
        if (folder(path, above) == 0) {
          troubles.putIfAbsent(source, "is empty.");
        }
      } else {
        file(path, attributes);
      }
    }

    /** Returns the number of entries. */
    private int folder(Path folder, IgnoreRules above) {
      // Not a map by name: names that are not valid Unicode may look the same.
      List<Path> entries = new ArrayList<>();
      sight.folder(folder);
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
        for (Path entry : stream) {
          entries.add(entry);
        }
      } catch (IOException | DirectoryIteratorException e) {
        skip(folder, Reason.UNREADABLE, "the folder cannot be read.");
        if (folder.equals(source.path())) {
          troubles.put(source, "cannot be read.");
        }
        return 0;
      }
      entries.sort(Comparator.comparing(FileWalk::name).thenComparing(Comparator.naturalOrder()));
      Set<String> names = entries.stream().map(FileWalk::name).collect(Collectors.toSet());
      IgnoreRules rules = above.in(folder, names);
      entries.forEach(entry -> entry(name(entry), entry, names, rules));
      return entries.size();
    }

    private void entry(String name, Path entry, Set<String> siblings, IgnoreRules rules) {
      if (hidden(name, entry)) {
        return;
      }
      BasicFileAttributes attributes = attributes(entry, LinkOption.NOFOLLOW_LINKS);
      if (attributes == null) {
        return; // gone since its folder was read
      }
      boolean folder = attributes.isDirectory();
      Path ignoring = rules.ignoring(entry, folder);
      if (ignoring != null) {
        leftOut.add(entry);
        skip(entry, Reason.IGNORED, "is ignored by " + ignoring + ".");
      } else if (attributes.isSymbolicLink()) {
        link(entry);
      } else if (folder) {
        folder(name, entry, siblings, rules);
      } else if (filter.takesFile(entry)) {
        file(entry, attributes);
      } else {
        leftOut.add(entry);
      }
    }

    private void folder(String name, Path entry, Set<String> siblings, IgnoreRules rules) {
      if (!filter.takesFolder(entry)) {
        leftOut.add(entry);
      } else if (isPackageFolder(name)
          || BUILD_FOLDERS.getOrDefault(name, List.of()).stream().anyMatch(siblings::contains)) {
        skip(
            entry,
            Reason.BUILD_OUTPUT,
            "is a folder of packages or build output; name it to index it.");
      } else if (entry.getNameCount() - source.path().getNameCount() > MAX_DEPTH) {
        skip(entry, Reason.UNREADABLE, "lies in more than " + MAX_DEPTH + " folders.");
      } else {
        folder(entry, rules);
      }
    }

    private void link(Path link) {
      noFiles.add(link);
      try {
        Path target = link.toRealPath();
        skip(
            link,
            Reason.LINK,
            target.startsWith(source.path())
                ? "is a link to " + target + ", which is indexed there."
                : "is a link out of the folder, to " + target + "; name that to index it.");
      } catch (IOException e) {
        skip(link, Reason.LINK, "is a link that leads nowhere or in a circle.");
      }
    }

    private void file(Path file, BasicFileAttributes attributes) {
      if (!attributes.isRegularFile()) {
        noFiles.add(file);
        skip(file, Reason.NO_REGULAR_FILE, "is not a regular file.");
        return;
      }
      boolean wanted = file.equals(source.path()) || filter.names(file);
      SourceFile one = new SourceFile(file, attributes.size(), modified(attributes), wanted);
      Path same = found.putIfAbsent(one.source(), file);
      if (same == null) {
        files.get(source).add(one);
        sight.file(one, attributes);
      } else if (!same.equals(file)) {
        skip(
            file,
            Reason.UNUSABLE_NAME,
            "has a name that is not valid Unicode and looks like another one; rename it.");
      }
    }

    private void skip(Path path, Reason reason, String why) {
      skipped.get(source).add(new Skipped(path.toString(), reason, why));
    }
  }

  private long modified(BasicFileAttributes attributes) {
    long nanos = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    return nanos < unsettled ? nanos : FileState.UNKNOWN;
  }

  private static BasicFileAttributes attributes(Path path, LinkOption... links) {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, links);
    } catch (IOException e) {
      return null;
    }
  }

  private static String name(Path entry) {
    return entry.getFileName().toString();
  }

  private static boolean hidden(String name, Path entry) {
    try {
      return name.startsWith(".") || Files.isHidden(entry);
    } catch (IOException e) {
      return false;
    }
  }
}
