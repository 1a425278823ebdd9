package dev.ragged.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/** Questions that documents themselves raise: the headings of HTML pages. */
final class Questions {
  private static final int SHORTEST = 15;
  private static final int LONGEST = 90;

  private Questions() {}

  /** Draws headings at random, each text once; the same seed and files give the same questions. */
  static List<String> headings(List<Path> roots, int count, long seed) throws IOException {
    TreeSet<String> headings = new TreeSet<>();
    for (Path root : roots) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".html")).toList()) {
          for (Element heading : Jsoup.parse(file.toFile()).select("h1, h2, h3, h4")) {
            String text = heading.text().replaceAll("^[\\d.\\s]+|[¶#]", "").strip();
            if (text.length() >= SHORTEST && text.length() <= LONGEST) {
              headings.add(text);
            }
          }
        }
      }
    }
    List<String> drawn = new ArrayList<>(headings);
    Collections.shuffle(drawn, new Random(seed));
    return drawn.subList(0, Math.min(count, drawn.size()));
  }
}
