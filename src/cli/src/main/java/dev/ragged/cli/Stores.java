package dev.ragged.cli;

import dev.ragged.ContentSize;
import dev.ragged.Embedder;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.RaggedException;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.chroma.ChromaServer;
import dev.ragged.chroma.ChromaSettings;
import dev.ragged.chroma.ChromaVectorStore;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.migrate.MigrationPlan;
import dev.ragged.migrate.MigrationTarget;
import dev.ragged.migrate.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Turns settings into stores and models: the only class that knows which ones there are. A Chroma
 * server is started when it is first needed and runs until this is closed.
 */
final class Stores implements AutoCloseable {
  private static final Duration SERVER_START = Duration.ofSeconds(60);

  /** What every data folder of Chroma has. */
  private static final String CHROMA_FILE = "chroma.sqlite3";

  private static final String NO_LEANN =
      "LEANN is not on the class path; add ragged-leann and ragged-leann-native with the classifier"
          + " of this platform.";
  private static final String GET_CHROMA =
      "install it with 'pip install chromadb', or give a server's address with --chroma-url";

  private final StoreSettings settings;

  /** Those that were started, by the folder they were to serve. */
  private final Map<Path, ChromaServer> servers = new HashMap<>();

  Stores(StoreSettings settings) {
    this.settings = settings;
  }

  /** The same for a throw-away data directory. */
  Stores in(Path otherDataDir) {
    return in(otherDataDir, null);
  }

  /**
   * The same for a throw-away data directory.
   *
   * @param chromaCommand starts Chroma, or null for what the settings and the path know
   */
  Stores in(Path otherDataDir, List<String> chromaCommand) {
    StoreSettings other = settings.in(otherDataDir);
    return new Stores(chromaCommand == null ? other : other.withChromaCommand(chromaCommand));
  }

  @Override
  public synchronized void close() {
    servers.values().forEach(ChromaServer::close);
    servers.clear();
  }

  /** The model; costs nothing until it embeds. */
  Embedder embedder() {
    if (settings.model().equals("bundled")) {
      return OnnxEmbedder.bundled();
    }
    Path folder = Path.of(settings.model());
    if (!Files.isDirectory(folder)) {
      throw new RaggedException(
          "There is no folder '" + settings.model() + "' with a model; give one, or 'bundled'.");
    }
    return OnnxEmbedder.fromFolder(folder);
  }

  // ---------------------------------------------------------------- which backend

  /** The backend of a collection that is there, or that is to be made. */
  Choice choose(String collection) {
    Optional<Choice> prescribed = settings.choice(collection);
    if (prescribed.isPresent()) {
      return prescribed.get();
    }
    if (leannHas(collection)) {
      return new Choice(Backend.LEANN, "it lies in " + leannFolder());
    }
    if (chromaIsInUse() && chromaHas(collection)) {
      return new Choice(Backend.CHROMADB, "it lies in " + chromaPlace());
    }
    if (leannIsAvailable()) {
      return new Choice(Backend.LEANN, "LEANN is available");
    }
    if (chromaIsInUse() || chromaCommand().isPresent()) {
      return new Choice(Backend.CHROMADB, "LEANN is not available");
    }
    throw neither();
  }

  /** The backend of one of the collections that were found in all places. */
  Choice chooseFound(String collection) {
    return settings
        .choice(collection)
        .orElseGet(
            () ->
                leannHas(collection)
                    ? new Choice(Backend.LEANN, "it lies in " + leannFolder())
                    : new Choice(Backend.CHROMADB, "it lies in " + chromaPlace()));
  }

  /** The backends that hold or may hold collections; opening one may fail. */
  private Set<Backend> inUse() {
    Set<Backend> inUse = settings.prescribed();
    if (inUse.size() > 1) {
      // Nothing was prescribed, so what is missing is missed only if it has data.
      if (!leannIsAvailable() && leannNames().isEmpty()) {
        inUse.remove(Backend.LEANN);
      }
      if (!chromaIsInUse() && (leannIsAvailable() || chromaCommand().isEmpty())) {
        inUse.remove(Backend.CHROMADB);
      }
      if (inUse.isEmpty()) {
        throw neither();
      }
    }
    return inUse;
  }

  /**
   * Visits the stores of all backends in use.
   *
   * @param unreachable told what is wrong with each that cannot be visited
   */
  void each(Consumer<VectorStore> visit, Consumer<RaggedException> unreachable) {
    for (Backend backend : inUse()) {
      try {
        if (mayHaveCollections(backend)) {
          try (VectorStore store = open(backend, null)) {
            visit.accept(store);
          }
        }
      } catch (RaggedException e) {
        unreachable.accept(e);
      }
    }
  }

  /** Whether a backend can have collections at all, without the start of a server to find out. */
  private boolean mayHaveCollections(Backend backend) {
    if (backend == Backend.CHROMADB && !chromaIsInUse()) {
      requireChromaCommand();
      return false;
    }
    return true;
  }

  private RaggedException neither() {
    return new RaggedException(
        "There is no store to use: "
            + engine().get("description").toString().replaceAll("\\.$", "")
            + "; or use Chroma: "
            + GET_CHROMA
            + ".");
  }

  // ---------------------------------------------------------------- stores

  /**
   * The store of a collection that is to be there.
   *
   * @param embedder to embed with, or null; stays the caller's to close
   * @throws NoSuchCollectionException if it can be seen from here that there is none
   */
  VectorStore open(String collection, Embedder embedder) {
    Backend backend = choose(collection).backend();
    if (!mayHaveCollections(backend)) {
      throw new NoSuchCollectionException(collection);
    }
    return open(backend, embedder);
  }

  /** The store of a collection that may have to be made. */
  VectorStore openOrCreateIn(String collection, Embedder embedder) {
    return open(choose(collection).backend(), embedder);
  }

  /**
   * The store of a backend that is to have collections.
   *
   * @param embedder to embed with, or null; stays the caller's to close
   */
  VectorStore openExisting(Backend backend, Embedder embedder) {
    if (!mayHaveCollections(backend)) {
      throw new RaggedException(
          "There are no collections in chromadb: no server is named by --chroma-url, and none has"
              + " data in "
              + settings.chromaFolder()
              + ".");
    }
    return open(backend, embedder);
  }

  /** Where a migration to a backend writes. */
  MigrationTarget target(Backend backend) {
    return (vectors, embedder) ->
        backend == Backend.LEANN ? leann(embedder, vectors) : open(backend, embedder);
  }

  /** What a migrated collection is expected to take on disk. */
  long expectedBytes(Backend backend, MigrationPlan plan) {
    ContentSize content = plan.content();
    return backend == Backend.LEANN
        ? LeannBackend.expectedBytes(content, plan.model(), settings.graphDegree())
        : ChromaVectorStore.expectedBytes(content);
  }

  /**
   * The store of a backend, with collections or without.
   *
   * @param embedder to embed with, or null; stays the caller's to close
   */
  VectorStore open(Backend backend, Embedder embedder) {
    return switch (backend) {
      case LEANN -> leann(embedder);
      case CHROMADB -> chroma(embedder);
      case AUTO -> throw new IllegalArgumentException("AUTO is no store");
    };
  }

  private VectorStore leann(Embedder embedder) {
    requireLeann();
    return LeannBackend.open(leannFolder(), embedder, settings.graphDegree());
  }

  private VectorStore leann(Embedder embedder, Vectors vectors) {
    requireLeann();
    return LeannBackend.open(leannFolder(), embedder, settings.graphDegree(), vectors);
  }

  /** Refuses where LEANN is not there. */
  void requireLeann() {
    if (!leannIsAvailable() && !leannNames().isEmpty()) {
      throw new RaggedException(
          "LEANN cannot be used for what lies in "
              + leannFolder()
              + " ("
              + String.join(", ", leannNames())
              + "): "
              + engine().get("description"));
    }
    if (!leannIsOnClassPath()) {
      throw new RaggedException(NO_LEANN);
    }
    LeannBackend.require();
  }

  private VectorStore chroma(Embedder embedder) {
    return ChromaVectorStore.open(chromaSettings(), embedder);
  }

  // ---------------------------------------------------------------- LEANN

  /** Asks for files, so that no class of LEANN is loaded where it is not wanted. */
  private static boolean leannIsOnClassPath() {
    return Stores.class.getResource("/dev/ragged/leann/LeannVectorStore.class") != null
        && Stores.class.getResource("/dev/ragged/leann/natives/NativeLibrary.class") != null;
  }

  private static boolean leannIsAvailable() {
    return leannIsOnClassPath() && LeannBackend.isAvailable();
  }

  /** What is known about LEANN's engine, for {@code doctor}. */
  static Map<String, Object> engine() {
    boolean here = leannIsOnClassPath();
    return Json.object(
        "available",
        leannIsAvailable(),
        "description",
        here ? LeannBackend.describe() : NO_LEANN,
        "simd",
        here ? LeannBackend.simdLevel() : null);
  }

  private Path leannFolder() {
    return settings.dataDir().resolve("leann");
  }

  /** Seen from outside, so that what lies there is missed where LEANN itself is missing. */
  private boolean leannHas(String collection) {
    return Files.isDirectory(leannFolder().resolve(collection));
  }

  private List<String> leannNames() {
    if (!Files.isDirectory(leannFolder())) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(leannFolder())) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // ---------------------------------------------------------------- Chroma

  /** A server is named, or one of ragged's own has data. */
  private boolean chromaIsInUse() {
    return settings.chroma() != null || Files.exists(settings.chromaFolder().resolve(CHROMA_FILE));
  }

  private String chromaPlace() {
    return settings.chroma() != null
        ? "Chroma at " + settings.chroma()
        : settings.chromaFolder().toString();
  }

  private boolean chromaHas(String collection) {
    try (VectorStore store = chroma(null);
        VectorCollection found = store.open(collection)) {
      return true;
    } catch (NoSuchCollectionException e) {
      return false;
    }
  }

  /** The words that start Chroma's command line, if it is known where that is. */
  Optional<List<String>> chromaCommand() {
    return settings.chromaCommand() != null
        ? Optional.of(settings.chromaCommand())
        : dev.ragged.chroma.ChromaCommand.find(settings.env());
  }

  private List<String> requireChromaCommand() {
    return chromaCommand()
        .orElseThrow(
            () ->
                new RaggedException(
                    chromaIsInUse()
                        ? "There is no Chroma to serve what lies in "
                            + settings.chromaFolder()
                            + "; "
                            + GET_CHROMA
                            + ", or do without it by --backend leann."
                        : "There is no Chroma to start; " + GET_CHROMA + "."));
  }

  /** The server to use, which is started if none is named. */
  private synchronized ChromaSettings chromaSettings() {
    return settings.chroma() != null
        ? settings.chroma()
        : reach(
            servers.computeIfAbsent(
                settings.chromaFolder(),
                folder -> ChromaServer.start(folder, requireChromaCommand(), SERVER_START)));
  }

  /** Somebody's data folder of Chroma, served by a copy so that it stays as it is. */
  synchronized VectorStore openCopyOf(Path folder) {
    ChromaServer server =
        servers.computeIfAbsent(
            folder.toAbsolutePath(),
            original ->
                ChromaServer.startOnCopy(
                    original, settings.dataDir(), requireChromaCommand(), SERVER_START));
    return ChromaVectorStore.open(reach(server), null);
  }

  /** How to reach a server of ragged's own, which has neither tenants nor tokens. */
  private ChromaSettings reach(ChromaServer own) {
    return ChromaSettings.of(own.url()).withTimeout(settings.chromaTimeout());
  }

  /** What is known about Chroma, for {@code doctor}. */
  Map<String, Object> chroma() {
    if (settings.chroma() != null) {
      try (VectorStore store = chroma(null)) {
        return Json.object(
            "configured",
            true,
            "available",
            store.health().ok(),
            "description",
            store.health().detail());
      }
    }
    Optional<List<String>> command = chromaCommand();
    return Json.object(
        "configured",
        false,
        "available",
        command.isPresent(),
        "description",
        command.isPresent()
            ? "Chroma can be started by " + command.get().get(0) + "."
            : "Chroma is neither configured nor installed; " + GET_CHROMA + ".");
  }
}
