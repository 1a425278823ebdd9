package dev.ragged.app;

import dev.ragged.Capability;
import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import dev.ragged.VectorStore;
import dev.ragged.app.json.Json;
import dev.ragged.app.json.MigrationJson;
import dev.ragged.migrate.Migration;
import dev.ragged.migrate.MigrationListener;
import dev.ragged.migrate.MigrationOptions;
import dev.ragged.migrate.MigrationPlan;
import dev.ragged.migrate.MigrationReport;
import dev.ragged.migrate.Phase;
import dev.ragged.spi.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.ToLongFunction;

/** Copies collections from one backend to another, and proves each copy before it appears. */
public final class MigrateCollections {

  /**
   * What to copy.
   *
   * @param from the source's id
   * @param to the target's id
   * @param only the name of one collection, or null for all
   * @param folder a data folder of somebody else's to read, or null for the backend's own place
   * @param dryRun whether to find out only what would be done
   */
  public record Request(
      String from, String to, String only, Path folder, MigrationOptions options, boolean dryRun) {
    /**
     * @throws InvalidRequestException if both are the same
     */
    public Request {
      if (from.equals(to)) {
        throw new InvalidRequestException(
            "Source and target are both " + from + "; name two backends.");
      }
    }

    /** Both ends, as commands and JSON spell it. */
    public String direction() {
      return from + "-to-" + to;
    }
  }

  /** Hears how far it has come, and puts into the front door's own words what to do next. */
  public interface Listener extends MigrationListener {

    /** From now on it is about this collection. */
    void collection(String name);

    /**
     * A collection would be copied like this.
     *
     * @param bytes what the copy is expected to take on disk
     */
    void planned(String name, MigrationPlan plan, long bytes);

    /**
     * A collection was copied, or stopped on the way.
     *
     * @param next what {@link #next} says, or null if it was stopped
     */
    void copied(String name, MigrationReport report, String next);

    /** A collection could not be copied; the others are tried all the same. */
    void failed(String name, RaggedException failure);

    /**
     * What the user may want to do now that there are two of a collection.
     *
     * @param choice the one that commands use
     */
    String next(String name, BackendChoice choice, Request request);

    /** The failure with a remedy in the front door's words. */
    RaggedException explain(String name, RaggedException failure, Request request);

    @Override
    default void progress(Phase phase, long done, long total) {}
  }

  /**
   * What was done.
   *
   * @param names the collections that were found
   */
  public record Report(
      Request request,
      List<String> names,
      boolean cancelled,
      List<Map<String, Object>> done,
      List<Map<String, Object>> failed) {
    public Map<String, Object> json() {
      return Json.object(
          "direction",
          request.direction(),
          "dry_run",
          request.dryRun(),
          "cancelled",
          cancelled,
          "collections",
          done,
          "failed",
          failed);
    }
  }

  private final StoreRouter stores;

  public MigrateCollections(StoreRouter stores) {
    this.stores = stores;
  }

  /**
   * Copies them. Cancelled, it stops after the current batch; the next run resumes there.
   *
   * @throws RaggedException if source or target cannot be opened
   */
  public Report run(Request request, Listener listener, Cancellation cancellation) {
    List<Map<String, Object>> done = new ArrayList<>();
    List<Map<String, Object>> failed = new ArrayList<>();
    Backend target = stores.backend(request.to());
    try (Embedder model = stores.embedder();
        VectorStore source = source(request, model)) {
      Migration migration =
          new Migration(
              source,
              (vectors, embedder) -> target.open(embedder, vectors),
              model,
              request.options(),
              listener);
      ToLongFunction<MigrationPlan> size =
          plan -> target.expectedBytes(plan.content(), plan.model() == null ? null : model);
      List<String> names =
          request.only() != null
              ? List.of(request.only())
              : source.names().stream().filter(name -> !Migration.isWorkingCopy(name)).toList();
      Cancellation.Registration registration = cancellation.onCancel(migration::cancel);
      try {
        for (String name : names) {
          listener.collection(name);
          if (!migrate(migration, name, request, size, listener, done, failed, cancellation)) {
            break;
          }
        }
      } finally {
        registration.close();
      }
      return new Report(request, names, cancellation.isCancelled(), done, failed);
    }
  }

  /** A store that recomputes needs the model to return vectors; others keep them. */
  private VectorStore source(Request request, Embedder model) {
    VectorStore store = open(request, null);
    if (!store.capabilities().contains(Capability.RECOMPUTE)) {
      return store;
    }
    store.close();
    return open(request, model);
  }

  private VectorStore open(Request request, Embedder embedder) {
    return request.folder() != null
        ? stores.backend(request.from()).openFolder(request.folder(), embedder)
        : stores.openExisting(request.from(), embedder);
  }

  /**
   * Returns false if it was stopped; a collection that cannot be copied does not stop the others.
   */
  private boolean migrate(
      Migration migration,
      String name,
      Request request,
      ToLongFunction<MigrationPlan> size,
      Listener listener,
      List<Map<String, Object>> done,
      List<Map<String, Object>> failed,
      Cancellation cancellation) {
    try {
      if (request.dryRun()) {
        return plan(migration, name, size, listener, done);
      }
      return stores
          .turns()
          .take(
              name,
              "migrate",
              cancellation::isCancelled,
              () -> migrate(migration, name, request, listener, done));
    } catch (CancellationException e) {
      return false;
    } catch (RaggedException e) {
      RaggedException explained = listener.explain(name, e, request);
      listener.failed(name, explained);
      failed.add(Json.object("name", name, "error", explained.getMessage()));
      return true;
    }
  }

  private static boolean plan(
      Migration migration,
      String name,
      ToLongFunction<MigrationPlan> size,
      Listener listener,
      List<Map<String, Object>> done) {
    MigrationPlan plan = migration.plan(name);
    long bytes = size.applyAsLong(plan);
    done.add(MigrationJson.of(plan, bytes));
    listener.planned(name, plan, bytes);
    return true;
  }

  /** Returns false if it was stopped. */
  private boolean migrate(
      Migration migration,
      String name,
      Request request,
      Listener listener,
      List<Map<String, Object>> done) {
    MigrationReport report = migration.run(name);
    String next = report.stopped() ? null : listener.next(name, stores.choose(name), request);
    done.add(MigrationJson.of(name, report, next));
    listener.copied(name, report, next);
    return !report.stopped();
  }
}
