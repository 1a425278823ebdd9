package dev.ragged.bench;

import dev.ragged.eval.Questions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The HTML pages in folders, which documentation is read from. */
final class HtmlPages {
  private HtmlPages() {}

  /** All of them, those of a folder in the order of their names. */
  static List<Path> in(List<Path> folders) throws IOException {
    List<Path> pages = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.filter(f -> f.toString().endsWith(".html")).sorted().forEach(pages::add);
      }
    }
    return pages;
  }

  /** Draws headings as {@link Questions#headings}. */
  static List<String> headings(List<Path> folders, int count, long seed) throws IOException {
    return Questions.headings(in(folders), count, seed);
  }
}
