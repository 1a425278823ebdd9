package dev.ragged.cli;

import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import dev.ragged.VectorStore;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.leann.LeannVectorStore;
import dev.ragged.leann.natives.Leann;
import dev.ragged.leann.natives.NativeLibrary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Turns settings into stores and models: the only class that knows which ones there are. */
final class Stores {
  /** Lucene tells of the JVM's abilities at every start; kept here, or its level would be lost. */
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  private final Path dataDir;
  private final RaggedCommand.Backend backend;
  private final String model;

  Stores(Path dataDir, RaggedCommand.Backend backend, String model) {
    this.dataDir = dataDir;
    this.backend = backend;
    this.model = model;
  }

  /** What is known about LEANN's engine, for {@code doctor}. */
  static Map<String, Object> engine() {
    boolean available = NativeLibrary.isAvailable();
    return Json.object(
        "available",
        available,
        "description",
        NativeLibrary.describe(),
        "simd",
        available ? Leann.leann_simd_level().getString() : null);
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
    if (backend == RaggedCommand.Backend.CHROMADB) {
      throw new RaggedException(
          "This build has no Chroma backend yet; use --backend leann or leave it out.");
    }
    if (!NativeLibrary.isAvailable()) {
      throw new RaggedException(
          "LEANN needs its native library and there is no Chroma backend yet: "
              + NativeLibrary.describe());
    }
    LUCENE.setLevel(Level.SEVERE);
    return LeannVectorStore.open(dataDir.resolve("leann"), embedder);
  }
}
