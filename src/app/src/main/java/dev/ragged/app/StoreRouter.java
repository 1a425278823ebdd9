package dev.ragged.app;

import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.Health;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.RaggedException;
import dev.ragged.VectorStore;
import dev.ragged.app.sources.Patience;
import dev.ragged.app.sources.Turns;
import dev.ragged.config.SettingKeys;
import dev.ragged.config.Settings;
import dev.ragged.embed.HubOptions;
import dev.ragged.spi.Backend;
import dev.ragged.spi.BackendProvider;
import dev.ragged.spi.SettingValues;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Opens stores and models as the settings say, and finds out which backend serves a collection.
 * What a backend starts, such as a server, runs until this is closed. Safe for use by several
 * threads.
 */
public final class StoreRouter implements AutoCloseable {

  private final Settings settings;
  private final List<BackendProvider> providers;
  private final Map<String, Backend> backends = new LinkedHashMap<>();
  private final BackendRules rules;
  private final Path dataDir;
  private volatile Patience patience = Patience.DEFAULT;
  private volatile HubOptions.Listener fetching = (model, file, done, size) -> {};

  private StoreRouter(
      Settings settings,
      List<BackendProvider> providers,
      BackendRules rules,
      SettingValues values) {
    this.settings = settings;
    this.providers = providers;
    this.rules = rules;
    this.dataDir = values.dataDir();
    for (BackendProvider provider : providers) {
      if (provider.id().equals(SettingKeys.AUTO) || backends.containsKey(provider.id())) {
        throw new RaggedException(
            "Two modules on the class path offer a backend named '" + provider.id() + "'.");
      }
      backends.put(provider.id(), provider.configure(values));
    }
  }

  /**
   * A router over backends; opens nothing yet.
   *
   * @param providers in order of preference, usually {@link BackendProvider#installed()}
   * @throws dev.ragged.config.SettingsException if a setting is wrong
   */
  public static StoreRouter of(Settings settings, List<BackendProvider> providers) {
    List<String> ids = providers.stream().map(BackendProvider::id).toList();
    return new StoreRouter(
        settings, providers, BackendRules.of(settings, ids), settings.forBackends());
  }

  /**
   * The same settings over a throw-away directory.
   *
   * @param overrides settings of backends that take precedence, by key: strings, or lists of them
   */
  public StoreRouter scratch(Path directory, Map<String, Object> overrides) {
    StoreRouter scratch =
        new StoreRouter(
            settings,
            providers,
            rules.withoutSingle(),
            settings.forScratch(directory.toAbsolutePath().normalize(), overrides));
    scratch.fetching = fetching;
    return scratch;
  }

  /** What it was made of. */
  public Settings settings() {
    return settings;
  }

  /** Where backends keep their collections. */
  public Path dataDir() {
    return dataDir;
  }

  /** Sets how long operations wait for others that write to the same collection. */
  public void waitFor(Patience patience) {
    this.patience = patience;
  }

  /** How long operations wait for others that write to the same collection. */
  Patience patience() {
    return patience;
  }

  /** What lets operations that write to one collection take turns. */
  Turns turns() {
    return new Turns(dataDir, patience);
  }

  /** Sets who hears how far a model has come that has to be fetched. */
  public void onFetch(HubOptions.Listener listener) {
    this.fetching = listener;
  }

  private Models models() {
    return new Models(settings, fetching);
  }

  /**
   * Opens the model that the settings name; costs little until it embeds, unless it has to be
   * fetched.
   */
  public Embedder embedder() {
    return models().open();
  }

  /** The same for long work, which leaves more to others if the machine runs on battery. */
  Embedder embedderForLongWork() {
    return models().open(PowerSupply.ofSystem());
  }

  /** Stops what backends have started. Callers close the stores they opened. */
  @Override
  public void close() {
    Closing.all(backends.values().stream().<Runnable>map(backend -> backend::close).toList());
  }

  // ---------------------------------------------------------------- which backend

  /** The backends on the class path, in order of preference. */
  public List<BackendProvider> providers() {
    return providers;
  }

  /**
   * A backend by its id.
   *
   * @throws InvalidRequestException if there is none
   */
  public Backend backend(String id) {
    Backend backend = backends.get(id);
    if (backend == null) {
      throw new InvalidRequestException(
          "'" + id + "' is not a backend; there are " + String.join(", ", backends.keySet()) + ".");
    }
    return backend;
  }

  /**
   * The backend of an existing collection, or of one to create.
   *
   * @throws RaggedException if no backend is available
   */
  public BackendChoice choose(String collection) {
    Optional<BackendChoice> prescribed = rules.choice(collection);
    if (prescribed.isPresent()) {
      return prescribed.get();
    }
    Optional<BackendChoice> found = holderOf(collection);
    if (found.isPresent()) {
      return found.get();
    }
    String preferred = preferred().orElseThrow(this::noneAvailable);
    BackendProvider first = providers.get(0);
    return new BackendChoice(
        preferred,
        preferred.equals(first.id())
            ? first.title() + " is available"
            : first.title() + " is not available");
  }

  /**
   * The backend that commands use for a collection that was found on one.
   *
   * @param found the id of that backend
   */
  BackendChoice chooseFound(String collection, String found) {
    return rules
        .choice(collection)
        .orElseGet(
            () -> {
              for (Map.Entry<String, Backend> entry : backends.entrySet()) {
                if (entry.getKey().equals(found) || entry.getValue().holds(collection)) {
                  return lies(entry.getKey());
                }
              }
              throw new IllegalArgumentException(found);
            });
  }

  private BackendChoice lies(String id) {
    return new BackendChoice(id, "it lies in " + backends.get(id).place());
  }

  /**
   * The first that has the collection. One that cannot be asked is passed over if another has it.
   */
  private Optional<BackendChoice> holderOf(String collection) {
    RaggedException unreachable = null;
    for (Map.Entry<String, Backend> entry : backends.entrySet()) {
      try {
        if (entry.getValue().holds(collection)) {
          return Optional.of(lies(entry.getKey()));
        }
      } catch (RaggedException e) {
        unreachable = unreachable == null ? e : unreachable;
      }
    }
    if (unreachable != null) {
      throw unreachable;
    }
    return Optional.empty();
  }

  /** The backend that new collections go to where nothing is prescribed. */
  private Optional<String> preferred() {
    return backends.entrySet().stream()
        .filter(entry -> entry.getValue().availability().ok())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private RaggedException noneAvailable() {
    return new RaggedException(
        "No backend is available: "
            + providers.stream()
                .map(
                    provider ->
                        provider.title()
                            + ": "
                            + backends.get(provider.id()).availability().detail())
                .collect(Collectors.joining(" ")));
  }

  /** The ids of backends that hold or may hold collections; opening one may fail. */
  private List<String> inUse() {
    Set<String> possible = rules.possible();
    if (possible.size() == 1) {
      return List.copyOf(possible);
    }
    // What is not available is missed only if it has collections.
    Optional<String> preferred = preferred();
    List<String> inUse =
        possible.stream()
            .filter(
                id ->
                    backends.get(id).mayHoldCollections()
                        || preferred.filter(id::equals).isPresent())
            .toList();
    if (inUse.isEmpty()) {
      throw noneAvailable();
    }
    return inUse;
  }

  /**
   * Visits the stores of all backends that may hold collections.
   *
   * @param visit given a store that is closed afterwards
   * @param unreachable told what is wrong with each that cannot be visited
   */
  public void forEachStore(Consumer<VectorStore> visit, Consumer<RaggedException> unreachable) {
    for (String id : inUse()) {
      try {
        if (mayHoldCollections(id)) {
          try (VectorStore store = open(id, null)) {
            visit.accept(store);
          }
        }
      } catch (RaggedException e) {
        unreachable.accept(e);
      }
    }
  }

  /** What lies among collections and is none, a sentence each. */
  List<String> strays() {
    return rules.possible().stream().flatMap(id -> backend(id).strays().stream()).toList();
  }

  /** Whether a backend may hold collections; one that is not even available is an error. */
  private boolean mayHoldCollections(String id) {
    Backend backend = backend(id);
    if (!backend.mayHoldCollections()) {
      requireAvailable(id);
      return false;
    }
    return true;
  }

  /**
   * Refuses a backend that cannot be used.
   *
   * @throws RaggedException saying what is missing and how to get it
   */
  public void requireAvailable(String id) {
    Health health = backend(id).availability();
    if (!health.ok()) {
      throw new RaggedException(health.detail());
    }
  }

  // ---------------------------------------------------------------- stores

  /**
   * Opens the store of a collection that exists.
   *
   * @param embedder to embed with, or null; stays the caller's to close
   * @throws NoSuchCollectionException if it is plain that there is none
   */
  public VectorStore openFor(String collection, Embedder embedder) {
    return open(backendOf(collection), embedder);
  }

  /**
   * The id of the backend of a collection that exists.
   *
   * @throws NoSuchCollectionException if it is plain that there is none
   */
  String backendOf(String collection) {
    String id = choose(collection).backend();
    if (!mayHoldCollections(id)) {
      throw new NoSuchCollectionException(collection);
    }
    return id;
  }

  /** Opens the store of a collection that may have to be created. */
  public VectorStore openToCreate(String collection, Embedder embedder) {
    return open(choose(collection).backend(), embedder);
  }

  /**
   * Opens the store of a backend that must have collections.
   *
   * @throws RaggedException if it has none
   */
  public VectorStore openExisting(String id, Embedder embedder) {
    if (!mayHoldCollections(id)) {
      throw new RaggedException(
          "There are no collections in " + id + "; looked in " + backend(id).place() + ".");
    }
    return open(id, embedder);
  }

  /** Opens the store of a backend, with collections or without. */
  public VectorStore open(String id, Embedder embedder) {
    return backend(id).open(embedder, GivenVectors.CHECK);
  }
}
