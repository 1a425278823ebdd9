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
import java.util.TreeSet;

/**
 * Damages one file of a folder of backups, or puts something else in the place of its folders or
 * its lock. A restore must bring back what was backed up or refuse, {@code backup --check} must
 * name the damage if a restore refuses, and the next backup must be whole, or {@code --check} must
 * say that it is not.
 */
final class DamagedBackups implements AutoCloseable {
  static final String SUBJECT = "backups";

  /** What a folder of backups has beside its files. */
  static final List<String> PLACES = List.of("files", "backups", "lock");

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

  /** What takes the place of a folder or of the lock. */
  enum Impostor {
    /** A link to what was there. */
    LINK,
    /** A link to nothing, which writing would make. */
    DANGLING,
    PIPE,
    /** A file for a folder, a folder for a file. */
    OTHER,
    NOTHING;

    void replace(Path place, Path moved) throws IOException, InterruptedException {
      Files.move(place, moved);
      switch (this) {
        case LINK -> Files.createSymbolicLink(place, moved);
        case DANGLING -> Files.createSymbolicLink(place, moved.resolveSibling("made"));
        case PIPE -> new ProcessBuilder("mkfifo", place.toString()).start().waitFor();
        case OTHER -> {
          if (Files.isDirectory(moved)) {
            Files.createFile(place);
          } else {
            Files.createDirectory(place);
          }
        }
        case NOTHING -> {}
      }
    }
  }

  /** Tries one damage of a file and adds what was wrong; says how it ended. */
  String trial(Path file, FileDamage damage, Random random, List<String> wrong) throws Exception {
    return trial(
        copy -> {
          List<Path> others =
              files.stream().filter(each -> !each.equals(file)).map(copy::resolve).toList();
          damage.apply(copy.resolve(file), others, random);
        },
        wrong);
  }

  /** Tries an impostor at a place and adds what was wrong; says how it ended. */
  String trial(String place, Impostor impostor, List<String> wrong) throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    try {
      String ended =
          trial(copy -> impostor.replace(copy.resolve(place), elsewhere.resolve("moved")), wrong);
      Path moved = elsewhere.resolve("moved");
      Set<String> before = new TreeSet<>(inside(sound.resolve(place)));
      if (!inside(elsewhere).stream().allMatch(each -> each.startsWith("moved"))
          || !before.equals(new TreeSet<>(inside(moved)))) {
        wrong.add("something outside the folder of backups was changed");
      }
      return ended;
    } finally {
      Folder.remove(elsewhere);
    }
  }

  private static List<String> inside(Path folder) throws IOException {
    return Folder.paths(folder).stream()
        .filter(path -> !path.equals(folder))
        .map(path -> folder.relativize(path).toString())
        .toList();
  }

  /** What is done to a copy of the folder. */
  private interface Change {
    void apply(Path copy) throws Exception;
  }

  private String trial(Change change, List<String> wrong) throws Exception {
    Path copy = folder.resolve("copy");
    Folder.copy(sound, copy);
    try {
      change.apply(copy);
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
