package dev.ragged.app;

import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionInfo;
import dev.ragged.CollectionLockedException;
import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.RaggedException;
import dev.ragged.UnconfirmedWriteException;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.app.sources.Patience;
import dev.ragged.app.sources.RegisteredSource;
import dev.ragged.app.sources.Registries;
import dev.ragged.app.sources.Registry;
import dev.ragged.app.sources.Turns;
import dev.ragged.embed.MeteredEmbedder;
import dev.ragged.ingest.FileState;
import dev.ragged.ingest.GivenDocument;
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
  /**
   * What to do.
   *
   * @param create whether to create the collection if there is none
   * @param named sources to register and to look at, with registered ones inside them
   * @param all whether to look at all registered sources, and at files of none
   * @param jsonLines files of passages to add
   * @param given documents that are in no file
   * @param patience how long to wait for others that write to the collection
   */
  record Task(
      String collection,
      boolean create,
      List<RegisteredSource> named,
      boolean all,
      List<Path> jsonLines,
      List<GivenDocument> given,
      PassageSize size,
      boolean verify,
      Predicate<Guarded> prune,
      Patience patience) {}

  private final StoreRouter stores;
  private final Registries registries;
  private final Task task;
  private final long start = System.nanoTime();
  private volatile MeteredEmbedder model;
  private volatile String backend;
  private volatile Ingester ingester;
  private volatile CollectionInfo about;

  /** Whether the registry is as this leaves it. Guarded by this. */
  private boolean saved;

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
    CollectionInfo info = about;
    boolean isCostly = info != null && info.model() != null && metered.costly();
    return new AddFiles.Report(
        task.collection(),
        backend,
        files,
        held,
        metered == null ? 0 : metered.texts(),
        metered == null ? 0 : metered.unread(),
        info == null ? 0 : info.keptVectorBytes(),
        isCostly ? info.model().name() : null,
        metered == null ? 0 : metered.nanos() / 1e9,
        (System.nanoTime() - start) / 1e9);
  }

  AddFiles.Report run(AddFiles.Listener listener, Cancellation cancellation) {
    if (!task.create()) {
      requireThere(task.collection());
    }
    try {
      return new Turns(stores.dataDir(), task.patience())
          .take(
              task.collection(),
              task.create() ? "add" : "update",
              cancellation::isCancelled,
              () -> runInTurn(listener, cancellation));
    } catch (CancellationException e) { // before its turn came
      return soFar();
    }
  }

  private AddFiles.Report runInTurn(AddFiles.Listener listener, Cancellation cancellation) {
    String name = task.collection();
    try (Embedder opened = stores.embedderForLongWork()) {
      model =
          new MeteredEmbedder(
              opened,
              (passages, done, all) -> {
                listener.embedded(passages, done, all);
                // A long document is one write; this ends it between a few passages.
                if (cancellation.isCancelled()) {
                  ingester.cancel(); // it may not have heard of it yet
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
        } catch (CollectionLockedException | UnconfirmedWriteException e) {
          throw e;
        } catch (RaggedException e) {
          throw admitting(e);
        } finally {
          if (created
              && (report == null || report.files().cancelled())
              && dropIfEmpty(store, name)) {
            registries.forget(name, backend);
          }
        }
        return report;
      }
    }
  }

  /** The same failure, saying that something may have been stored before it, if that is so. */
  private RaggedException admitting(RaggedException failure) {
    IngestReport files = soFar().files();
    return files.files() + files.moved() + files.removed() == 0
        ? failure
        : new RaggedException(
            failure.getMessage()
                + " Files may have been stored before that; the next run goes on from there.",
            failure);
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
    Registry before =
        task.create()
            ? registries.load(task.collection())
            : registries.loadSound(task.collection());
    Registry registry = before;
    if (created) {
      registry = registry.with(backend, 0, new Inventory(Map.of()));
    }
    List<Path> named = new ArrayList<>();
    for (RegisteredSource source : task.named()) {
      RegisteredSource old = registry.source(source.path());
      RegisteredSource one = old == null ? source : old.withOptions(source);
      named.add(one.path());
      registry = registry.with(one);
    }
    CollectionInfo info = collection.info();
    about = info;
    boolean asRemembered = registry.describes(backend, info.passages());
    boolean lines = task.named().isEmpty() && !task.all() && task.given().isEmpty();
    Inventory inventory =
        asRemembered || lines
            ? new Inventory(registry.files())
            : Inventory.of(collection, registry.files());
    boolean known = registry.sources().equals(before.sources());
    registry = registry.with(backend, Registry.UNKNOWN, inventory);
    if (!known) {
      registries.save(registry); // or one that is ended on its way would leave sources unknown
    }
    List<RegisteredSource> scope = new ArrayList<>();
    List<Path> elsewhere = new ArrayList<>();
    for (RegisteredSource source : registry.sources()) {
      boolean wanted = task.all() || named.stream().anyMatch(one -> source.path().startsWith(one));
      if (wanted) {
        scope.add(source);
      } else {
        elsewhere.add(source.path());
      }
    }
    Ingester running =
        new Ingester(collection, model.tokenizer(), model.maxTokens(), options, listener);
    running.keepFinished(text -> !model.lacks(text));
    ingester = running;
    IngestReport report = null;
    Registry begun = registry;
    Cancellation.Registration registration =
        cancellation.onCancel(
            () -> {
              running.cancel();
              saveStopping(begun, inventory);
            });
    try {
      report =
          running.update(
              new Ingester.Request(
                  sources(scope, registry),
                  elsewhere,
                  task.jsonLines(),
                  task.given(),
                  task.verify(),
                  task.prune()),
              inventory);
    } finally {
      registration.close();
      registry = after(registry, scope, inventory, report);
      synchronized (this) {
        saved = true;
        save(registry, collection, report, asRemembered || !lines);
      }
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

  /** A process that does not stop in time is ended, and its registry would not know its files. */
  private synchronized void saveStopping(Registry registry, Inventory inventory) {
    if (!saved) {
      try {
        registries.save(registry.with(backend, Registry.UNKNOWN, inventory));
      } catch (RaggedException e) {
        return; // the next run looks through the collection
      }
    }
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
