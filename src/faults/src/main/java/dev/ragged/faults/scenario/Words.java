package dev.ragged.faults.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Texts of the words that the small model of these tests knows. */
public final class Words {
  private static final int COUNT = 400;

  private Words() {}

  /** All words. */
  public static List<String> all() {
    return IntStream.range(0, COUNT).mapToObj(i -> "word" + i).toList();
  }

  /** A text that only depends on its name. */
  public static String text(String name, int words) {
    Random random = new Random(name.hashCode());
    return IntStream.range(0, words)
        .mapToObj(i -> "word" + random.nextInt(COUNT))
        .collect(Collectors.joining(" "));
  }

  /** Writes a text file. */
  static void write(Path file) throws IOException {
    write(file, file.getFileName().toString());
  }

  /** Writes a text file with the text of another name. */
  static void write(Path file, String name) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "# " + name + "\n\n" + text(name, 40) + "\n");
  }

  /** Writes passages as JSON lines; their ids begin with the prefix. */
  static void writeLines(Path file, String prefix, int count, int words) throws IOException {
    List<String> lines =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    "{\"id\":\"%s%d\",\"text\":\"%s\",\"metadata\":{\"group\":%d}}"
                        .formatted(prefix, i, text(prefix + i, words), i % 3))
            .toList();
    Files.write(file, lines);
  }
}
