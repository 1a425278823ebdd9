package dev.ragged.cli;

import dev.ragged.Capability;
import dev.ragged.CollectionInfo;
import dev.ragged.RaggedException;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.migrate.Migration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A collection and its size, for {@code list}, {@code stats} and {@code demo}.
 *
 * @param stats null if they were not asked for
 * @param choice which backend serves collections of this name: perhaps another
 */
record CollectionSize(CollectionInfo info, StorageStats stats, Choice choice) {

  /**
   * Those of all collections that can be read, on all backends.
   *
   * @param withStats whether to ask also where all passages must be read for them
   * @param unreadable told what is wrong with each of the others
   */
  static List<CollectionSize> all(
      Stores stores, boolean withStats, Consumer<RaggedException> unreadable) {
    List<CollectionSize> sizes = new ArrayList<>();
    stores.each(
        store -> {
          boolean cheap = store.capabilities().contains(Capability.BYTES_ON_DISK);
          for (String name : store.names()) {
            try {
              sizes.add(of(store, name, withStats || cheap, stores.chooseFound(name)));
            } catch (RaggedException e) {
              unreadable.accept(e);
            }
          }
        },
        unreadable);
    return sizes;
  }

  static CollectionSize of(VectorStore store, String name, boolean withStats, Choice choice) {
    try (VectorCollection collection = store.open(name)) {
      return new CollectionSize(collection.info(), withStats ? collection.stats() : null, choice);
    }
  }

  /** This is the collection that commands find by its name. */
  private boolean used() {
    return choice.backend().id().equals(info.backend());
  }

  /** The answer of {@code list} and, with the tables of bytes, of {@code stats}. */
  static int tell(Subcommand command, List<CollectionSize> sizes, boolean tables) {
    RaggedCommand ragged = command.ragged;
    if (ragged.json) {
      command.json(Json.object("collections", sizes.stream().map(CollectionSize::json).toList()));
    } else if (sizes.isEmpty() && command.status() == Main.DONE) {
      command.note(
          "There are no collections in " + ragged.dataDir() + "; 'ragged add PATH' makes one.");
    } else {
      for (CollectionSize size : sizes) {
        command.line(size.summary());
        if (tables) {
          size.table().forEach(command::line);
        }
      }
    }
    return command.status();
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
        info.passages(),
        "raw_text_bytes",
        stats == null ? null : stats.rawTextBytes(),
        "bytes",
        bytesJson(bytes()),
        "used",
        used(),
        "why",
        choice.why());
  }

  /** Which backend it is on, and why that one is used or not, for {@code doctor}. */
  Map<String, Object> serving() {
    return Json.object(
        "name", info.name(), "backend", info.backend(), "used", used(), "why", choice.why());
  }

  /** The same for people. */
  String servingLine() {
    return info.name() + " on " + info.backend() + ": " + reason();
  }

  private String reason() {
    if (Migration.isWorkingCopy(info.name())) {
      return "an unfinished copy, which 'ragged migrate' goes on with";
    }
    return (used() ? "" : "not used, but that in " + choice.backend().id() + ": ") + choice.why();
  }

  private StorageStats.Bytes bytes() {
    return stats == null ? null : stats.bytes();
  }

  /** Null where they are not known. */
  static Map<String, Object> bytesJson(StorageStats.Bytes bytes) {
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
        + Text.count(info.passages(), "passage")
        + (stats == null ? "" : ", " + Text.bytes(stats.rawTextBytes()) + " of text")
        + (bytes() == null ? "" : " in " + Text.bytes(bytes().total()) + " on disk")
        + "; "
        + reason();
  }

  /** The bytes by kind, and what the embeddings that are not kept would have taken. */
  List<String> table() {
    StorageStats.Bytes bytes = bytes();
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
        row("embeddings as float32", stats.passages() * info.dimension() * (long) Float.BYTES)
            + "  (not kept)");
    return lines;
  }

  private String row(String kind, long bytes) {
    return String.format(
        Locale.ROOT,
        "  %-24s %,15d %12s %12s",
        kind,
        bytes,
        stats.passages() == 0
            ? "-"
            : String.format(Locale.ROOT, "%,.1f", (double) bytes / stats.passages()),
        stats.rawTextBytes() == 0
            ? "-"
            : String.format(Locale.ROOT, "%,.1f %%", 100.0 * bytes / stats.rawTextBytes()));
  }
}
