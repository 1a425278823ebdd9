package dev.ragged.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Damages one file of a folder of backups. A restore must bring back what was backed up or refuse,
 * {@code backup --check} must name the damage if a restore refuses, and the next backup must be
 * whole, or {@code --check} must say that it is not.
 */
final class DamagedBackups implements AutoCloseable {
  static final String SUBJECT = "backups";

  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final String RESTORED = "restored";

  private final Path folder;
  private final Bench bench;
  private final Path sound;
  private final List<Path> files;
  private final String first;
  private final String now;

  /** Makes a folder with two backups. */
  DamagedBackups(Path folder) throws Exception {
    this.folder = folder;
    bench = new Bench(Files.createDirectories(folder));
    sound = folder.resolve("backups");
    bench.mustRun(LIMIT, "backup", sound.toString());
    first = export(Bench.SOUND);
    bench.mustRun(LIMIT, "delete", "s1", "-c", Bench.SOUND);
    bench.mustRun(LIMIT, "backup", sound.toString());
    now = export(Bench.SOUND);
    // Names differ from run to run: they have digests of random ids, and times.
    files =
        Folder.paths(sound).stream()
            .filter(Files::isRegularFile)
            .sorted(Comparator.comparing(Path::getParent).thenComparing(DamagedBackups::size))
            .map(sound::relativize)
            .toList();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String export(String collection) throws Exception {
    return bench.mustRun(LIMIT, "export", "-c", collection).out();
  }

  Path file(Random random) {
    return files.get(random.nextInt(files.size()));
  }

  /** Once a manifest is gone, nothing tells that there was another backup. */
  static boolean makesSense(Path file, FileDamage damage) {
    boolean manifest = file.toString().endsWith(".json");
    return damage.makesSense() && !(manifest && damage == FileDamage.DELETE);
  }

  /** Tries one damage and adds what was wrong; says how it ended. */
  String trial(Path file, FileDamage damage, Random random, List<String> wrong) throws Exception {
    Path copy = folder.resolve("copy");
    Folder.copy(sound, copy);
    try {
      List<Path> others =
          files.stream().filter(each -> !each.equals(file)).map(copy::resolve).toList();
      damage.apply(copy.resolve(file), others, random);
      boolean all = true;
      String[] whens = {"", names(sound).get(0)};
      for (String when : whens) {
        all &= restore(copy, when, when.isEmpty() ? now : first, wrong);
      }
      boolean found = isFound(copy, wrong);
      if (!all && !found) {
        wrong.add("a restore was refused, yet --check finds nothing");
      }
      CommandWorker.Result next = bench.run(LIMIT, "backup", copy.toString());
      Bench.judge(next, "", Set.of(0, 1), wrong);
      if (next.status() == 0 && !restore(copy, "", now, wrong) && !isFound(copy, wrong)) {
        wrong.add("the next backup cannot be restored, and --check finds nothing");
      }
      bench.judgeSame(Bench.SOUND, now, wrong);
      return !all ? "restore refused" : found ? "restored, and --check sees it" : "harmless";
    } finally {
      Folder.remove(copy);
    }
  }

  private static List<String> names(Path backups) throws IOException {
    return Folder.paths(backups.resolve("backups")).stream()
        .map(path -> path.getFileName().toString())
        .filter(name -> name.endsWith(".json"))
        .map(name -> name.substring(0, name.length() - ".json".length()))
        .toList();
  }

  /** Whether a restore succeeded; if it did, its contents are compared. */
  private boolean restore(Path backups, String when, String expected, List<String> wrong)
      throws Exception {
    List<String> command = new ArrayList<>(List.of("restore", backups.toString()));
    if (!when.isEmpty()) {
      command.addAll(List.of("--at", when));
    }
    command.addAll(List.of("-c", Bench.SOUND, "--as", RESTORED));
    CommandWorker.Result result = bench.run(LIMIT, command.toArray(String[]::new));
    Bench.judge(result, "", Set.of(0, 1), wrong);
    if (result.status() == 0) {
      bench.judgeSame(RESTORED, expected, wrong);
      bench.mustRun(LIMIT, "clear", "-c", RESTORED, "--yes");
    } else if (bench.run(LIMIT, "list").out().contains(RESTORED)) {
      wrong.add("a restore was refused, yet the collection is there");
      bench.run(LIMIT, "clear", "-c", RESTORED, "--yes");
    }
    return result.status() == 0;
  }

  private boolean isFound(Path backups, List<String> wrong) throws Exception {
    CommandWorker.Result checked = bench.run(LIMIT, "backup", "--check", "--json", "" + backups);
    Bench.judge(checked, "", Set.of(0, 1), wrong);
    if (checked.status() != 0 && !checked.out().isBlank()) {
      for (JsonNode backup : Bench.json(checked).path("backups")) {
        for (JsonNode problem : backup.path("problems")) {
          String unclear = Sentences.unclear(problem.asText(), "");
          if (unclear != null) {
            wrong.add("--check: " + unclear);
          }
        }
      }
    }
    return checked.status() != 0;
  }

  @Override
  public void close() throws IOException {
    bench.close();
  }
}
