package dev.ragged.cli;

import dev.ragged.CollectionInfo;
import dev.ragged.RaggedException;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** A collection and its bytes on disk, for {@code list}, {@code stats} and {@code demo}. */
record CollectionSize(CollectionInfo info, StorageStats stats) {

  /**
   * Those of all collections that can be read.
   *
   * @param unreadable told what is wrong with each of the others
   */
  static List<CollectionSize> all(VectorStore store, Consumer<RaggedException> unreadable) {
    List<CollectionSize> sizes = new ArrayList<>();
    for (String name : store.names()) {
      try {
        sizes.add(of(store, name));
      } catch (RaggedException e) {
        unreadable.accept(e);
      }
    }
    return sizes;
  }

  static CollectionSize of(VectorStore store, String name) {
    try (VectorCollection collection = store.open(name)) {
      return new CollectionSize(collection.info(), collection.stats());
    }
  }

  static Map<String, Object> json(List<CollectionSize> sizes) {
    return Json.object("collections", sizes.stream().map(CollectionSize::json).toList());
  }

  Map<String, Object> json() {
    return Json.object(
        "name",
        info.name(),
        "backend",
        info.backend(),
        "model",
        info.model() == null ? null : info.model().name(),
        "dimension",
        info.dimension(),
        "records",
        stats.records(),
        "raw_text_bytes",
        stats.rawTextBytes(),
        "bytes",
        bytesJson());
  }

  private Map<String, Object> bytesJson() {
    StorageStats.Bytes bytes = stats.bytes();
    return bytes == null
        ? null
        : Json.object(
            "text",
            bytes.text(),
            "vectors",
            bytes.vectors(),
            "lexical",
            bytes.lexical(),
            "ids_metadata",
            bytes.idsMetadata(),
            "other",
            bytes.other(),
            "total",
            bytes.total());
  }

  /** One line. */
  String summary() {
    return info.name()
        + " ("
        + info.backend()
        + ", "
        + (info.model() == null ? "" : info.model().name() + ", ")
        + info.dimension()
        + " dimensions): "
        + Text.count(stats.records(), "passage")
        + ", "
        + Text.bytes(stats.rawTextBytes())
        + " of text"
        + (stats.bytes() == null ? "" : " in " + Text.bytes(stats.bytes().total()) + " on disk");
  }

  /** The bytes by kind, and what the embeddings that are not kept would have taken. */
  List<String> table() {
    StorageStats.Bytes bytes = stats.bytes();
    if (bytes == null) {
      return List.of("  what it takes on disk is known to the server only");
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT, "  %-24s %15s %12s %12s", "", "bytes", "a passage", "of the text"));
    lines.add(row("text, compressed", bytes.text()));
    lines.add(row("vectors", bytes.vectors()));
    lines.add(row("lexical index", bytes.lexical()));
    lines.add(row("ids and metadata", bytes.idsMetadata()));
    lines.add(row("other", bytes.other()));
    lines.add(row("total", bytes.total()));
    lines.add(
        row("embeddings as float32", stats.records() * info.dimension() * (long) Float.BYTES)
            + "  (not kept)");
    return lines;
  }

  private String row(String kind, long bytes) {
    return String.format(
        Locale.ROOT,
        "  %-24s %,15d %12s %12s",
        kind,
        bytes,
        stats.records() == 0
            ? "-"
            : String.format(Locale.ROOT, "%,.1f", (double) bytes / stats.records()),
        stats.rawTextBytes() == 0
            ? "-"
            : String.format(Locale.ROOT, "%,.1f %%", 100.0 * bytes / stats.rawTextBytes()));
  }
}
