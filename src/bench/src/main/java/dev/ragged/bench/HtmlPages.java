package dev.ragged.bench;

import dev.ragged.eval.Questions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** HTML pages of documentation. */
final class HtmlPages {
  private HtmlPages() {}

  /** All pages in some folders, sorted by name within each. */
  static List<Path> in(List<Path> folders) throws IOException {
    List<Path> pages = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.filter(f -> f.toString().endsWith(".html")).sorted().forEach(pages::add);
      }
    }
    return pages;
  }

  /** Draws headings as {@link Questions#headings} does. */
  static List<String> headings(List<Path> folders, int count, long seed) throws IOException {
    return Questions.headings(in(folders), count, seed);
  }
}
