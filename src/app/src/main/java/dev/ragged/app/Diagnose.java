package dev.ragged.app;

import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import dev.ragged.app.json.Json;
import dev.ragged.config.SettingKeys;
import dev.ragged.spi.Diagnosis;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Finds out what this machine has and whether ragged can work. */
public final class Diagnose {

  /**
   * The embedding model.
   *
   * @param error why it does not work, or null if it does; then the other parts are known
   * @param nanos loading it and embedding a text
   */
  public record Model(String name, int dimension, String fingerprint, long nanos, String error) {
    Map<String, Object> json() {
      return error != null
          ? Json.object("ok", false, "name", name, "error", error)
          : Json.object(
              "ok",
              true,
              "name",
              name,
              "dimension",
              dimension,
              "fingerprint",
              fingerprint,
              "millis",
              Json.millis(nanos));
    }
  }

  /**
   * What was found.
   *
   * @param backends in order of preference
   * @param writable whether the data directory is, or can be made
   * @param warnings what other users may do with the data directory
   * @param place what kind of disk it lies on
   * @param collections those that can be read
   * @param server that runs for the data directory, or null
   * @param serverUsed whether searches are answered by it, which needs the same settings
   */
  public record Report(
      List<Diagnosis> backends,
      Model model,
      Path dataDir,
      boolean writable,
      List<String> warnings,
      DataPlace place,
      List<CollectionSize> collections,
      RunningServer server,
      boolean serverUsed) {

    /** Whether any backend can be used. */
    public boolean ok() {
      return backends.stream().anyMatch(Diagnosis::available);
    }

    public Map<String, Object> json() {
      Map<String, Object> json = Json.object("ok", ok());
      // The preferred backend comes first, the others last, as they always have.
      backends.stream().limit(1).forEach(first -> json.put(first.key(), first.facts()));
      json.put(
          "java",
          Json.object(
              "version",
              System.getProperty("java.version"),
              "vendor",
              System.getProperty("java.vendor"),
              "max_heap_bytes",
              Runtime.getRuntime().maxMemory()));
      json.put(
          "os",
          Json.object(
              "name",
              System.getProperty("os.name"),
              "version",
              System.getProperty("os.version"),
              "arch",
              System.getProperty("os.arch"),
              "processors",
              Runtime.getRuntime().availableProcessors()));
      json.put("model", model.json());
      json.put(
          "data_dir",
          Json.object(
              "path",
              dataDir.toString(),
              "writable",
              writable,
              "warnings",
              warnings,
              "place",
              place.json()));
      backends.stream().skip(1).forEach(other -> json.putIfAbsent(other.key(), other.facts()));
      json.put("collections", collections.stream().map(CollectionSize::placeJson).toList());
      json.put(
          "server",
          server == null
              ? null
              : Json.object("url", server.url(), "pid", server.pid(), "used", serverUsed));
      return json;
    }
  }

  private final StoreRouter stores;

  public Diagnose(StoreRouter stores) {
    this.stores = stores;
  }

  /**
   * Looks at everything.
   *
   * @param unreadable told what is wrong with collections and backends that cannot be read
   */
  public Report run(Consumer<RaggedException> unreadable) {
    List<Diagnosis> backends =
        stores.providers().stream()
            .map(provider -> stores.backend(provider.id()).diagnose())
            .toList();
    return new Report(
        backends,
        model(),
        stores.dataDir(),
        isWritable(stores.dataDir()),
        DataAccess.warnings(stores.dataDir()),
        DataPlace.of(stores.dataDir()),
        collections(unreadable),
        RunningServer.of(stores.dataDir()).filter(RunningServer::answers).orElse(null),
        ServerSearch.of(stores).isPresent());
  }

  private List<CollectionSize> collections(Consumer<RaggedException> unreadable) {
    try {
      return new ListCollections(stores).all(false, unreadable);
    } catch (RaggedException e) {
      return List.of(); // no backend at all, which their diagnoses tell
    }
  }

  private Model model() {
    long start = System.nanoTime();
    try (Embedder embedder = stores.embedder()) {
      embedder.embed(List.of("Is anybody there?"));
      return new Model(
          embedder.identity().name(),
          embedder.identity().dimension(),
          embedder.identity().fingerprint(),
          System.nanoTime() - start,
          null);
    } catch (RuntimeException | LinkageError e) {
      String name = stores.settings().value(SettingKeys.MODEL).text();
      return new Model(name, 0, null, 0, String.valueOf(e.getMessage()));
    }
  }

  /** A folder need not exist yet; then the nearest one that does must be writable. */
  private static boolean isWritable(Path folder) {
    Path existing = folder;
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    return existing != null && Files.isDirectory(existing) && Files.isWritable(existing);
  }
}
