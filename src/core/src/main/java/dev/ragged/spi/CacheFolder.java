package dev.ragged.spi;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where this system keeps a user's files that can be had again. */
public final class CacheFolder {
  private CacheFolder() {}

  /**
   * The folder that all programs share; it may not exist.
   *
   * @param env the environment's variables
   * @return a folder that need not exist
   * @throws IOException if the user has no home folder
   */
  public static Path of(Map<String, String> env) throws IOException {
    String xdg = env.getOrDefault("XDG_CACHE_HOME", "");
    if (xdg.startsWith("/")) {
      return Path.of(xdg);
    }
    String home = env.getOrDefault("HOME", "");
    if (home.isEmpty()) {
      home = System.getProperty("user.home", "");
    }
    if (home.isEmpty() || home.equals("?")) {
      throw new IOException("there is no home folder");
    }
    boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
    return Path.of(home).toAbsolutePath().resolve(mac ? "Library/Caches" : ".cache");
  }
}
