package dev.ragged.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Damages one file of a collection, or of a folder of backups, and then does everything with it.
 * Each answer must be the one of the undamaged collection or a clear refusal. A wrong answer is
 * allowed only where {@code check} names the damage, and is counted apart; a write must not hide
 * damage from {@code check}.
 */
final class Damage implements FaultKind {
  /** For the undamaged; the damaged may take {@value #SLOWER} times as long as they did. */
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final int SLOWER = 20;

  /** Damaged collections to one damaged folder of backups, which takes several commands. */
  private static final int PER_BACKUP = 12;

  private static final int MIN_FOR_GRAPH = 1_000;
  private static final String HARMLESS = "harmless";
  private static final String CLEAR = "clear error";

  @Override
  public String name() {
    return "damage";
  }

  @Override
  public int faults() {
    return 5_000;
  }

  /** A damage to make. */
  private record Case(int number, String collection, Path file, FileDamage damage) {
    String name() {
      return number + ":" + collection + "/" + file + ":" + damage;
    }

    /** What kind of file it is: its name without what differs between segments. */
    String subject() {
      String name = file.getFileName().toString();
      int dot = name.lastIndexOf('.');
      if (name.startsWith("segments")) {
        return "segments";
      }
      return name.startsWith("_") && dot > 0 ? "*" + name.substring(dot) : name;
    }

    /** Lucene does not defend against forged files. */
    boolean makesSense() {
      return damage == FileDamage.FORGE
          ? List.of("*.lnc", "*.lnm", "*.lnq", "*.fdt").contains(subject())
          : damage.makesSense();
    }
  }

  /** A file of a collection, and how often it is taken: large ones more often, but not by much. */
  private record SoundFile(Path path, double weight) {
    static List<SoundFile> of(Path folder) throws IOException {
      List<SoundFile> files = new ArrayList<>();
      for (Path path : Folder.paths(folder)) {
        if (Files.isRegularFile(path)) {
          double weight = Math.sqrt(Math.sqrt(Files.size(path) + 16.0));
          files.add(new SoundFile(folder.relativize(path), weight));
        }
      }
      return files;
    }
  }

  @Override
  public void run(Plan plan, Report report) throws Exception {
    if (plan.only() == null || !plan.only().startsWith(DamagedBackups.SUBJECT)) {
      collections(plan, report);
    }
    if (plan.only() == null || plan.only().startsWith(DamagedBackups.SUBJECT)) {
      backups(plan, report);
    }
  }

  private void collections(Plan plan, Report report) throws Exception {
    Path sound = plan.work().resolve("sound");
    // The graph takes most of a minute to build, and most of its files are like the others.
    List<String> collections =
        plan.faults() < MIN_FOR_GRAPH || plan.only() != null && !plan.only().contains("graph")
            ? DamagedCollections.ALL.subList(0, 3)
            : DamagedCollections.ALL;
    DamagedCollections.make(collections, sound, plan.random("collections"));
    Path ram = Path.of("/dev/shm");
    Path work = Files.isWritable(ram) ? Files.createTempDirectory(ram, "damage-") : plan.work();
    try (Worker worker = new Worker(DamageWorker.class, plan.work(), "-Xmx512m")) {
      Map<String, Map<String, String>> expected = new HashMap<>();
      Map<String, Duration> limits = new HashMap<>();
      Map<String, List<SoundFile>> files = new HashMap<>();
      for (String collection : collections) {
        Path copy = work.resolve("expected-" + collection);
        Folder.copy(sound.resolve(collection), copy);
        long start = System.nanoTime();
        Map<String, String> oracle = ask(worker, LIMIT, copy, collection);
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        limits.put(collection, took.multipliedBy(SLOWER).plusSeconds(10));
        for (Map.Entry<String, String> entry : oracle.entrySet()) {
          if (!entry.getValue().startsWith(DamageWorker.DONE)) {
            throw new IllegalStateException("Undamaged, yet " + entry);
          }
        }
        expected.put(collection, oracle);
        files.put(collection, SoundFile.of(sound.resolve(collection).resolve(collection)));
        Folder.remove(copy);
      }
      duplicates(plan, collections, sound, work, worker, expected, report);
      for (int i = 0; i < plan.faults(); i++) {
        Random random = plan.random(i);
        Case one = draw(i, files, random);
        if (one != null && plan.includes(one.name()) && one.makesSense()) {
          Path copy = work.resolve("copy");
          Folder.copy(sound.resolve(one.collection()), copy);
          try {
            damage(one, copy, files.get(one.collection()), random);
            Duration limit = limits.get(one.collection());
            trial(one, copy, worker, limit, expected.get(one.collection()), report);
          } finally {
            Folder.remove(copy);
          }
        }
      }
    } finally {
      if (!work.equals(plan.work())) {
        Folder.remove(work);
      }
    }
  }

  /** Copies a collection's folder, as people do; both must then work, and neither change. */
  private void duplicates(
      Plan plan,
      List<String> collections,
      Path sound,
      Path work,
      Worker worker,
      Map<String, Map<String, String>> expected,
      Report report)
      throws Exception {
    for (String collection : collections) {
      String name = "duplicate:" + collection;
      if (!plan.includes(name)) {
        continue;
      }
      Path copy = work.resolve("copy");
      Folder.copy(sound.resolve(collection), copy);
      Folder.copy(copy.resolve(collection), copy.resolve(collection + "-copy"));
      List<String> wrong = new ArrayList<>();
      for (String each : List.of(collection + "-copy", collection)) {
        Map<String, String> outcomes = ask(worker, LIMIT, copy, each);
        outcomes.remove(DamageWorker.NAMES);
        outcomes.forEach(
            (what, outcome) -> {
              if (!outcome.equals(expected.get(collection).get(what))) {
                wrong.add(each + ": " + what + " " + outcome);
              }
            });
      }
      end(report, "a copied folder", name, HARMLESS, wrong);
      Folder.remove(copy);
    }
  }

  private void backups(Plan plan, Report report) throws Exception {
    try (DamagedBackups backups = new DamagedBackups(plan.work().resolve("backups"))) {
      for (String place : DamagedBackups.PLACES) {
        for (DamagedBackups.Impostor impostor : DamagedBackups.Impostor.values()) {
          String name = DamagedBackups.SUBJECT + "-" + place + ":" + impostor;
          if (plan.includes(name)) {
            backup(name, place, wrong -> backups.trial(place, impostor, wrong), report);
          }
        }
      }
      for (int i = 0; i < Math.max(1, plan.faults() / PER_BACKUP); i++) {
        Random random = plan.random("backups" + i);
        Path file = backups.file(random);
        FileDamage damage = FileDamage.draw(random);
        String name = DamagedBackups.SUBJECT + "-" + i + ":" + damage;
        if (plan.includes(name) && DamagedBackups.makesSense(file, damage)) {
          backup(
              name, file.toString(), wrong -> backups.trial(file, damage, random, wrong), report);
        }
      }
    }
  }

  /** Tries a damage, adds what was wrong, and says how it ended. */
  private interface Trial {
    String run(List<String> wrong) throws Exception;
  }

  private void backup(String name, String damaged, Trial trial, Report report) throws Exception {
    List<String> wrong = new ArrayList<>();
    String ended = null;
    try {
      ended = trial.run(wrong);
    } catch (Worker.NoAnswerException e) {
      wrong.add(e.getMessage());
    }
    if (!wrong.isEmpty()) {
      wrong.add("damaged: " + damaged);
    }
    end(report, DamagedBackups.SUBJECT, name, ended, wrong);
  }

  /** The case of a number, the same in the sample and in the whole; null if it needs the graph. */
  private static Case draw(int number, Map<String, List<SoundFile>> files, Random random) {
    // The large collection takes longest and has little that the others have not.
    String collection =
        random.nextInt(8) == 0
            ? DamagedCollections.GRAPH
            : DamagedCollections.ALL.get(random.nextInt(3));
    List<SoundFile> all = files.get(collection);
    if (all == null) {
      return null;
    }
    double left = random.nextDouble() * all.stream().mapToDouble(SoundFile::weight).sum();
    Path file = null;
    for (SoundFile each : all) {
      file = each.path();
      left -= each.weight();
      if (left < 0) {
        break;
      }
    }
    return new Case(number, collection, file, FileDamage.draw(random));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> ask(
      Worker worker, Duration limit, Path directory, String collection) throws Exception {
    return worker.ask(limit, TreeMap.class, directory.toString(), collection);
  }

  private static void damage(Case one, Path copy, List<SoundFile> files, Random random)
      throws Exception {
    Path folder = copy.resolve(one.collection());
    List<Path> others = new ArrayList<>();
    files.stream()
        .map(SoundFile::path)
        .filter(file -> !file.equals(one.file()))
        .forEach(file -> others.add(folder.resolve(file)));
    one.damage().apply(folder.resolve(one.file()), others, random);
  }

  private void trial(
      Case one,
      Path copy,
      Worker worker,
      Duration limit,
      Map<String, String> expected,
      Report report)
      throws Exception {
    List<String> wrong = new ArrayList<>();
    String outcome = null;
    try {
      outcome = judge(one, ask(worker, limit, copy, one.collection()), expected, wrong);
    } catch (Worker.NoAnswerException e) {
      wrong.add(e.getMessage());
    }
    end(report, one.subject(), one.name(), outcome, wrong);
  }

  private void end(Report report, String subject, String name, String ended, List<String> wrong) {
    if (wrong.isEmpty()) {
      report.ended(this, subject, ended);
    } else {
      report.counterExample(this, subject, name, String.join("\n", wrong));
    }
  }

  private static String judge(
      Case one, Map<String, String> outcomes, Map<String, String> expected, List<String> wrong) {
    outcomes.forEach(
        (what, outcome) -> {
          if (outcome.startsWith(DamageWorker.THREW)) {
            wrong.add(what + " threw " + outcome.substring(1));
          } else if (outcome.startsWith(DamageWorker.REFUSED)) {
            String unclear = Sentences.unclear(outcome.substring(1), "");
            if (unclear != null) {
              wrong.add(what + ": " + unclear);
            }
          }
        });
    String names = outcomes.get(DamageWorker.NAMES);
    if (!names.equals(expected.get(DamageWorker.NAMES))) {
      wrong.add("there were " + expected.get(DamageWorker.NAMES) + ", listed are " + names);
    }
    if (!outcomes.get("neighbour").equals(expected.get("neighbour"))) {
      wrong.add("the neighbour changed: " + outcomes.get("neighbour"));
    }
    boolean forged = one.damage() == FileDamage.FORGE;
    List<String> before = different(outcomes, expected, false);
    List<String> after = different(outcomes, expected, true);
    boolean found = isFound(outcomes, DamageWorker.CHECK);
    if (!before.isEmpty() && !found && !forged) {
      wrong.add("check finds nothing, but wrong answers to " + before);
    }
    if (!after.isEmpty() && !isFound(outcomes, DamageWorker.CHECK_AFTER) && !forged) {
      wrong.add("after a write check finds nothing, but wrong answers to " + after);
    }
    if (!before.isEmpty() || !after.isEmpty()) {
      return forged ? "forged with the right checksum: other answers" : "wrong, seen by check";
    }
    boolean refused =
        outcomes.entrySet().stream()
            .anyMatch(
                entry ->
                    !entry.getKey().endsWith(DamageWorker.CHECK)
                        && entry.getValue().startsWith(DamageWorker.REFUSED));
    return refused ? CLEAR : found ? "right answers, and check sees it" : HARMLESS;
  }

  /** Whether a check found damage, or nothing could be opened for it. */
  private static boolean isFound(Map<String, String> outcomes, String check) {
    return !outcomes.getOrDefault(check, DamageWorker.REFUSED).startsWith(DamageWorker.DONE);
  }

  /** The operations that answered something else than they should. */
  private static List<String> different(
      Map<String, String> outcomes, Map<String, String> expected, boolean after) {
    return outcomes.entrySet().stream()
        .filter(entry -> (entry.getKey().startsWith("after:")) == after)
        .filter(entry -> entry.getValue().startsWith(DamageWorker.DONE))
        .filter(entry -> !entry.getValue().equals(expected.get(entry.getKey())))
        .map(Map.Entry::getKey)
        .filter(what -> !what.equals(DamageWorker.NAMES) && !what.equals("neighbour"))
        .collect(Collectors.toList());
  }
}
