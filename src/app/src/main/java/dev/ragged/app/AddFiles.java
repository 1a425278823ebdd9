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
  }

  /**
   * What was added.
   *
   * @param files what was read and written
   * @param backend the collection's
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

  /**
   * Adds them. Cancelled, it keeps the files that are done and says so in the report.
   *
   * @throws InvalidRequestException if the model reads fewer tokens than a passage is to have
   */
  public Report run(Request request, Listener listener, Cancellation cancellation) {
    long start = System.nanoTime();
    try (Embedder model = stores.embedder()) {
      MeteredEmbedder metered = new MeteredEmbedder(model, listener::embedded);
      var options = request.size().options(metered.maxTokens());
      try (VectorStore store = stores.openToCreate(request.collection(), metered)) {
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
        return new Report(
            request.collection(),
            store.backend(),
            report,
            metered.nanos() / 1e9,
            (System.nanoTime() - start) / 1e9);
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
