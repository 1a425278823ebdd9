package dev.ragged.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;

/** Where Git has the ignore files that lie outside the folders they speak of. */
final class GitHome {
  private static final int MAX_BYTES = 1 << 20;

  private final Path excludesFile;

  /**
   * @param home the user's folder
   */
  GitHome(Path home, Map<String, String> environment) {
    String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path configs = xdg.isEmpty() ? home.resolve(".config") : home.resolve(xdg);
    Path file = configs.resolve("git/ignore");
    for (Path config : new Path[] {configs.resolve("git/config"), home.resolve(".gitconfig")}) {
      file = named(config, home, file);
    }
    this.excludesFile = file;
  }

  /** That of the user of this process. */
  static GitHome ofUser() {
    return new GitHome(Path.of(System.getProperty("user.home", "")), System.getenv());
  }

  /** The user's own ignore file, which need not exist. */
  Path excludesFile() {
    return excludesFile;
  }

  /** The file that a configuration names, or the one known so far. */
  private static Path named(Path config, Path home, Path otherwise) {
    try {
      Config parsed = new Config();
      parsed.fromText(text(config));
      String name = parsed.getString("core", null, "excludesfile");
      if (name == null) {
        return otherwise;
      }
      return home.resolve(name.startsWith("~/") ? name.substring(2) : name);
    } catch (ConfigInvalidException | IOException | InvalidPathException e) {
      return otherwise; // Git itself will complain
    }
  }

  /**
   * The ignore file of a repository that is not in its tree.
   *
   * @param git the repository's {@code .git}: a folder, or in a working tree or submodule a file
   *     that names it
   */
  static Path infoExclude(Path git) {
    try {
      Path folder = git;
      if (Files.isRegularFile(git)) {
        String link = text(git).strip();
        if (!link.startsWith("gitdir:")) {
          return null;
        }
        folder = git.resolveSibling(link.substring("gitdir:".length()).strip());
      }
      Path common = folder.resolve("commondir");
      if (Files.isRegularFile(common)) {
        folder = folder.resolve(text(common).strip());
      }
      return folder.resolve("info/exclude").normalize();
    } catch (IOException | InvalidPathException e) {
      return null;
    }
  }

  private static String text(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
    }
  }
}
