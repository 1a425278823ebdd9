package dev.ragged.faults;

import dev.ragged.faults.ShimmedProcess.Answer;
import dev.ragged.faults.ShimmedProcess.GoneException;
import dev.ragged.faults.scenario.Place;
import dev.ragged.faults.scenario.Scenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where commands are interrupted: folders in memory, the small model, and processes to run commands
 * in. All of them work in the same root folder, one after the other, so that paths are alike.
 */
final class Lab implements AutoCloseable {
  private static final Path MEMORY = Path.of("/dev/shm");

  /** Older than all that a test does, so that files look unchanged if they are. */
  private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

  /**
   * A scenario that is ready to be interrupted.
   *
   * @param template a copy of the root before the command
   * @param answer of the command if nothing fails
   * @param operations of the command if nothing fails
   */
  record Prepared(
      Scenario scenario,
      Path template,
      State before,
      State after,
      Answer answer,
      List<Operation> operations) {}

  private static Lab shared;

  private final Path base;
  private final Path model;
  final Path root;
  final Path data;
  final Path out;
  private final Map<String, Prepared> prepared = new HashMap<>();
  private final List<String> options = new ArrayList<>();
  private ShimmedProcess worker;
  private ShimmedProcess spare;

  /** The one for all kinds, so that each scenario is prepared once. */
  static synchronized Lab shared() throws IOException {
    if (shared == null) {
      shared = new Lab();
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    return shared;
  }

  private Lab() throws IOException {
    base =
        Files.isWritable(MEMORY)
            ? Files.createTempDirectory(MEMORY, "ragged-faults-")
            : Files.createTempDirectory("ragged-faults-");
    root = base.resolve("root");
    data = root.resolve("data");
    out = root.resolve("out");
    model = base.resolve("model");
    SmallModel.write(model);
    Files.createDirectories(base.resolve("files"));
    Files.writeString(probe(), "{\"id\":\"probe\",\"text\":\"word1 word2\"}\n");
    archiveClasses();
  }

  /** A class data archive halves the start of the processes that are killed. */
  private void archiveClasses() throws IOException {
    Path archive = base.resolve("classes.jsa");
    clear();
    try (ShimmedProcess first =
        ShimmedProcess.start(base, root, model, List.of("-XX:ArchiveClassesAtExit=" + archive))) {
      first.run(line(List.of("add", probe().toString())));
      first.run(line(List.of("check")));
    } catch (GoneException e) {
      throw new IOException(e);
    }
    if (Files.isRegularFile(archive)) {
      options.add("-XX:SharedArchiveFile=" + archive);
    }
  }

  private Path probe() {
    return base.resolve("files").resolve("probe.jsonl");
  }

  /** A process for many commands. */
  ShimmedProcess worker() throws IOException {
    if (worker == null) {
      worker = ShimmedProcess.start(base, root, model, options);
    }
    return worker;
  }

  /** Ends the process for many commands, if it hangs for example; the next one is fresh. */
  void discardWorker() throws IOException {
    if (worker != null) {
      worker.close();
      worker = null;
    }
  }

  /** A fresh process, to be killed; another one starts meanwhile. */
  ShimmedProcess fresh() throws IOException {
    ShimmedProcess fresh = spare != null ? spare : ShimmedProcess.start(base, root, model, options);
    spare = ShimmedProcess.start(base, root, model, options);
    return fresh;
  }

  /** A command line with the data directory of this lab. */
  List<String> line(List<String> command) {
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of("--data-dir", data.toString(), "--quiet"));
    return line;
  }

  /** Runs a command, which nothing disturbs, in the process for many. */
  Answer run(List<String> command) throws IOException, GoneException {
    worker().control.off();
    return worker().run(line(command));
  }

  State state() throws IOException {
    return State.read(data, out);
  }

  /** Empties the root. */
  void clear() throws IOException {
    Folder.remove(root);
    Files.createDirectories(out);
  }

  /** Makes the root as it was before the command of a scenario. */
  void reset(Prepared scenario) throws IOException {
    Folder.remove(root);
    Folder.copy(scenario.template(), root);
  }

  /** Writes the files of a scenario as they are before its commands. */
  Place files(Scenario scenario) throws IOException {
    Path files = base.resolve("files").resolve(scenario.name());
    Folder.remove(files);
    Files.createDirectories(files);
    scenario.files(files);
    setTimes(files, LONG_AGO);
    return place(files);
  }

  private Place place(Path files) {
    return new Place(files, out, root.resolve("backups"));
  }

  /** Changes the files of a scenario as they are for the command under test. */
  void change(Scenario scenario, Place place) throws IOException {
    scenario.change(place.files());
    for (Path path : Folder.paths(place.files())) {
      if (!Files.getLastModifiedTime(path).toInstant().equals(LONG_AGO)) {
        Files.setLastModifiedTime(path, FileTime.from(LONG_AGO.plusSeconds(1)));
      }
    }
  }

  private static void setTimes(Path folder, Instant time) throws IOException {
    for (Path path : Folder.paths(folder)) {
      Files.setLastModifiedTime(path, FileTime.from(time));
    }
  }

  /** Runs a scenario without faults and keeps what was before and after; once for each. */
  Prepared prepare(Scenario scenario) throws IOException, GoneException {
    Prepared known = prepared.get(scenario.name());
    if (known != null) {
      return known;
    }
    clear();
    Place place = files(scenario);
    for (List<String> command : scenario.before(place)) {
      require(run(command), command);
    }
    Path template = base.resolve("before").resolve(scenario.name());
    Files.createDirectories(template.getParent());
    Folder.copy(root, template);
    State before = state();
    change(scenario, place);
    List<String> command = scenario.command(place);
    worker().control.count();
    Answer answer = worker().run(line(command));
    worker().control.off();
    require(answer, command);
    Prepared ready =
        new Prepared(scenario, template, before, state(), answer, worker().control.operations());
    prepared.put(scenario.name(), ready);
    return ready;
  }

  static void require(Answer answer, List<String> command) {
    if (answer.status() != 0) {
      throw new IllegalStateException("Without a fault, " + command + " gives " + answer + ".");
    }
  }

  /** The command of a scenario. */
  List<String> command(Scenario scenario) {
    return scenario.command(place(base.resolve("files").resolve(scenario.name())));
  }

  /**
   * Goes on after an interruption: the same command again must end as if nothing had been, and the
   * next one must leave nothing behind.
   *
   * @return what is wrong, or null
   */
  String goOn(Prepared scenario, State now) throws IOException, GoneException {
    Answer again = run(command(scenario.scenario()));
    if (again.status() != 0 && !now.equals(scenario.after())) {
      return "the same command again fails: " + again;
    }
    String different = state().differenceFrom(scenario.after());
    if (different != null) {
      return "after the same command again: " + different;
    }
    Answer next = run(List.of("add", probe().toString(), "--collection", "probe"));
    if (next.status() != 0) {
      return "the next command fails: " + next;
    }
    Set<String> left = Leftovers.find(data, out);
    if (!left.isEmpty()) {
      // A collection is cleaned when it is written to, which the commands so far need not have
      // done.
      for (String name : scenario.after().collections().keySet()) {
        Answer write = run(List.of("add", probe().toString(), "--collection", name));
        if (write.status() != 0) {
          return "the next write to '" + name + "' fails: " + write;
        }
      }
      left = Leftovers.find(data, out);
    }
    if (!left.isEmpty()) {
      return "left behind: " + left;
    }
    List<List<String>> checks = new ArrayList<>(List.of(List.of("check")));
    checks.addAll(
        scenario
            .scenario()
            .checks(place(base.resolve("files").resolve(scenario.scenario().name()))));
    for (List<String> command : checks) {
      Answer check = run(command);
      if (check.status() != 0) {
        return command.get(0) + ": " + check;
      }
    }
    return null;
  }

  @Override
  public synchronized void close() {
    try {
      for (ShimmedProcess process : new ShimmedProcess[] {worker, spare}) {
        if (process != null) {
          process.close();
        }
      }
      worker = null;
      spare = null;
      Folder.remove(base);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
