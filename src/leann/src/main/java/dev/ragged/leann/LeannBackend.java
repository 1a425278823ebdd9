package dev.ragged.leann;

import dev.ragged.ContentSize;
import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.Health;
import dev.ragged.RaggedException;
import dev.ragged.VectorStore;
import dev.ragged.leann.internal.engine.EngineHealth;
import dev.ragged.leann.internal.search.VectorCache;
import dev.ragged.leann.internal.storage.CollectionFolders;
import dev.ragged.leann.internal.storage.IoFailure;
import dev.ragged.leann.internal.storage.StoreFolder;
import dev.ragged.leann.natives.Leann;
import dev.ragged.spi.Backend;
import dev.ragged.spi.CollectionFiles;
import dev.ragged.spi.Diagnosis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * LEANN over a folder. Looks at files and resources only until a store is opened, so that it can
 * say what is missing where the engine is not on the class path.
 */
final class LeannBackend implements Backend {
  /** Lucene reports the JVM's abilities at every start; kept here, or its level would be lost. */
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  private final Path folder;
  private final LeannOptions options;

  /** Shared by all stores, whatever collections and models they are for; made with the first. */
  private VectorCache vectorCache;

  LeannBackend(Path folder, LeannOptions options) {
    this.folder = folder;
    this.options = options;
  }

  @Override
  public Health availability() {
    return EngineHealth.check();
  }

  @Override
  public boolean mayHoldCollections() {
    return availability().ok() || !names(folder).isEmpty();
  }

  @Override
  public boolean holds(String collection) {
    return names(folder).contains(collection);
  }

  @Override
  public String place() {
    return folder.toString();
  }

  /** Read from the folder, so that collections are missed where the engine itself is missing. */
  static List<String> names(Path folder) {
    try {
      return new CollectionFolders(folder).names();
    } catch (IOException e) {
      throw new RaggedException(
          "Cannot list the collections in " + folder + ": " + IoFailure.reason(e) + ".", e);
    }
  }

  @Override
  public List<String> strays() {
    try {
      List<String> strays = new ArrayList<>(new CollectionFolders(folder).strays());
      if (Files.isDirectory(folder) && availability().ok()) { // only the engine knows its locks
        strays.addAll(new StoreFolder(folder).leftovers());
      }
      return strays;
    } catch (IOException e) {
      return List.of(); // whoever asks for the collections hears of it
    }
  }

  private void requireAvailable() {
    Health health = availability();
    if (!health.ok()) {
      List<String> names = names(folder);
      throw new RaggedException(
          names.isEmpty()
              ? health.detail()
              : "The collections in "
                  + folder
                  + " ("
                  + String.join(", ", names)
                  + ") cannot be opened: "
                  + health.detail());
    }
  }

  @Override
  public VectorStore open(Embedder embedder, GivenVectors givenVectors) {
    return open(folder, embedder, options.withGivenVectors(givenVectors));
  }

  @Override
  public VectorStore openFolder(Path other, Embedder embedder) {
    if (names(other).isEmpty()) {
      throw new RaggedException(
          "There are no collections in '" + other + "'; name the folder that holds them.");
    }
    return open(other, embedder, options);
  }

  private VectorStore open(Path directory, Embedder embedder, LeannOptions options) {
    requireAvailable();
    LUCENE.setLevel(Level.SEVERE);
    return LeannVectorStore.open(directory, embedder, options, vectorCache());
  }

  private synchronized VectorCache vectorCache() {
    if (vectorCache == null) {
      vectorCache = new VectorCache(options.cacheBytes());
    }
    return vectorCache;
  }

  @Override
  public Optional<CollectionFiles> files() {
    LUCENE.setLevel(Level.SEVERE);
    return Optional.of(new LeannFiles(folder));
  }

  @Override
  public long expectedBytes(ContentSize content, Embedder embedder) {
    return LeannVectorStore.expectedBytes(content, embedder, options);
  }

  @Override
  public Diagnosis diagnose() {
    Health health = availability();
    String simd = health.ok() ? Leann.leann_simd_level().getString() : null;
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("available", health.ok());
    facts.put("description", health.detail());
    facts.put("simd", simd);
    return new Diagnosis("native_library", "native library", health.ok(), health.detail(), facts);
  }

  @Override
  public String version() {
    return availability().detail();
  }

  @Override
  public void close() {
    // Stores close themselves; nothing runs beside them.
  }
}
