package dev.ragged.app;

import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.RaggedException;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.app.sources.RegisteredSource;
import dev.ragged.app.sources.Registries;
import dev.ragged.app.sources.Registry;
import dev.ragged.embed.MeteredEmbedder;
import dev.ragged.ingest.FileState;
import dev.ragged.ingest.Guarded;
import dev.ragged.ingest.IngestOptions;
import dev.ragged.ingest.IngestReport;
import dev.ragged.ingest.Ingester;
import dev.ragged.ingest.Inventory;
import dev.ragged.ingest.Skipped;
import dev.ragged.ingest.Source;
import dev.ragged.ingest.SourceRules;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;

/** One run that brings a collection into step with sources of it, and its registry with that. */
final class CollectionUpdate {
  /** How long to wait for another run over the same collection. */
  private static final long WAIT_MILLIS = 60_000;

  /**
   * What to do.
   *
   * @param create whether to create the collection if there is none
   * @param named sources to register and to look at, with registered ones inside them
   * @param all whether to look at all registered sources, and at files of none
   * @param jsonLines files of passages to add
   */
  record Task(
      String collection,
      boolean create,
      List<RegisteredSource> named,
      boolean all,
      List<Path> jsonLines,
      PassageSize size,
      boolean verify,
      Predicate<Guarded> prune) {}

  private final StoreRouter stores;
  private final Registries registries;
  private final Task task;
  private final long start = System.nanoTime();
  private volatile MeteredEmbedder model;
  private volatile String backend;
  private volatile Ingester ingester;

  CollectionUpdate(StoreRouter stores, Task task) {
    this.stores = stores;
    this.registries = new Registries(stores.dataDir());
    this.task = task;
  }

  /** What has been stored by now; for any thread. */
  AddFiles.Report soFar() {
    Ingester running = ingester;
    return report(running == null ? IngestReport.CANCELLED_BEFORE_ALL : running.soFar(), 0);
  }

  private AddFiles.Report report(IngestReport files, int held) {
    MeteredEmbedder metered = model;
    return new AddFiles.Report(
        task.collection(),
        backend,
        files,
        held,
        metered == null ? 0 : metered.texts(),
        metered == null ? 0 : metered.unread(),
        metered == null ? 0 : metered.nanos() / 1e9,
        (System.nanoTime() - start) / 1e9);
  }

  AddFiles.Report run(AddFiles.Listener listener, Cancellation cancellation) {
    String name = task.collection();
    if (!task.create()) {
      requireThere(name);
    }
    Registries.Held held = registries.hold(name, WAIT_MILLIS, cancellation::isCancelled);
    try (Embedder opened = stores.embedder()) {
      model =
          new MeteredEmbedder(
              opened,
              passages -> {
                listener.embedded(passages);
                // A long document is one write; this ends it between a few passages.
                if (cancellation.isCancelled()) {
                  throw new CancellationException();
                }
              });
      IngestOptions options = task.size().options(model.maxTokens());
      try (VectorStore store =
          task.create() ? stores.openToCreate(name, model) : stores.openFor(name, model)) {
        backend = store.backend();
        boolean created = task.create() && !store.names().contains(name);
        AddFiles.Report report = null;
        try (VectorCollection collection = created ? create(store, name) : store.open(name)) {
          report = update(collection, created, options, listener, cancellation);
        } finally {
          if (created
              && (report == null || report.files().cancelled())
              && dropIfEmpty(store, name)) {
            registries.forget(name, backend);
          }
        }
        return report;
      }
    } finally {
      held.close();
    }
  }

  private void requireThere(String name) {
    try (VectorStore store = stores.openFor(name, null)) {
      if (!store.names().contains(name)) {
        throw new NoSuchCollectionException(name);
      }
    }
  }

  private static VectorCollection create(VectorStore store, String name) {
    try {
      return store.create(CollectionSpec.of(name));
    } catch (CollectionExistsException e) { // another process was faster
      return store.open(name);
    }
  }

  private AddFiles.Report update(
      VectorCollection collection,
      boolean created,
      IngestOptions options,
      AddFiles.Listener listener,
      Cancellation cancellation) {
    Registry registry = registries.load(task.collection());
    if (created) {
      registry = registry.with(backend, 0, new Inventory(Map.of()));
    }
    for (RegisteredSource source : task.named()) {
      RegisteredSource before = registry.source(source.path());
      registry = registry.with(before == null ? source : before.withOptions(source));
    }
    boolean asRemembered = registry.describes(backend, collection.info().passages());
    boolean lines = task.named().isEmpty() && !task.all();
    Inventory inventory =
        asRemembered || lines
            ? new Inventory(registry.files())
            : Inventory.of(collection, registry.files());
    registry = registry.with(backend, Registry.UNKNOWN, inventory);
    List<RegisteredSource> scope = new ArrayList<>();
    List<Path> elsewhere = new ArrayList<>();
    for (RegisteredSource source : registry.sources()) {
      boolean wanted =
          task.all() || task.named().stream().anyMatch(one -> source.path().startsWith(one.path()));
      if (wanted) {
        scope.add(source);
      } else {
        elsewhere.add(source.path());
      }
    }
    Ingester running =
        new Ingester(collection, model.tokenizer(), model.maxTokens(), options, listener);
    ingester = running;
    IngestReport report = null;
    Cancellation.Registration registration = cancellation.onCancel(running::cancel);
    try {
      report =
          running.update(
              new Ingester.Request(
                  sources(scope, registry),
                  elsewhere,
                  task.jsonLines(),
                  task.verify(),
                  task.prune()),
              inventory);
    } finally {
      registration.close();
      registry = after(registry, scope, inventory, report);
      save(registry, collection, report, asRemembered || !lines);
    }
    int held = registry.sources().stream().mapToInt(RegisteredSource::held).sum();
    return report(report, held + registry.strays().size());
  }

  /** As the ingester takes them, those further inside first; all as files that are in no source. */
  private List<Source> sources(List<RegisteredSource> scope, Registry registry) {
    List<Source> sources = new ArrayList<>();
    for (RegisteredSource source : scope) {
      PassageSize size = new PassageSize(source.chunkTokens(), source.overlap());
      sources.add(new Source(source.path(), source.rules(), size.options(model.maxTokens())));
    }
    sources.sort(
        Comparator.comparing((Source source) -> source.path().getNameCount())
            .reversed()
            .thenComparing(Source::path));
    if (task.all()) {
      IngestOptions options = PassageSize.DEFAULT.options(model.maxTokens());
      for (String stray : registry.strays().keySet()) {
        try {
          Path path = Path.of(stray);
          if (path.isAbsolute()) {
            sources.add(new Source(path, SourceRules.NONE, options));
          }
        } catch (InvalidPathException e) {
          continue; // added on another system
        }
      }
    }
    return sources;
  }

  private Registry after(
      Registry registry, List<RegisteredSource> scope, Inventory inventory, IngestReport report) {
    Registry after = registry.with(backend, Registry.UNKNOWN, inventory);
    if (report == null || report.cancelled()) {
      return after;
    }
    Map<String, FileState> files = inventory.files();
    List<Skipped> leftOut =
        report.skipped().stream().filter(one -> !files.containsKey(one.path())).toList();
    return after.found(scope.stream().map(RegisteredSource::path).toList(), leftOut);
  }

  /**
   * A registry that cannot be written is out of date, which the next run finds out.
   *
   * @param complete whether it described the collection before this run
   */
  private void save(
      Registry registry, VectorCollection collection, IngestReport report, boolean complete) {
    try {
      // Passages of a JSONL file may say that they come from files.
      boolean known =
          complete && report != null && (task.jsonLines().isEmpty() || report.passages() == 0);
      long passages = known ? collection.info().passages() : Registry.UNKNOWN;
      registries.save(registry.with(backend, passages));
    } catch (RaggedException e) {
      if (report != null) {
        throw e;
      }
    }
  }

  /**
   * A first add that came to nothing leaves nothing behind, if that can be had: why it came to
   * nothing matters more, and an empty collection does no harm.
   */
  private static boolean dropIfEmpty(VectorStore store, String name) {
    try {
      long passages;
      try (VectorCollection made = store.open(name)) {
        passages = made.info().passages();
      }
      return passages == 0 && store.drop(name);
    } catch (RaggedException e) {
      return false; // another process may be writing to it
    }
  }
}
