package dev.ragged.app;

import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import dev.ragged.SearchMode;
import dev.ragged.eval.Contender;
import dev.ragged.eval.DataSet;
import dev.ragged.eval.EmbeddedSet;
import dev.ragged.eval.Evaluation;
import dev.ragged.eval.Progress;
import dev.ragged.eval.Report;
import dev.ragged.eval.StoreContender;
import dev.ragged.spi.Backend;
import dev.ragged.spi.BackendProvider;
import dev.ragged.spi.DataFolders;
import dev.ragged.spi.SettingSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One measurement, in a folder that outlives it and a scratch folder that does not. */
final class Measurement {

  /** The contenders to measure, and those that cannot be measured. */
  record Contenders(List<Contender> present, List<Report.Absent> absent) {}

  private static final String BYTES_PER_VECTOR = "--bytes-per-vector";
  private static final String SCRATCH = "run-";
  private static final Pattern OLD = Pattern.compile(SCRATCH + "(\\d{1,18})-\\d{1,9}");

  /** Scratch folders that measurements of this process work in. */
  private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();

  private static final AtomicInteger RUNS = new AtomicInteger();

  private final StoreRouter stores;
  private final Progress progress;
  private final Path work;
  private final Path scratch;
  private int numbered;

  /**
   * @param work where vectors are kept for the next run, and indexes meanwhile; null for a folder
   *     in the data directory
   * @param progress also throws {@link CancellationException} to stop
   */
  Measurement(StoreRouter stores, Path work, Progress progress) {
    this.stores = stores;
    this.progress = progress;
    this.work = work != null ? work.toAbsolutePath().normalize() : stores.dataDir().resolve("eval");
    this.scratch =
        this.work.resolve(SCRATCH + ProcessHandle.current().pid() + "-" + RUNS.incrementAndGet());
  }

  /** A listener that stops what it listens to once somebody asks. */
  static Progress stopping(Progress progress, Cancellation cancellation) {
    return (what, done, total) -> {
      if (cancellation.isCancelled()) {
        throw new CancellationException("The measurement was cancelled.");
      }
      progress.at(what, done, total);
    };
  }

  Progress progress() {
    return progress;
  }

  /** A folder that is kept for the next run. */
  Path work() {
    return work;
  }

  /** A folder for the indexes of this run, removed at its end. */
  Path scratch() {
    return scratch;
  }

  /** The set with its vectors, made now or by an earlier run. */
  EmbeddedSet embedded(DataSet data, Embedder model) {
    return EmbeddedSet.of(data, model, work.resolve("vectors"), progress);
  }

  /** Does what needs the scratch folder, and removes that. */
  <T> T inScratch(Supplier<T> measuring) {
    try {
      IN_USE.add(scratch);
      removeOld();
      DataFolders.create(scratch);
      try {
        return measuring.get();
      } finally {
        DataFolders.remove(scratch);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      IN_USE.remove(scratch);
    }
  }

  /**
   * Measures against exact search.
   *
   * @param k hits per question
   */
  Report run(Embedder model, DataSet data, int k, Function<Progress, Contenders> contenders) {
    Report report =
        inScratch(
            () -> {
              EmbeddedSet set = embedded(data, model);
              Contenders all = contenders.apply(progress);
              return Evaluation.run(set, model, all.present(), k, all.absent(), progress);
            });
    if (report.results().isEmpty()) {
      throw new RaggedException(
          report.absent().isEmpty() ? "Nothing was measured." : report.absent().get(0).why());
    }
    return report;
  }

  /**
   * A backend as a contender, in a folder of its own.
   *
   * @param title how reports name it, or null for the usual name
   * @param version of what does the work, or null to ask the backend
   * @param settings that differ from the user's, by their keys
   * @param recallTargets of searches by vector, one per variant
   */
  Contender backend(
      String id,
      String title,
      String version,
      Map<String, Object> settings,
      Embedder model,
      double... recallTargets) {
    String name = title != null ? title : title(id);
    List<StoreContender.Way> ways =
        Arrays.stream(recallTargets)
            .mapToObj(
                target -> {
                  String suffix =
                      recallTargets.length == 1
                          ? ""
                          : String.format(Locale.ROOT, ", recall %s", target);
                  return new StoreContender.Way(name + suffix, SearchMode.VECTOR, target);
                })
            .toList();
    return backend(id, name, version, settings, model, ways);
  }

  /**
   * A backend as a contender for each of some bytes that a vector takes.
   *
   * @param bytesPerVector as the backend's setting has it; none for what is set
   * @throws InvalidRequestException if the backend has no such setting
   */
  List<Contender> backends(
      String id, List<String> bytesPerVector, Embedder model, double... recallTargets) {
    if (bytesPerVector.isEmpty()) {
      return List.of(backend(id, null, null, Map.of(), model, recallTargets));
    }
    String key =
        stores.providers().stream()
            .filter(provider -> provider.id().equals(id))
            .flatMap(provider -> provider.settings().stream())
            .filter(setting -> BYTES_PER_VECTOR.equals(setting.flag()))
            .map(SettingSpec::key)
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidRequestException(
                        "The bytes of a vector cannot be chosen in " + id + "."));
    return bytesPerVector.stream()
        .map(
            bytes -> {
              String unit = bytes.matches("\\d+") ? " bytes" : "";
              String name = title(id) + ", " + bytes + unit;
              return backend(id, name, null, Map.of(key, bytes), model, recallTargets);
            })
        .toList();
  }

  /**
   * The same in several ways.
   *
   * @param name how reports name it
   */
  Contender backend(
      String id,
      String name,
      String version,
      Map<String, Object> settings,
      Embedder model,
      List<StoreContender.Way> ways) {
    Path folder = scratch().resolve(id + (settings.isEmpty() ? "" : "-" + ++numbered));
    StoreRouter own = stores.scratch(folder, settings);
    own.requireAvailable(id);
    Backend backend = own.backend(id);
    return new StoreContender(
        name,
        version != null
            ? version
            : isPreferred(id)
                ? "ragged " + Version.current() + " with " + backend.version()
                : backend.version(),
        new StoreContender.Place(
            folder, embedder -> own.open(id, embedder), backend::kindOfBytes, own::close),
        model,
        ways);
  }

  /** The id of the backend that a new collection would get. */
  String chosen() {
    try (StoreRouter own = stores.scratch(scratch, Map.of())) {
      return own.choose("evaluated").backend();
    }
  }

  private boolean isPreferred(String id) {
    return stores.providers().get(0).id().equals(id);
  }

  /** How reports name a backend. */
  String title(String id) {
    String title =
        stores.providers().stream()
            .filter(provider -> provider.id().equals(id))
            .map(BackendProvider::title)
            .findFirst()
            .orElse(id);
    return isPreferred(id) ? "ragged (" + title + ")" : title;
  }

  /** What processes left behind that were killed. */
  private void removeOld() throws IOException {
    DataFolders.create(work);
    List<Path> old;
    try (Stream<Path> entries = Files.list(work)) {
      old = entries.filter(entry -> OLD.matcher(entry.getFileName().toString()).matches()).toList();
    }
    for (Path folder : old) {
      Matcher name = OLD.matcher(folder.getFileName().toString());
      long pid = name.matches() ? Long.parseLong(name.group(1)) : -1;
      boolean running =
          pid == ProcessHandle.current().pid()
              ? IN_USE.contains(folder)
              : ProcessHandle.of(pid).isPresent();
      if (!running) {
        DataFolders.remove(folder);
      }
    }
  }
}
