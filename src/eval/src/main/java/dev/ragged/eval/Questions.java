package dev.ragged.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Questions about documents: those of a file, or what the documents themselves raise. */
public final class Questions {
  private static final int SHORTEST = 15;
  private static final int LONGEST = 90;

  private Questions() {}

  /** The lines of a file, each once. */
  static List<String> ofFile(Path file) {
    List<String> questions = new ArrayList<>();
    try (Lines lines = new Lines(file)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        questions.add(line.strip());
      }
    }
    return questions.stream().distinct().toList();
  }

  /** Draws headings at random, each text once; the same seed and files give the same questions. */
  public static List<String> headings(List<Path> files, int count, long seed) throws IOException {
    TreeSet<String> headings = new TreeSet<>();
    for (Path file : files) {
      for (String heading : Headings.of(file)) {
        String text = heading.replaceAll("^[\\d.\\s]+|[¶#]", "").strip();
        if (text.length() >= SHORTEST && text.length() <= LONGEST) {
          headings.add(text);
        }
      }
    }
    List<String> drawn = new ArrayList<>(headings);
    Collections.shuffle(drawn, new Random(seed));
    return drawn.subList(0, Math.min(count, drawn.size()));
  }
}
