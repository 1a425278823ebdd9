package dev.ragged.eval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Questions about documents, from a file or from the documents' own headings. */
public final class Questions {
  private static final int MIN_LENGTH = 15;
  private static final int MAX_LENGTH = 90;

  private Questions() {}

  /** The distinct lines of a file. */
  static List<String> fromFile(Path file) {
    List<String> questions = new ArrayList<>();
    try (Lines lines = new Lines(file)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        questions.add(line.strip());
      }
    }
    return questions.stream().distinct().toList();
  }

  /** Draws distinct headings at random; the same seed and files give the same questions. */
  public static List<String> headings(List<Path> files, int count, long seed) throws IOException {
    TreeSet<String> headings = new TreeSet<>();
    for (Path file : files) {
      for (String heading : Headings.of(file)) {
        String text = heading.replaceAll("^[\\d.\\s]+|[¶#]", "").strip();
        if (text.length() >= MIN_LENGTH && text.length() <= MAX_LENGTH) {
          headings.add(text);
        }
      }
    }
    List<String> drawn = new ArrayList<>(headings);
    Collections.shuffle(drawn, new Random(seed));
    return drawn.subList(0, Math.min(count, drawn.size()));
  }
}
