package dev.ragged.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much a process has written to disks, where the system tells. */
public final class WrittenBytes {
  private static final Path COUNTERS = Path.of("/proc/self/io");
  private static final String KEY = "write_bytes:";

  private WrittenBytes() {}

  /** The bytes so far, in whole pages; -1 if the system does not tell. */
  public static long byThisProcess() {
    try {
      return Files.readAllLines(COUNTERS).stream()
          .filter(line -> line.startsWith(KEY))
          .mapToLong(line -> Long.parseLong(line.substring(KEY.length()).strip()))
          .findFirst()
          .orElse(-1);
    } catch (IOException | NumberFormatException e) {
      return -1;
    }
  }
}
