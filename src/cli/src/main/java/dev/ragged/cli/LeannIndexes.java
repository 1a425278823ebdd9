package dev.ragged.cli;

import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.SearchResult;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.upstream.UpstreamExport;
import dev.ragged.leann.upstream.UpstreamIndex;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Indexes of the Python package LEANN, for the commands below {@code leann}. */
final class LeannIndexes {
  /** The network of the bundled model, whoever publishes it; bundled in int8. */
  private static final String BUNDLED = "all-MiniLM-L6-v2";

  /** Passages embedded and written at a time. */
  private static final int BATCH = 64;

  /** What an unfinished import is called. */
  private static final String SUFFIX = ".importing";

  private LeannIndexes() {}

  /** The index's model: the one that the user names, else the bundled one if it is that. */
  private static Embedder model(Subcommand command, Path path, UpstreamIndex index) {
    boolean chosen =
        command.ragged.settings.value(SettingKey.MODEL).source() != Settings.Source.DEFAULT;
    String name = index.model().substring(index.model().lastIndexOf('/') + 1);
    if (!chosen && !name.equals(BUNDLED)) {
      throw new RaggedException(
          path
              + " was built with the model '"
              + index.model()
              + "', which does not come along; name a folder that has it with --model.");
    }
    return command.ragged.stores().embedder();
  }

  static int search(Subcommand command, Path path, String question, int limit, int complexity) {
    try (UpstreamIndex index = UpstreamIndex.open(path);
        Embedder model = model(command, path, index)) {
      SearchResult result = index.search(model, question, limit, complexity);
      if (command.ragged.json) {
        command.json(Hits.json(question, result));
      } else {
        Hits.lines(result, command.ragged.terminal).forEach(command::line);
        command.ragged.terminal.out().flush();
        command.note(Hits.cost(result));
      }
    }
    return Main.DONE;
  }

  /** Writes under a working name, so that no collection is ever half an index. */
  static int add(Subcommand command, Path path, String name) {
    RaggedCommand ragged = command.ragged;
    long start = System.nanoTime();
    AtomicBoolean cancelled = new AtomicBoolean();
    int exitStatus;
    long written;
    long count;
    try (UpstreamIndex index = UpstreamIndex.open(path);
        Embedder model = model(command, path, index);
        VectorStore store = ragged.stores().openExisting(Backend.LEANN, model);
        ProgressLine progress = new ProgressLine(ragged.terminal, ragged.quiet);
        Interrupts interrupts = Interrupts.onSignal(() -> cancelled.set(true))) {
      if (store.names().contains(name)) {
        throw new CollectionExistsException(name);
      }
      count = index.count();
      written = copy(index, store, name + SUFFIX, progress, cancelled);
      exitStatus = interrupts.exitStatus();
      if (!cancelled.get()) {
        store.rename(name + SUFFIX, name);
      }
    }
    if (ragged.json) {
      command.json(
          Json.object(
              "collection",
              name,
              "backend",
              Backend.LEANN.id(),
              "passages",
              count,
              "written",
              written,
              "cancelled",
              cancelled.get(),
              "seconds",
              Json.seconds((System.nanoTime() - start) / 1e9)));
    } else {
      command.line(
          cancelled.get()
              ? "Stopped after " + Text.count(written, "passage") + "; run again to go on."
              : "Imported "
                  + Text.count(count, "passage")
                  + " to '"
                  + name
                  + "' in "
                  + Text.duration((System.nanoTime() - start) / 1e9)
                  + ".");
    }
    return exitStatus;
  }

  private static long copy(
      UpstreamIndex index,
      VectorStore store,
      String working,
      ProgressLine progress,
      AtomicBoolean cancelled) {
    long written = 0;
    long start = System.nanoTime();
    try (VectorCollection collection =
        store.names().contains(working)
            ? store.open(working)
            : store.create(CollectionSpec.of(working))) {
      for (int from = 0; from < index.count() && !cancelled.get(); from += BATCH) {
        int to = Math.min(index.count(), from + BATCH);
        List<Passage> missing = missing(collection, index.passages(from, to));
        collection.add(missing);
        written += missing.size();
        long now = written;
        progress.show(
            () -> (double) to / index.count(),
            () -> {
              double seconds = (System.nanoTime() - start) / 1e9;
              return Text.number(to)
                  + "/"
                  + Text.count(index.count(), "passage")
                  + ProgressLine.left(seconds, now == 0 ? 0 : seconds / now * (index.count() - to));
            });
      }
    }
    return written;
  }

  /** Those that an import before, which was interrupted, has not written. */
  private static List<Passage> missing(VectorCollection collection, List<Passage> passages) {
    List<String> ids = passages.stream().map(Passage::id).toList();
    Set<String> there = new HashSet<>(ids);
    there.removeAll(collection.get(Selection.ids(ids), PageRequest.first(BATCH)).missing());
    return passages.stream().filter(passage -> !there.contains(passage.id())).toList();
  }

  /** Stops what reports progress. */
  private static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  static int export(Subcommand command, String name, Path path, String embeddingModel) {
    RaggedCommand ragged = command.ragged;
    long start = System.nanoTime();
    AtomicBoolean cancelled = new AtomicBoolean();
    try (Embedder model = ragged.stores().embedder();
        VectorStore store = ragged.stores().open(name, model);
        VectorCollection collection = store.open(name);
        ProgressLine progress = new ProgressLine(ragged.terminal, ragged.quiet);
        Interrupts interrupts = Interrupts.onSignal(() -> cancelled.set(true))) {
      long count = collection.info().passages();
      String named =
          embeddingModel != null ? embeddingModel : upstreamName(model.identity().name());
      try {
        UpstreamExport.write(
            collection,
            path,
            named,
            passages -> {
              if (cancelled.get()) {
                throw new StoppedException();
              }
              progress.show(() -> (double) passages / count, () -> exported(passages, count));
            });
      } catch (StoppedException e) {
        progress.close();
        command.note("Stopped; nothing was written.");
        return interrupts.exitStatus();
      }
      progress.close();
      double seconds = (System.nanoTime() - start) / 1e9;
      if (ragged.json) {
        command.json(
            Json.object(
                "collection",
                name,
                "index",
                path.toString(),
                "passages",
                count,
                "embedding_model",
                named,
                "seconds",
                Json.seconds(seconds)));
      } else {
        command.line(
            "Exported "
                + Text.count(count, "passage")
                + " to "
                + path
                + " in "
                + Text.duration(seconds)
                + "; Python is to load "
                + named
                + ".");
      }
    }
    return Main.DONE;
  }

  private static String exported(long passages, long count) {
    return passages == count
        ? "building the graph of " + Text.count(count, "passage")
        : Text.number(passages) + "/" + Text.count(count, "passage");
  }

  /** The bundled model under the name that Python knows it by. */
  private static String upstreamName(String model) {
    return model.startsWith(BUNDLED) ? "sentence-transformers/" + BUNDLED : model;
  }
}
