package dev.ragged.faults;

import dev.ragged.app.InvalidRequestException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/** Runs the suite: {@code [--sample] [--first] [--seed N] [--only KIND [CASE]]}. */
final class Faults {
  private static final List<FaultKind> KINDS =
      List.of(
          new PowerLoss(),
          new FailingOperations(),
          new Kills(),
          new Damage(),
          new HostileInputs(),
          new HostileServer(),
          new Crowds(),
          new LittleMemory());

  private static final long SEED = 20;

  private Faults() {}

  public static void main(String[] args) throws Exception {
    boolean sample = false;
    boolean first = false;
    long seed = SEED;
    String kind = null;
    String only = null;
    Deque<String> left = new ArrayDeque<>(List.of(args));
    while (!left.isEmpty()) {
      String arg = left.poll();
      switch (arg) {
        case "--sample" -> sample = true;
        case "--first" -> first = true;
        case "--seed" -> seed = Long.parseLong(left.remove());
        case "--only" -> {
          kind = left.remove();
          only = left.poll();
        }
        default -> throw new InvalidRequestException("Unknown argument " + arg + ".");
      }
    }
    String wanted = kind;
    if (kind != null && KINDS.stream().noneMatch(each -> each.name().equals(wanted))) {
      throw new InvalidRequestException(
          "There is no kind '"
              + kind
              + "'; there are "
              + KINDS.stream().map(FaultKind::name).collect(Collectors.joining(", "))
              + ".");
    }
    Report report = new Report(System.out, seed, first);
    for (FaultKind each : KINDS) {
      if (kind != null && !kind.equals(each.name())) {
        continue;
      }
      long start = System.nanoTime();
      int faults = sample ? each.sample() : each.faults();
      Path work = Files.createTempDirectory("ragged-faults-");
      try {
        each.run(new Plan(work, seed, faults, only), report);
      } catch (Exception e) { // threads may have wrapped it
        if (!report.hasEnded()) {
          throw e;
        }
      } finally {
        Folder.remove(work);
      }
      report.print(each, (System.nanoTime() - start) / 1e9);
    }
    System.exit(report.close() ? 0 : 1);
  }
}
