package dev.ragged.ingest;

import dev.ragged.ingest.Skipped.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Prints which files of folders {@link MachineText} recognises, to be judged by a person. */
final class MachineTextSurvey {
  private static final long MAX_BYTES = 50 << 20;

  private MachineTextSurvey() {}

  public static void main(String[] folders) throws IOException {
    for (String folder : folders) {
      Map<Reason, Integer> counts = new TreeMap<>();
      int all = 0;
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          if (Files.size(file) == 0 || Files.size(file) > MAX_BYTES) {
            continue;
          }
          byte[] bytes = Files.readAllBytes(file);
          try {
            TextDecoder.decode(bytes);
          } catch (UnusableFileException e) {
            continue; // no text
          }
          all++;
          try {
            MachineText.refuse(bytes, file.getFileName().toString());
          } catch (UnusableFileException e) {
            counts.merge(e.reason(), 1, Integer::sum);
            System.out.println(e.reason() + " " + file);
          }
        }
      }
      System.out.println(folder + ": " + all + " files of text, " + counts);
    }
  }
}
