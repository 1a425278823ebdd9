package dev.ragged.cli.command;

import dev.ragged.CollectionInfo;
import dev.ragged.StorageStats;
import dev.ragged.app.CollectionSize;
import dev.ragged.cli.terminal.Display;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A collection and its size as lines for people.
 *
 * @param size what to tell
 */
record SizeLines(CollectionSize size) {

  /** Which backend it is on, and why that one is used or not. */
  String place() {
    return size.info().name() + " on " + size.info().backend() + ": " + reason();
  }

  private String reason() {
    if (size.isUnfinishedCopy()) {
      return "an unfinished copy; run 'ragged migrate' again to resume it";
    }
    String why = size.choice().why();
    return size.used() ? why : "not used, but the one in " + size.choice().backend() + ": " + why;
  }

  /** What would make it answer better, a sentence each. */
  List<String> advice() {
    List<String> advice = new ArrayList<>();
    if (size.wordsOnly() > 0) {
      advice.add(
          "The model does not know the script of "
              + Display.count(size.wordsOnly(), "passage")
              + ", which a search finds by words alone. A model that reads most scripts: "
              + UpdateLines.ANOTHER_MODEL);
    }
    if (size.info().outdatedWords()) {
      advice.add(
          "An earlier version indexed its words; 'ragged reindex --words' renews them, and embeds"
              + " nothing.");
    }
    return advice;
  }

  /** One line. */
  String summary() {
    CollectionInfo info = size.info();
    return info.name()
        + " ("
        + info.backend()
        + ", "
        + (info.model() == null ? "" : info.model().name() + ", ")
        + info.dimension()
        + " dimensions): "
        + Display.count(info.passages(), "passage")
        + (size.stats() == null
            ? ""
            : ", " + Display.bytes(size.stats().rawTextBytes()) + " of text")
        + (size.bytes() == null ? "" : " in " + Display.bytes(size.bytes().total()) + " on disk")
        + "; "
        + reason();
  }

  /** The bytes by kind, and what the embeddings would take as they are. */
  List<String> table() {
    StorageStats.Bytes bytes = size.bytes();
    if (bytes == null) {
      return List.of("  only the server knows what it takes on disk");
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT, "  %-24s %15s %12s %12s", "", "bytes", "per passage", "of the text"));
    lines.add(row("text, compressed", bytes.text()));
    lines.add(row("vectors", bytes.vectors()));
    lines.add(row("lexical index", bytes.lexical()));
    lines.add(row("ids and metadata", bytes.idsMetadata()));
    lines.add(row("other", bytes.other()));
    lines.add(row("total", bytes.total()));
    lines.add(
        row(
                "embeddings as float32",
                size.stats().passages() * size.info().dimension() * (long) Float.BYTES)
            + kept());
    if (size.wordsOnly() > 0) {
      lines.add(
          "  "
              + Display.count(size.wordsOnly(), "passage")
              + (size.wordsOnly() == 1 ? " has" : " have")
              + " no vector and can be found by words alone: the model does not know the script");
    }
    return lines;
  }

  private String kept() {
    String bytes = Display.count(size.info().bytesPerVector(), "byte");
    return size.info().keptVectorBytes() > 0
        ? "  (kept in " + bytes + " each)"
        : "  (not kept; a code takes " + bytes + ")";
  }

  private String row(String kind, long bytes) {
    return String.format(
        Locale.ROOT,
        "  %-24s %,15d %12s %12s",
        kind,
        bytes,
        size.stats().passages() == 0
            ? "-"
            : String.format(Locale.ROOT, "%,.1f", (double) bytes / size.stats().passages()),
        size.stats().rawTextBytes() == 0
            ? "-"
            : String.format(Locale.ROOT, "%,.1f %%", 100.0 * bytes / size.stats().rawTextBytes()));
  }
}
