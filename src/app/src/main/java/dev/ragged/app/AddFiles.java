package dev.ragged.app;

import dev.ragged.CollectionInfo;
import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.app.json.Json;
import dev.ragged.app.sources.RegisteredSource;
import dev.ragged.ingest.GivenDocument;
import dev.ragged.ingest.Guarded;
import dev.ragged.ingest.IngestListener;
import dev.ragged.ingest.IngestReport;
import dev.ragged.ingest.Ingester;
import dev.ragged.ingest.Source;
import dev.ragged.ingest.SourceRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Adds files and folders to a collection, or brings them up to date. */
public final class AddFiles {
  /** A model for texts in scripts that the bundled one does not know, as the setting names it. */
  public static final String MULTILINGUAL = "hf:intfloat/multilingual-e5-small";

  private static final int MAX_LOOKED_AT = 10_000;

  /**
   * What to add.
   *
   * @param collection created where it is missing
   * @param paths files and folders; the collection remembers them, except for files of passages
   * @param given documents that are in no file; the collection does not remember where from
   * @param rules what of the folders belongs into the collection
   * @param verify whether to read files that look unchanged, too
   * @param prune asked whether to remove what may come back
   */
  public record Request(
      String collection,
      List<Path> paths,
      List<GivenDocument> given,
      PassageSize size,
      SourceRules rules,
      boolean verify,
      Predicate<Guarded> prune) {
    /**
     * @throws InvalidRequestException if a path does not exist, or the name is not valid
     */
    public Request {
      String name = collection;
      InvalidRequestException.check(() -> CollectionSpec.checkName(name));
      paths = List.copyOf(paths);
      given = List.copyOf(given);
      for (Path path : paths) {
        if (!Files.exists(path)) {
          throw new InvalidRequestException(
              "There is no file or folder '" + path + "'" + meant(path));
        }
      }
    }

    /** What is beside it and is called nearly so. */
    private static String meant(Path path) {
      Path folder = path.toAbsolutePath().getParent();
      try (Stream<Path> beside = folder == null ? Stream.of() : Files.list(folder)) {
        List<String> names =
            beside.map(one -> one.getFileName().toString()).limit(MAX_LOOKED_AT).toList();
        return Nearest.of(path.getFileName().toString(), names)
            .map(name -> "; did you mean '" + path.resolveSibling(name) + "'?")
            .orElse(".");
      } catch (IOException e) {
        return "."; // the folder is not there either
      }
    }

    /** All of the paths; nothing is removed that may come back. */
    public Request(String collection, List<Path> paths, PassageSize size) {
      this(collection, paths, List.of(), size, SourceRules.NONE, false, guarded -> false);
    }
  }

  /** Hears how far it has come; its methods are called by several threads. */
  public interface Listener extends IngestListener {
    /** Hears nothing. */
    Listener NONE = new Listener() {};

    /**
     * Some passages have been embedded.
     *
     * @param passages since the last call
     * @param done of those that are being written together
     * @param all how many of them need the model; those whose text is stored already do not
     */
    default void embedded(int passages, int done, int all) {}

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
   * @param held files that the collection holds now; 0 while that is not known
   * @param embedded passages that the model embedded
   * @param wordsOnly passages that the model cannot read, so that only their words find them
   * @param keptVectorBytes as the collection's {@link CollectionInfo} has it
   * @param costlyModel the model's name if embedding a text is {@link Embedder#costly()}, else null
   * @param secondsEmbed inside the model
   * @param secondsTotal from opening the store to closing the collection
   */
  public record Report(
      String collection,
      String backend,
      IngestReport files,
      int held,
      long embedded,
      long wordsOnly,
      int keptVectorBytes,
      String costlyModel,
      double secondsEmbed,
      double secondsTotal) {

    /** What is wrong, a sentence each. */
    public List<String> problems() {
      return files.guarded().stream().map(Report::problem).toList();
    }

    private static String problem(Guarded guarded) {
      String what = guarded.path() == null ? "What was added by name " : (guarded.path() + " ");
      return what
          + guarded.why().substring(0, guarded.why().length() - 1)
          + "; the passages of "
          + guarded.files()
          + (guarded.files() == 1 ? " file stay" : " files stay")
          + " until somebody asks to prune them.";
    }

    public Map<String, Object> json() {
      return Json.object(
          "collection",
          collection,
          "backend",
          backend,
          "files",
          files.files(),
          "moved",
          files.moved(),
          "unchanged",
          files.unchanged(),
          "removed",
          files.removed(),
          "skipped",
          skippedJson(),
          "problems",
          problems(),
          "passages",
          files.passages(),
          "embedded",
          embedded,
          "words_only",
          wordsOnly,
          "raw_text_bytes",
          files.rawTextBytes(),
          "kept_vector_bytes",
          keptVectorBytes,
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

    /** The same as the answer of an update has it. */
    Map<String, Object> updateJson() {
      return Json.object(
          "collection",
          collection,
          "files",
          held,
          "added",
          files.added(),
          "changed",
          files.files() - files.added(),
          "moved",
          files.moved(),
          "removed",
          files.removed(),
          "unchanged",
          files.unchanged(),
          "embedded",
          embedded,
          "words_only",
          wordsOnly,
          "skipped",
          skippedJson(),
          "problems",
          problems());
    }

    private List<Map<String, Object>> skippedJson() {
      return files.skipped().stream()
          .map(skipped -> Json.object("path", skipped.path(), "why", skipped.why()))
          .toList();
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
    List<Path> paths = request.paths().stream().map(Source::realPath).distinct().toList();
    List<RegisteredSource> sources =
        paths.stream()
            .filter(path -> !Ingester.isJsonLines(path))
            .map(
                path ->
                    RegisteredSource.of(
                        path, request.rules(), request.size().tokens(), request.size().overlap()))
            .toList();
    CollectionUpdate update =
        new CollectionUpdate(
            stores,
            new CollectionUpdate.Task(
                request.collection(),
                true,
                sources,
                false,
                paths.stream().filter(Ingester::isJsonLines).toList(),
                request.given(),
                request.size(),
                request.verify(),
                request.prune(),
                stores.patience()));
    listener.started(update::soFar);
    return update.run(listener, cancellation);
  }
}
