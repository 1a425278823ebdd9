package dev.ragged.leann.internal.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which collections a store's folder holds. Changes nothing and needs no class of Lucene, so that
 * collections are missed where the engine or Lucene itself is missing.
 */
public final class CollectionFolders {
  /** The subfolder of a collection that holds its Lucene index. */
  public static final String INDEX = "index";

  /** Names of commits and of what they hold. */
  private static final Pattern INDEX_FILE =
      Pattern.compile("segments_[0-9a-z]+|_[0-9a-z]+(_.*)?\\..*");

  /** What file managers put into folders that a person looks at. */
  private static final Set<String> LITTER = Set.of("Thumbs.db", "desktop.ini");

  private static final String REPLACED = ".replaced-";
  private static final Pattern REPLACED_NAME = Pattern.compile("\\.replaced-(.+)-\\d+");

  private final Path directory;

  public CollectionFolders(Path directory) {
    this.directory = directory;
  }

  Path folder(String name) {
    return directory.resolve(name);
  }

  /** A name for a collection that another is to replace. */
  static String replaced(String name) {
    return REPLACED + name + "-" + System.nanoTime();
  }

  /** The name of a collection that was moved aside to be replaced; null if it is none. */
  static String nameOfReplaced(Path folder) {
    Matcher matcher = REPLACED_NAME.matcher(folder.getFileName().toString());
    return matcher.matches() ? matcher.group(1) : null;
  }

  /**
   * The names of all collections, in order, sound or not, with those that a crash has left aside
   * and the next command that opens the store puts back.
   */
  public List<String> names() throws IOException {
    return listIfThere().stream()
        .filter(CollectionFolders::isCollection)
        .map(
            folder -> {
              String replaced = nameOfReplaced(folder);
              return replaced != null ? replaced : folder.getFileName().toString();
            })
        .filter(name -> !name.startsWith("."))
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * What lies among the collections under a name that could be one's, and is none: a sentence each.
   * A collection that lost its files, or the disk that it was on, looks like this.
   */
  public List<String> strays() throws IOException {
    List<String> strays = new ArrayList<>();
    for (Path path : listIfThere().stream().sorted().toList()) {
      String name = path.getFileName().toString();
      if (!name.startsWith(".") && !LITTER.contains(name) && !isCollection(path)) {
        String stray = stray(path);
        if (stray != null) {
          strays.add(stray);
        }
      }
    }
    return strays;
  }

  private static String stray(Path path) throws IOException {
    try {
      if (!attributes(path).isDirectory()) {
        return path + " is not a collection but a file; move it elsewhere.";
      }
      List<Path> inside = list(path);
      if (inside.equals(List.of(path.resolve(INDEX)))) {
        return null; // as a reader leaves it that meets a rename
      }
      return isCollection(path)
          ? null // by now
          : path
              + " is not a collection but "
              + (inside.isEmpty() ? "an empty folder" : "a folder with something else in it")
              + "; restore the collection from a backup, or remove the folder.";
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Files.isSymbolicLink(path)
          ? path + " is a link to nothing; bring back what it led to, or remove it."
          : null; // removed just now
    }
  }

  List<Path> list() throws IOException {
    return list(directory);
  }

  /** The same; nothing where no collection was ever made. */
  List<Path> listIfThere() throws IOException {
    try {
      return list();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Whether a collection lies under its own name. */
  boolean isThere(String name) {
    return !name.startsWith(".") && isCollection(folder(name));
  }

  /**
   * Whether a folder has a collection's settings, or what is left of its index without them. What
   * cannot be looked at counts, or a failing disk would seem to be an empty one.
   */
  static boolean isCollection(Path folder) {
    try {
      if (!attributes(folder).isDirectory()) {
        return false;
      }
      if (isFile(folder.resolve(CollectionSettings.FILE))) {
        return true;
      }
      return list(folder.resolve(INDEX)).stream()
          .anyMatch(file -> INDEX_FILE.matcher(file.getFileName().toString()).matches());
    } catch (NoSuchFileException | NotDirectoryException e) {
      return false; // or renamed or removed just now
    } catch (IOException e) {
      return true;
    }
  }

  private static boolean isFile(Path path) throws IOException {
    try {
      return attributes(path).isRegularFile();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class);
  }
}
