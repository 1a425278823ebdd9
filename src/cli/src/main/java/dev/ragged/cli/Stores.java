package dev.ragged.cli;

import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import dev.ragged.VectorStore;
import dev.ragged.chroma.ChromaServer;
import dev.ragged.chroma.ChromaSettings;
import dev.ragged.chroma.ChromaVectorStore;
import dev.ragged.embed.OnnxEmbedder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Turns settings into stores and models: the only class that knows which ones there are. */
final class Stores {
  private static final Duration SERVER_START = Duration.ofSeconds(60);
  private static final String NO_LEANN =
      "LEANN is not on the class path; add ragged-leann and ragged-leann-native with the classifier"
          + " of this platform.";

  private final Path dataDir;
  private final RaggedCommand.Backend backend;
  private final String model;
  private final URI chromaUrl;
  private final Map<String, String> env;

  /**
   * @param chromaUrl a Chroma server, or null to start one over a folder in the data directory
   */
  Stores(
      Path dataDir,
      RaggedCommand.Backend backend,
      String model,
      URI chromaUrl,
      Map<String, String> env) {
    this.dataDir = dataDir;
    this.backend = backend;
    this.model = model;
    this.chromaUrl = chromaUrl;
    this.env = env;
  }

  /** A copy for another data directory. */
  Stores in(Path otherDataDir) {
    return new Stores(otherDataDir, backend, model, chromaUrl, env);
  }

  /** Asks for files, so that no class of LEANN is loaded where it is not wanted. */
  private static boolean leannIsOnClassPath() {
    return Stores.class.getResource("/dev/ragged/leann/LeannVectorStore.class") != null
        && Stores.class.getResource("/dev/ragged/leann/natives/NativeLibrary.class") != null;
  }

  private static boolean leannIsAvailable() {
    return leannIsOnClassPath() && LeannBackend.isAvailable();
  }

  /** What is known about LEANN's engine, for {@code doctor}. */
  static Map<String, Object> engine() {
    boolean here = leannIsOnClassPath();
    return Json.object(
        "available",
        leannIsAvailable(),
        "description",
        here ? LeannBackend.describe() : NO_LEANN,
        "simd",
        here ? LeannBackend.simdLevel() : null);
  }

  /** What is known about Chroma, for {@code doctor}. */
  Map<String, Object> chroma() {
    if (chromaUrl != null) {
      try (VectorStore store = ChromaVectorStore.open(ChromaSettings.of(chromaUrl), null)) {
        return Json.object(
            "configured",
            true,
            "available",
            store.health().ok(),
            "description",
            store.health().detail());
      }
    }
    return ChromaServer.findCommand(env)
        .map(
            command ->
                Json.object(
                    "configured",
                    false,
                    "available",
                    true,
                    "description",
                    "Chroma can be started by " + command.get(0) + "."))
        .orElse(
            Json.object(
                "configured",
                false,
                "available",
                false,
                "description",
                "Chroma is neither configured nor installed; give --chroma-url, or install it with"
                    + " 'pip install chromadb'."));
  }

  /** The model; costs nothing until it embeds. */
  Embedder embedder() {
    if (model.equals("bundled")) {
      return OnnxEmbedder.bundled();
    }
    Path folder = Path.of(model);
    if (!Files.isDirectory(folder)) {
      throw new RaggedException(
          "There is no folder '" + model + "' with a model; give one, or 'bundled'.");
    }
    return OnnxEmbedder.fromFolder(folder);
  }

  /** A store for everything but embedding. */
  VectorStore open() {
    return open(null);
  }

  /** A store that embeds with {@code embedder}, which stays the caller's to close. */
  VectorStore open(Embedder embedder) {
    return switch (backend) {
      case LEANN -> leann(embedder);
      case CHROMADB -> chroma(embedder);
      case AUTO ->
          leannIsAvailable()
              ? leann(embedder)
              : chromaUrl != null || ChromaServer.findCommand(env).isPresent()
                  ? chroma(embedder)
                  : neither();
    };
  }

  private VectorStore leann(Embedder embedder) {
    if (!leannIsOnClassPath()) {
      throw new RaggedException(NO_LEANN);
    }
    return LeannBackend.open(dataDir.resolve("leann"), embedder);
  }

  private VectorStore chroma(Embedder embedder) {
    if (chromaUrl != null) {
      return ChromaVectorStore.open(ChromaSettings.of(chromaUrl), embedder);
    }
    List<String> command =
        ChromaServer.findCommand(env)
            .orElseThrow(
                () ->
                    new RaggedException(
                        "There is no Chroma to start; install it with 'pip install chromadb', or"
                            + " give a server's address with --chroma-url."));
    ChromaServer server = ChromaServer.start(dataDir.resolve("chroma"), command, SERVER_START);
    return ChromaVectorStore.managed(server, embedder);
  }

  private static VectorStore neither() {
    throw new RaggedException(
        "There is no store to use: "
            + engine().get("description").toString().replaceAll("\\.$", "")
            + "; or use Chroma: install it with 'pip install chromadb', or give --chroma-url.");
  }
}
