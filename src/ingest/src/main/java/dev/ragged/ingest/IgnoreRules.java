package dev.ragged.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.ignore.IgnoreNode;

/**
 * The ignore files in force in a folder, as Git has them: its own, those of the folders above it up
 * to the top of the repository, the repository's {@code info/exclude} and the user's own file; and
 * {@code .raggedignore}, which has the same syntax, wins over the others, and counts everywhere. A
 * {@code .gitignore} outside a repository counts too.
 */
final class IgnoreRules {
  private static final String GIT = ".git";
  private static final String GIT_FILE = ".gitignore";
  private static final String OWN_FILE = ".raggedignore";

  /** More is no list of patterns. */
  private static final int MAX_FILE_BYTES = 1 << 20;

  /** Each further asterisk multiplies the time that a hostile pattern takes by a name's length. */
  private static final int MAX_ASTERISKS = 5;

  /**
   * A file of patterns.
   *
   * @param folder what its patterns are relative to
   * @param git whether the top of another repository ends its reach
   */
  private record Layer(Path folder, IgnoreNode patterns, Path file, boolean git) {}

  private final GitHome home;

  /** The further in, the later. */
  private final List<Layer> layers;

  private IgnoreRules(GitHome home, List<Layer> layers) {
    this.home = home;
    this.layers = layers;
  }

  /**
   * What counts in a folder because of the folders above it.
   *
   * @param home the user's settings of Git, or null if Git's files do not count
   */
  static IgnoreRules above(Path folder, GitHome home) {
    List<Path> parents = new ArrayList<>();
    Path top = Files.exists(folder.resolve(GIT)) ? folder : null;
    for (Path at = folder.getParent(); at != null; at = at.getParent()) {
      parents.add(0, at);
      top = top == null && Files.exists(at.resolve(GIT)) ? at : top;
    }
    IgnoreRules rules = new IgnoreRules(home, List.of());
    for (Path parent : parents) {
      boolean inRepository = top != null && parent.startsWith(top);
      rules = rules.in(parent, inRepository ? Set.of(GIT, GIT_FILE, OWN_FILE) : Set.of(OWN_FILE));
    }
    return rules;
  }

  /**
   * What counts in a folder below.
   *
   * @param names at least those of its ignore files and of a repository that are there
   */
  IgnoreRules in(Path folder, Set<String> names) {
    List<Layer> inside = new ArrayList<>(layers);
    if (home != null) {
      if (names.contains(GIT) && Files.exists(folder.resolve(GIT))) {
        inside.removeIf(Layer::git);
        add(inside, folder, home.excludesFile(), true);
        add(inside, folder, GitHome.infoExclude(folder.resolve(GIT)), true);
      }
      if (names.contains(GIT_FILE)) {
        add(inside, folder, folder.resolve(GIT_FILE), true);
      }
    }
    if (names.contains(OWN_FILE)) {
      add(inside, folder, folder.resolve(OWN_FILE), false);
    }
    return new IgnoreRules(home, inside);
  }

  /** The file that says to ignore something, or null. Folders above it are not ignored. */
  Path ignoring(Path path, boolean folder) {
    for (int i = layers.size() - 1; i >= 0; i--) {
      Layer layer = layers.get(i);
      Boolean ignored = layer.patterns().checkIgnored(relative(layer.folder(), path), folder);
      if (ignored != null) {
        return ignored ? layer.file() : null;
      }
    }
    return null;
  }

  /** A path below a folder with {@code /} between names. */
  static String relative(Path folder, Path path) {
    return folder.relativize(path).toString().replace(folder.getFileSystem().getSeparator(), "/");
  }

  private static void add(List<Layer> layers, Path folder, Path file, boolean git) {
    if (file == null || !Files.isRegularFile(file)) {
      return;
    }
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(MAX_FILE_BYTES), StandardCharsets.UTF_8);
      IgnoreNode patterns = patterns(text.startsWith("\uFEFF") ? text.substring(1) : text);
      if (!patterns.getRules().isEmpty()) {
        layers.add(new Layer(folder, patterns, file, git));
      }
    } catch (IOException e) {
      // Git goes on without a file that it may not read.
    }
  }

  /** Reads patterns, one a line; what Git would not take is left out. */
  static IgnoreNode patterns(String text) {
    StringBuilder usable = new StringBuilder(text.length());
    for (String line : text.split("\n", -1)) {
      if (line.length() <= SourceRules.MAX_PATTERN && isCheap(line)) {
        usable.append(line).append('\n');
      }
    }
    IgnoreNode patterns = new IgnoreNode();
    try {
      patterns.parse(new ByteArrayInputStream(usable.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException(e); // it is in memory
    }
    return patterns;
  }

  private static boolean isCheap(String pattern) {
    for (String name : pattern.split("/")) {
      if (name.replaceAll("[^*]+", " ").strip().split(" ").length > MAX_ASTERISKS) {
        return false;
      }
    }
    return true;
  }
}
