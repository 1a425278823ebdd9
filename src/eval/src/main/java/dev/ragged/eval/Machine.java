package dev.ragged.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;

/**
 * The machine that the figures were measured on.
 *
 * @param processor its name if the system gives one, else empty
 * @param peakBytes peak resident memory of this process, including the model and everything else
 *     that runs inside it; -1 if unknown
 */
public record Machine(
    String system,
    String architecture,
    String processor,
    int cores,
    String jvm,
    String date,
    long peakBytes) {

  static Machine current() {
    return new Machine(
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
        LocalDate.now().toString(),
        Memory.peak("self"));
  }

  private static String processorName() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name") && line.contains(":"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  Map<String, Object> json() {
    return Report.object(
        "system",
        system,
        "architecture",
        architecture,
        "processor",
        processor,
        "cores",
        cores,
        "jvm",
        jvm,
        "date",
        date,
        "peak_resident_bytes",
        peakBytes < 0 ? null : peakBytes);
  }

  /** A one-line summary. */
  String text() {
    return system
        + " "
        + architecture
        + (processor.isEmpty() ? "" : ", " + processor)
        + ", "
        + cores
        + (cores == 1 ? " core, " : " cores, ")
        + jvm
        + ", "
        + date;
  }
}
