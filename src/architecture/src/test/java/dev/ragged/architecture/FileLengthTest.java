package dev.ragged.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FileLengthTest {
  private static final int MAX_LINES = 400;
  private static final Pattern SOURCE = Pattern.compile(".*\\.(java|cc|h|inc|proto)");

  /** Looked for near the top, in a comment. */
  private static final Pattern REASON = Pattern.compile("\\s*(//|/?\\*+) .*Long because \\w+.*");

  private static final int HEADER_LINES = 80;

  @Test
  void should_have_a_reason_to_be_longer_than_400_lines() throws IOException {
    List<String> long_ = new ArrayList<>();
    List<Path> sources = sources();
    for (Path source : sources) {
      List<String> lines = Files.readAllLines(source);
      if (lines.size() > MAX_LINES
          && lines.stream().limit(HEADER_LINES).noneMatch(REASON.asMatchPredicate())) {
        long_.add(Product.ROOT.relativize(source) + ": " + lines.size());
      }
    }
    assertTrue(sources.size() > 300, "these are not all: " + sources.size());
    assertEquals(
        List.of(), long_, "split it, or say why not in its comment at the top: Long because ...");
  }

  private static List<Path> sources() throws IOException {
    List<Path> folders = new ArrayList<>();
    folders.add(Product.ROOT.resolve("native/src"));
    folders.add(Product.ROOT.resolve("native/include"));
    try (Stream<Path> modules = Files.list(Product.ROOT.resolve("src"))) {
      modules
          .map(module -> module.resolve("src/main"))
          .filter(Files::isDirectory)
          .forEach(folders::add);
    }
    List<Path> sources = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.filter(file -> SOURCE.matcher(file.toString()).matches()).forEach(sources::add);
      }
    }
    return sources;
  }
}
