package dev.ragged.app;

import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.RaggedException;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.app.json.Json;
import dev.ragged.embed.MeteredEmbedder;
import dev.ragged.ingest.IngestListener;
import dev.ragged.ingest.IngestReport;
import dev.ragged.ingest.Ingester;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** Adds files and folders to a collection, or brings them up to date. */
public final class AddFiles {

  /**
   * What to add.
   *
   * @param collection created where it is missing
   * @param paths files and folders
   */
  public record Request(String collection, List<Path> paths, PassageSize size) {
    /**
     * @throws InvalidRequestException if a path does not exist, or the name is not valid
     */
    public Request {
      String name = collection;
      InvalidRequestException.check(() -> CollectionSpec.checkName(name));
      paths = List.copyOf(paths);
      for (Path path : paths) {
        if (!Files.exists(path)) {
          throw new InvalidRequestException("There is no file or folder '" + path + "'.");
        }
      }
    }
  }

  /** Hears how far it has come; its methods are called by several threads. */
  public interface Listener extends IngestListener {
    /** Hears nothing. */
    Listener NONE = new Listener() {};

    /** So many passages have been embedded since the last call. */
    default void embedded(int passages) {}

    /**
     * It has begun.
     *
     * @param soFar what has been stored at the time it is asked for, as if it were cancelled then;
     *     for any thread
     */
    default void started(Supplier<Report> soFar) {}
  }

  /**
   * What was added.
   *
   * @param files what was read and written
   * @param backend the collection's; null in a report made before it was opened
   * @param secondsEmbed inside the model
   * @param secondsTotal from opening the store to closing the collection
   */
  public record Report(
      String collection,
      String backend,
      IngestReport files,
      double secondsEmbed,
      double secondsTotal) {

    public Map<String, Object> json() {
      return Json.object(
          "collection",
          collection,
          "backend",
          backend,
          "files",
          files.files(),
          "unchanged",
          files.unchanged(),
          "removed",
          files.removed(),
          "skipped",
          files.skipped().stream()
              .map(skipped -> Json.object("path", skipped.path(), "why", skipped.why()))
              .toList(),
          "passages",
          files.passages(),
          "raw_text_bytes",
          files.rawTextBytes(),
          "cancelled",
          files.cancelled(),
          "seconds",
          Json.object(
              "read",
              Json.seconds(files.secondsRead()),
              "embed",
              Json.seconds(secondsEmbed),
              "index",
              Json.seconds(Math.max(0, files.secondsWrite() - secondsEmbed)),
              "total",
              Json.seconds(secondsTotal)));
    }
  }

  private final StoreRouter stores;

  public AddFiles(StoreRouter stores) {
    this.stores = stores;
  }

  /** One run, whose report can be asked for at any time. */
  private static final class Run {
    final long start = System.nanoTime();
    final String collection;
    volatile MeteredEmbedder model;
    volatile String backend;
    volatile Ingester ingester;

    Run(String collection) {
      this.collection = collection;
    }

    Report soFar() {
      Ingester running = ingester;
      return report(running == null ? IngestReport.CANCELLED_BEFORE_ALL : running.soFar());
    }

    Report report(IngestReport files) {
      return new Report(
          collection,
          backend,
          files,
          model == null ? 0 : model.nanos() / 1e9,
          (System.nanoTime() - start) / 1e9);
    }
  }

  /**
   * Adds them. Cancelled, it keeps the files that are done and says so in the report.
   *
   * @throws InvalidRequestException if the model reads fewer tokens than a passage is to have
   */
  public Report run(Request request, Listener listener, Cancellation cancellation) {
    Run run = new Run(request.collection());
    listener.started(run::soFar);
    try (Embedder model = stores.embedder()) {
      MeteredEmbedder metered =
          new MeteredEmbedder(
              model,
              passages -> {
                listener.embedded(passages);
                // A long document is one write; this ends it between a few passages.
                if (cancellation.isCancelled()) {
                  throw new CancellationException();
                }
              });
      run.model = metered;
      var options = request.size().options(metered.maxTokens());
      try (VectorStore store = stores.openToCreate(request.collection(), metered)) {
        run.backend = store.backend();
        VectorCollection collection;
        boolean created = false;
        try {
          collection = store.open(request.collection());
        } catch (NoSuchCollectionException missing) {
          try {
            collection = store.create(CollectionSpec.of(request.collection()));
            created = true;
          } catch (CollectionExistsException e) { // another process was faster
            collection = store.open(request.collection());
          }
        }
        IngestReport report = null;
        try (VectorCollection open = collection) {
          Ingester ingester =
              new Ingester(open, metered.tokenizer(), metered.maxTokens(), options, listener);
          run.ingester = ingester;
          Cancellation.Registration registration = cancellation.onCancel(ingester::cancel);
          try {
            report = ingester.add(request.paths());
          } finally {
            registration.close();
          }
        } finally {
          if (created && (report == null || report.cancelled())) {
            dropIfEmpty(store, request.collection());
          }
        }
        return run.report(report);
      }
    }
  }

  /**
   * A first add that came to nothing leaves nothing behind, if that can be had: why it came to
   * nothing matters more, and an empty collection does no harm.
   */
  private static void dropIfEmpty(VectorStore store, String name) {
    try {
      long passages;
      try (VectorCollection made = store.open(name)) {
        passages = made.info().passages();
      }
      if (passages == 0) {
        store.drop(name);
      }
    } catch (RaggedException e) {
      // Another process may be writing to it.
    }
  }
}
