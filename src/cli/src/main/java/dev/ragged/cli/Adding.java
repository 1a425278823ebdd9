package dev.ragged.cli;

import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.embed.MeteredEmbedder;
import dev.ragged.ingest.IngestOptions;
import dev.ragged.ingest.IngestReport;
import dev.ragged.ingest.Ingester;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Files into a collection, for {@code add} and {@code demo}.
 *
 * @param report what was read and written
 * @param backend the store's
 * @param secondsEmbed inside the model
 * @param secondsTotal from opening the store to closing the collection
 * @param exitStatus 0, or what a signal that came in between makes of it
 */
record Adding(
    IngestReport report, String backend, double secondsEmbed, double secondsTotal, int exitStatus) {

  /**
   * How long passages are to be.
   *
   * @param tokens at most, or null for the default
   * @param overlap tokens repeated, or null for the default
   */
  record Passages(Integer tokens, Integer overlap) {

    /** What this means for a model; the defaults give way to it, wishes do not. */
    IngestOptions options(int maxTokens) {
      IngestOptions defaults = IngestOptions.defaults();
      if (tokens != null && tokens > maxTokens) {
        throw new IllegalArgumentException(
            "The model reads "
                + maxTokens
                + " tokens of a text; asked for --chunk-tokens "
                + tokens
                + ".");
      }
      int chunk = tokens != null ? tokens : Math.min(defaults.chunkTokens(), maxTokens);
      return new IngestOptions(
          chunk,
          overlap != null ? overlap : Math.min(defaults.overlapTokens(), chunk / 4),
          defaults.maxFileBytes(),
          defaults.batchPassages());
    }
  }

  /** Adds files and folders; creates the collection where it is missing. */
  static Adding run(
      Subcommand command, Stores stores, String name, List<Path> paths, Passages passages) {
    RaggedCommand ragged = command.ragged;
    long start = System.nanoTime();
    try (AddProgress progress = new AddProgress(ragged.terminal, ragged.quiet);
        Embedder model = stores.embedder()) {
      MeteredEmbedder metered = new MeteredEmbedder(model, progress::embedded);
      IngestOptions options = command.checked(() -> passages.options(metered.maxTokens()));
      try (VectorStore store = stores.openOrCreateIn(name, metered)) {
        boolean created = false;
        VectorCollection collection;
        try {
          collection = store.open(name);
        } catch (NoSuchCollectionException e) {
          collection = store.create(CollectionSpec.of(name));
          created = true;
        }
        IngestReport report = null;
        int exitStatus = Main.DONE;
        boolean empty = true;
        try (VectorCollection open = collection) {
          Ingester ingester =
              new Ingester(open, metered.tokenizer(), metered.maxTokens(), options, progress);
          Interrupts interrupts = Interrupts.onSignal(ingester::cancel);
          try {
            report = ingester.add(paths);
          } finally {
            interrupts.close();
            exitStatus = interrupts.exitStatus();
            empty = open.info().passages() == 0;
          }
        } finally {
          // A first add that came to nothing leaves nothing behind.
          if (created && empty && (report == null || report.cancelled())) {
            store.drop(name);
          }
        }
        return new Adding(
            report,
            store.backend(),
            metered.nanos() / 1e9,
            (System.nanoTime() - start) / 1e9,
            exitStatus);
      }
    }
  }

  Map<String, Object> json(String collection) {
    return Json.object(
        "collection",
        collection,
        "backend",
        backend,
        "files",
        report.files(),
        "unchanged",
        report.unchanged(),
        "removed",
        report.removed(),
        "skipped",
        report.skipped().stream().map(s -> Json.object("path", s.path(), "why", s.why())).toList(),
        "passages",
        report.passages(),
        "raw_text_bytes",
        report.rawTextBytes(),
        "cancelled",
        report.cancelled(),
        "seconds",
        Json.object(
            "read",
            Json.seconds(report.secondsRead()),
            "embed",
            Json.seconds(secondsEmbed),
            "index",
            Json.seconds(Math.max(0, report.secondsWrite() - secondsEmbed)),
            "total",
            Json.seconds(secondsTotal)));
  }

  String summary(String collection) {
    return (report.cancelled() ? "Stopped; added " : "Added ")
        + Text.count(report.files(), "file")
        + " as "
        + Text.count(report.passages(), "passage")
        + " ("
        + Text.bytes(report.rawTextBytes())
        + " of text) to '"
        + collection
        + "' in "
        + Text.duration(secondsTotal)
        + "; "
        + Text.number(report.unchanged())
        + " unchanged, "
        + Text.number(report.removed())
        + " removed, "
        + Text.number(report.skipped().size())
        + " skipped.";
  }
}
