package dev.ragged.faults;

import dev.ragged.CheckReport;
import dev.ragged.CollectionSpec;
import dev.ragged.Metadata;
import dev.ragged.Metric;
import dev.ragged.Passage;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.faults.Disk.Model;
import dev.ragged.faults.Recording.Step;
import dev.ragged.faults.ShimmedProcess.GoneException;
import dev.ragged.faults.scenario.Place;
import dev.ragged.faults.scenario.Scenario;
import dev.ragged.faults.scenario.Scenarios;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Records what commands and calls write, and rebuilds what a power loss at any operation could have
 * left of it. Whatever had been acknowledged must be there, the change under way whole or absent,
 * and writing must go on.
 */
final class PowerLoss implements FaultKind {
  private static final int SEQUENCES = 8;

  /** With so few states, two sequences of random changes will do: making them takes longer. */
  private static final int FEW = 1_000;

  /** Operations before the power loss that a counter-example shows. */
  private static final int SHOWN = 30;

  private Lab lab;

  /** The folders in the root when a recording began. */
  private final SortedMap<Path, Long> folders = new TreeMap<>();

  @Override
  public String name() {
    return "power-loss";
  }

  @Override
  public int faults() {
    return 8_000;
  }

  /**
   * A recording, and what there was after each acknowledged change.
   *
   * @param states one more than there are changes; the first is the empty one
   * @param from how many changes must have been acknowledged before the power fails
   */
  private record Recorded(String name, Recording recording, List<State> states, int from) {}

  private record Loss(int count, Model model, int draw) {
    String in(Recorded recorded) {
      return recorded.name() + ":" + count + ":" + model + ":" + draw;
    }
  }

  @Override
  public void run(Plan plan, Report report) throws Exception {
    lab = Lab.shared();
    List<Scenario> writing = Scenarios.ALL.stream().filter(s -> !s.answers()).toList();
    int sequences = !plan.isOneCase() && plan.faults() < FEW ? 2 : SEQUENCES;
    int share = Math.max(1, plan.faults() / (writing.size() + sequences));
    for (Scenario scenario : writing) {
      if (plan.concerns(scenario.name())) {
        run(record(plan, scenario), share, plan, report);
      }
    }
    for (int i = 0; i < sequences; i++) {
      String name = "random-" + i;
      if (plan.concerns(name)) {
        run(record(plan, name, plan.seed() * SEQUENCES + i), share, plan, report);
      }
    }
  }

  /** Records all commands of a scenario, those before included. */
  private Recorded record(Plan plan, Scenario scenario) throws IOException, GoneException {
    Path log = begin(plan, scenario.name());
    Place place = lab.files(scenario);
    List<List<String>> commands = new ArrayList<>(scenario.before(place));
    commands.add(scenario.command(place));
    Control control = lab.worker().control;
    control.record(log);
    List<State> states = new ArrayList<>(List.of(State.EMPTY));
    for (int i = 0; i < commands.size(); i++) {
      if (i == commands.size() - 1) {
        lab.change(scenario, place);
      }
      Lab.require(lab.worker().run(lab.line(commands.get(i))), commands.get(i));
      control.mark(i + 1);
      states.add(lab.state());
    }
    // The commands before are other scenarios' commands under test.
    return end(scenario.name(), log, states, commands.size() - 1);
  }

  /** Records random changes, after having made them once without, to know the states. */
  private Recorded record(Plan plan, String name, long seed) throws IOException, GoneException {
    begin(plan, name);
    List<State> states = new ArrayList<>(List.of(State.EMPTY));
    RandomChanges.of(seed).run(lab.data, done -> states.add(state()));
    Path log = begin(plan, name);
    ShimmedProcess worker = lab.worker();
    worker.control.record(log);
    List<String> line =
        List.of(
            ShimmedWorker.RANDOM,
            worker.controlFile().toString(),
            lab.root.toString(),
            Long.toString(seed),
            lab.data.toString());
    Lab.require(worker.run(line), line);
    return end(name, log, states, 0);
  }

  private State state() {
    try {
      return lab.state();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Path begin(Plan plan, String name) throws IOException {
    lab.clear();
    folders.clear();
    for (Path folder : Folder.paths(lab.root)) {
      folders.put(folder, (long) Files.getAttribute(folder, "unix:ino"));
    }
    return plan.work().resolve(name + ".log");
  }

  private Recorded end(String name, Path log, List<State> states, int from) throws IOException {
    lab.worker().control.off();
    Recording recording = new Recording(log, lab.root, folders);
    Files.delete(log);
    return new Recorded(name, recording, states, from);
  }

  private void run(Recorded recorded, int share, Plan plan, Report report) throws Exception {
    List<Loss> losses = new ArrayList<>();
    int steps = recorded.recording().steps.size();
    // More draws than needed, since many give the same state.
    int draws = Math.max(1, 4 * share / (steps + 1) / Model.values().length);
    for (int count = 0; count <= steps; count++) {
      if (acknowledged(recorded, count) < recorded.from()) {
        continue;
      }
      for (Model model : Model.values()) {
        for (int draw = 0; draw < draws; draw++) {
          losses.add(new Loss(count, model, draw));
        }
      }
    }
    if (!plan.isOneCase()) {
      Collections.shuffle(losses, plan.random(recorded.name()));
      // What is lost right after the last change has returned tells most.
      losses.add(0, new Loss(steps, Model.RANDOM, 0));
      losses.add(0, new Loss(steps, Model.STRICT, 0));
    }
    Set<String> seen = new HashSet<>();
    int tried = 0;
    for (Loss loss : losses) {
      if (tried < share
          && plan.includes(loss.in(recorded))
          && run(recorded, loss, seen, plan, report)) {
        tried++;
      }
    }
  }

  /** Tries one; false if an equal one has been tried. */
  private boolean run(Recorded recorded, Loss loss, Set<String> seen, Plan plan, Report report)
      throws Exception {
    Recording recording = recorded.recording();
    int acknowledged = acknowledged(recorded, loss.count());
    State before = recorded.states().get(acknowledged);
    State after = recorded.states().get(Math.min(acknowledged + 1, recorded.states().size() - 1));
    Random random = plan.random(loss.in(recorded));
    Disk disk = new Disk(recording, loss.count(), loss.model(), random);
    if (!seen.add(digest(disk, acknowledged))) {
      return false;
    }
    Folder.remove(lab.root);
    disk.write(lab.root);
    String outcome;
    String wrong;
    try {
      State now = lab.state();
      outcome = now.between(before, after);
      wrong = State.wrong(before, after, now);
      if (wrong == null) {
        wrong = goOn(now);
      }
    } catch (RuntimeException e) {
      outcome = null;
      wrong = "cannot be used afterwards: " + e;
    }
    if (wrong == null) {
      report.ended(this, recorded.name().replaceFirst("-\\d+$", ""), outcome);
    } else {
      String found =
          Folder.paths(lab.root).stream()
              .map(path -> lab.root.relativize(path).toString())
              .filter(path -> !path.isEmpty())
              .collect(Collectors.joining(", "));
      report.counterExample(
          this,
          recorded.name().replaceFirst("-\\d+$", ""),
          loss.in(recorded),
          wrong
              + "\nafter "
              + acknowledged
              + " changes and "
              + recording.steps.subList(Math.max(0, loss.count() - SHOWN), loss.count())
              + "\nthere is "
              + found);
    }
    return true;
  }

  /** How many changes are acknowledged before the operation that the power loss prevents. */
  private static int acknowledged(Recorded recorded, int count) {
    List<Step> steps = recorded.recording().steps;
    return count < steps.size() ? steps.get(count).mark() : recorded.states().size() - 1;
  }

  private static String digest(Disk disk, int acknowledged) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      disk.digest(digest);
      digest.update((byte) acknowledged);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes to each collection and makes a new one; returns what is wrong, or null. */
  private String goOn(State now) throws IOException {
    Map<String, Map<String, String>> expected = new TreeMap<>(now.collections());
    try (VectorStore store = State.store(lab.data)) {
      for (String name : now.collections().keySet()) {
        try (VectorCollection collection = store.open(name)) {
          CheckReport check = collection.check();
          if (!check.ok()) {
            return "check of '" + name + "': " + check.problems();
          }
          collection.upsert(List.of(probe(collection.info().dimension())));
        }
      }
      try (VectorCollection probe =
          store.create(new CollectionSpec("probe", Metric.COSINE, SmallModel.DIMENSION))) {
        probe.upsert(List.of(probe(SmallModel.DIMENSION)));
      }
    }
    expected.put("probe", Map.of());
    expected.replaceAll(
        (name, sources) -> {
          Map<String, String> more = new TreeMap<>(sources);
          more.put("probe", "");
          return more;
        });
    Map<String, Map<String, String>> got = new TreeMap<>(lab.state().collections());
    got.values().forEach(sources -> sources.computeIfPresent("probe", (k, v) -> ""));
    if (!got.equals(expected)) {
      return "after another write: "
          + new State(got, Map.of()).differenceFrom(new State(expected, Map.of()));
    }
    Set<String> left = Leftovers.find(lab.data, lab.out);
    // Only the command that left them goes on with them, and it is not run here.
    left.removeIf(name -> name.startsWith(".facts.") || name.endsWith(".importing"));
    return left.isEmpty() ? null : "left behind: " + left;
  }

  private static Passage probe(int dimension) {
    float[] vector = new float[dimension];
    vector[0] = 1;
    return new Passage("probe", "a probe", Metadata.EMPTY, vector);
  }
}
