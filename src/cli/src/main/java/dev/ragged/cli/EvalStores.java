package dev.ragged.cli;

import dev.ragged.Embedder;
import dev.ragged.eval.Contender;
import dev.ragged.eval.Program;
import dev.ragged.eval.StoreContender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The two backends as contenders, each in a folder of its own. */
final class EvalStores {
  private EvalStores() {}

  /** The backend that a new collection would get. */
  static Contender chosen(
      RaggedCommand ragged, Evaluating evaluating, Embedder model, double... recallTargets) {
    Stores stores = ragged.stores().in(evaluating.scratch().resolve("store"));
    Backend backend = stores.choose("evaluated").backend();
    return backend == Backend.LEANN
        ? leann(ragged, evaluating, model, recallTargets)
        : chroma(ragged, evaluating, model, "Chroma", null, null);
  }

  static Contender leann(
      RaggedCommand ragged, Evaluating evaluating, Embedder model, double... recallTargets) {
    Path folder = evaluating.scratch().resolve("leann");
    Stores stores = ragged.stores().in(folder);
    stores.requireLeann();
    return new StoreContender(
        "ragged (LEANN)",
        version() + " with " + Stores.engine().get("description"),
        new StoreContender.Place(
            folder,
            embedder -> stores.open(Backend.LEANN, embedder),
            file -> "other",
            stores::close),
        model,
        recallTargets);
  }

  /**
   * Chroma by a server over a folder of its own, whatever server the settings name.
   *
   * @param command starts it, or null for what the settings and the path know
   * @param version as reports tell it, or null to ask the command
   */
  static Contender chroma(
      RaggedCommand ragged,
      Evaluating evaluating,
      Embedder model,
      String title,
      List<String> command,
      String version) {
    Path folder = evaluating.scratch().resolve("chroma");
    Stores stores = ragged.stores().in(folder, command);
    return new StoreContender(
        title,
        version != null
            ? version
            : stores.chromaCommand().map(EvalStores::versionSaid).orElse("Chroma"),
        new StoreContender.Place(
            folder,
            embedder -> stores.open(Backend.CHROMADB, embedder),
            EvalStores::kindInChroma,
            stores::close),
        model,
        // Chroma has no recall target; it takes whatever is asked for.
        1);
  }

  /** The command line has a version of its own, which is not the package's. */
  private static String versionSaid(List<String> command) {
    return Program.version(command) + " (its command line)";
  }

  private static String version() {
    try {
      return new RaggedCommand.Version().getVersion()[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String kindInChroma(Path file) {
    String name = file.getFileName().toString();
    // Its database has texts, metadata, words and the vectors that are not in the graph's files
    // yet.
    return name.startsWith("chroma.sqlite3")
        ? "database"
        : name.endsWith(".bin") ? "vectors" : "other";
  }
}
