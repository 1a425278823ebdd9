package dev.ragged.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ragged.CheckReport;
import dev.ragged.CollectionSpec;
import dev.ragged.ContentSize;
import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.Health;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.config.Settings;
import dev.ragged.leann.LeannVectorStore;
import dev.ragged.spi.Backend;
import dev.ragged.spi.BackendProvider;
import dev.ragged.spi.DataFolders;
import dev.ragged.spi.Diagnosis;
import dev.ragged.spi.SettingSpec;
import dev.ragged.spi.SettingValues;
import dev.ragged.testkit.ReferenceVectorStore;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Data directories, backups of them, and what is in both. */
final class BackupFixture {
  static final WordsEmbedder MODEL = new WordsEmbedder(16);

  private BackupFixture() {}

  /** Says nothing, but remembers what was wrong. */
  static class Heard implements BackupCollections.Listener, RestoreCollections.Listener {
    final List<String> failures = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();

    @Override
    public void bytes(String collection, long done, long total) {}

    @Override
    public void passages(String collection, long done, long total, int reading) {}

    @Override
    public void progress(String collection, long done, long total) {}

    @Override
    public void restored(RestoreCollections.Restored one) {}

    @Override
    public void failed(RaggedException failure) {
      failures.add(failure.getMessage());
    }

    @Override
    public void warning(String sentence) {
      warnings.add(sentence);
    }
  }

  /** A backend that is no set of files: it keeps collections in memory, one place a folder. */
  static final class PlainProvider implements BackendProvider {
    private static final Map<Path, ReferenceVectorStore.Place> PLACES = new ConcurrentHashMap<>();

    static ReferenceVectorStore.Place place(Path dataDir) {
      return PLACES.computeIfAbsent(
          dataDir.toAbsolutePath().normalize(), folder -> new ReferenceVectorStore.Place());
    }

    @Override
    public String id() {
      return "reference";
    }

    @Override
    public String title() {
      return "Memory";
    }

    @Override
    public int rank() {
      return 100;
    }

    @Override
    public List<SettingSpec> settings() {
      return List.of();
    }

    @Override
    public Backend configure(SettingValues values) {
      return new Plain(place(values.dataDir()));
    }
  }

  private record Plain(ReferenceVectorStore.Place kept) implements Backend {
    @Override
    public Health availability() {
      return new Health(true, "There is memory.");
    }

    @Override
    public boolean mayHoldCollections() {
      return true;
    }

    @Override
    public boolean holds(String collection) {
      try (VectorStore store = open(null, GivenVectors.CHECK)) {
        return store.names().contains(collection);
      }
    }

    @Override
    public String place() {
      return "memory";
    }

    @Override
    public VectorStore open(Embedder embedder, GivenVectors givenVectors) {
      return ReferenceVectorStore.open(kept, embedder);
    }

    @Override
    public VectorStore openFolder(Path folder, Embedder embedder) {
      throw new RaggedException("Memory has no folders.");
    }

    @Override
    public long expectedBytes(ContentSize content, Embedder embedder) {
      return content.textBytes();
    }

    @Override
    public Diagnosis diagnose() {
      return new Diagnosis("reference", "memory", true, "There is memory.", Map.of());
    }

    @Override
    public String version() {
      return "memory 1";
    }

    @Override
    public void close() {}
  }

  /** LEANN and the plain backend over a data directory. */
  static StoreRouter stores(Path data) {
    List<BackendProvider> providers =
        Stream.concat(
                BackendProvider.installed().stream()
                    .filter(provider -> provider.id().equals("leann")),
                Stream.of(new PlainProvider()))
            .toList();
    return StoreRouter.of(Settings.of(data, Map.of(), providers), providers);
  }

  static VectorStore leann(Path data) {
    return LeannVectorStore.open(data.resolve("leann"), MODEL);
  }

  static BackupCollections.Report backUp(Path data, Path folder, int keep) {
    return backUp(data, folder, keep, new Heard(), step -> {});
  }

  static BackupCollections.Report backUp(
      Path data, Path folder, int keep, BackupCollections.Listener heard, Consumer<String> step) {
    try (StoreRouter stores = stores(data)) {
      return new BackupCollections(stores, step)
          .run(
              new BackupCollections.Request(folder, List.of(), keep, List.of()),
              heard,
              new Cancellation());
    }
  }

  static RestoreCollections.Report restore(Path folder, Path data) {
    return restore(folder, data, null, new Heard());
  }

  static RestoreCollections.Report restore(Path folder, Path data, String at, Heard heard) {
    return restore(new RestoreCollections.Request(folder, at, List.of(), null, false), data, heard);
  }

  static RestoreCollections.Report restore(
      RestoreCollections.Request request, Path data, Heard heard) {
    try (StoreRouter stores = stores(data)) {
      return new RestoreCollections(stores).run(request, heard, new Cancellation());
    }
  }

  /** Id and text of all passages. */
  static Map<String, String> content(VectorStore store, String name) {
    try (VectorCollection collection = store.open(name);
        Stream<Passage> passages = collection.stream(Selection.all())) {
      CheckReport check = collection.check();
      if (!check.ok()) {
        throw new AssertionError(name + ": " + check.problems());
      }
      Map<String, String> content = new TreeMap<>();
      passages.forEach(passage -> content.put(passage.id(), "" + passage.text()));
      return content;
    }
  }

  /** Copies a folder as it is. */
  static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            to.resolve(from.relativize(file)),
            StandardCopyOption.COPY_ATTRIBUTES,
            LinkOption.NOFOLLOW_LINKS);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds to a collection of LEANN, which is made if it is not there. */
  static void add(Path data, String name, List<Passage> passages) {
    try (VectorStore store = leann(data);
        VectorCollection collection =
            store.names().contains(name)
                ? store.open(name)
                : store.create(CollectionSpec.of(name))) {
      collection.upsert(passages);
    }
  }

  /** Removes a folder and all in it. */
  static void remove(Path folder) throws IOException {
    DataFolders.remove(folder);
  }

  /** A pipe that nobody reads or writes. */
  static void makePipe(Path path) throws Exception {
    assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
  }

  /** Names of all files below a folder. */
  static List<String> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
