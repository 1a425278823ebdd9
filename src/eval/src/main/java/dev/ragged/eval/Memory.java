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
 * The memory of whatever runs beside this process for a contender: the most that was resident, as
 * Linux tells it. What runs inside this process cannot be told from the rest of it.
 */
public final class Memory {
  private static final Pattern PEAK = Pattern.compile("(?m)^VmHWM:\\s+(\\d+) kB$");

  private Set<Long> before = Set.of();
  private Set<Long> own = Set.of();

  /**
   * What was used.
   *
   * @param bytes -1 where it is not known
   */
  public record Used(long bytes, String kind) {
    /** That of one that runs inside this process. */
    public static final Used INSIDE = new Used(-1, "inside ragged's process");
  }

  /** Before the contender starts any process. */
  public void begin() {
    before = descendants();
  }

  /** Once all its processes run, and before another contender starts any. */
  public void started() {
    own = new HashSet<>(descendants());
    own.removeAll(before);
  }

  /** Before its processes end. */
  public Used end() {
    long sum = own.stream().mapToLong(pid -> peak(Long.toString(pid))).filter(b -> b > 0).sum();
    return sum > 0 ? new Used(sum, "peak resident of its own process") : Used.INSIDE;
  }

  private static Set<Long> descendants() {
    return ProcessHandle.current()
        .descendants()
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  /** The most that was ever resident of a process ("self" is this one), or -1. */
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
