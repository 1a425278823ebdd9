package dev.ragged.embed;

import dev.ragged.spi.Unfinished;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The digests of the files in a folder, as {@code sha256sum} writes and checks them: digesting a
 * model of 100 MB would take a large part of the time of a search.
 */
final class Sha256Sums {
  private static final String FILE = "SHA256SUMS";
  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *](.+)");

  private Sha256Sums() {}

  /** Digests all files of a folder. */
  static void write(Path folder) throws IOException {
    Map<String, String> sums = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().equals(FILE)) {
          sums.put(folder.relativize(file).toString(), digest(file));
        }
      }
    }
    StringBuilder lines = new StringBuilder();
    sums.forEach((name, sum) -> lines.append(sum).append("  ").append(name).append('\n'));
    Path file = Files.writeString(folder.resolve(FILE), lines);
    Unfinished.sync(file);
  }

  /**
   * The digest of each file that has not changed since; none where they were never written.
   *
   * @param folder one that this has written to
   */
  static Map<Path, String> read(Path folder) throws IOException {
    Map<Path, String> sums = new HashMap<>();
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
      return sums;
    }
    List<String> lines = Files.readAllLines(file);
    for (String line : lines) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        Path named = folder.resolve(matcher.group(2));
        if (Files.isRegularFile(named)
            && Files.getLastModifiedTime(named).compareTo(Files.getLastModifiedTime(file)) <= 0) {
          sums.put(named, matcher.group(1));
        }
      }
    }
    return sums;
  }

  /** The digest of a file. */
  static String digest(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return Sha256.of(stream);
    }
  }
}
