package dev.ragged.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The peak resident memory of the processes that a contender starts, as reported by Linux. What
 * runs inside this process cannot be measured separately.
 */
public final class Memory {
  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");

  private Set<Long> before = Set.of();
  private Set<Long> own = Set.of();

  /**
   * Memory used.
   *
   * @param bytes -1 if unknown
   */
  public record Used(long bytes, String kind) {
    /** Memory of a contender that runs inside this process. */
    public static final Used IN_PROCESS = new Used(-1, "inside ragged's process");
  }

  /** Call before the contender starts any process. */
  public void begin() {
    before = descendants();
  }

  /** Call once all its processes run, and before another contender starts any. */
  public void started() {
    own = new HashSet<>(descendants());
    own.removeAll(before);
  }

  /** Call before its processes end. */
  public Used end() {
    long sum = own.stream().mapToLong(pid -> peak(Long.toString(pid))).filter(b -> b > 0).sum();
    return sum > 0 ? new Used(sum, "peak resident of its own process") : Used.IN_PROCESS;
  }

  private static Set<Long> descendants() {
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  /** The peak resident memory of a process ("self" is this one), or -1. */
  public static long peak(String pid) {
    return read("/proc/" + pid + "/status")
        .map(PEAK::matcher)
        .filter(Matcher::find)
        .map(found -> Long.parseLong(found.group(1)) * 1_024)
        .orElse(-1L);
  }

  private static Optional<String> read(String file) {
    try {
      return Optional.of(Files.readString(Path.of(file)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
