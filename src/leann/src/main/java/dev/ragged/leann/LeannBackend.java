package dev.ragged.leann;

import dev.ragged.ContentSize;
import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.Health;
import dev.ragged.ModelIdentity;
import dev.ragged.RaggedException;
import dev.ragged.VectorStore;
import dev.ragged.leann.internal.engine.EngineHealth;
import dev.ragged.leann.natives.Leann;
import dev.ragged.spi.Backend;
import dev.ragged.spi.Diagnosis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * LEANN over a folder. Looks only at files and resources until a store is opened, so that it can
 * say what is missing if the engine is not on the class path.
 */
final class LeannBackend implements Backend {
  /**
   * Lucene logs the JVM's features at every start. A field, because an unreferenced logger is
   * garbage-collected and loses its level.
   */
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  private final Path folder;
  private final int graphDegree;

  LeannBackend(Path folder, int graphDegree) {
    this.folder = folder;
    this.graphDegree = graphDegree;
  }

  @Override
  public Health availability() {
    return EngineHealth.check();
  }

  @Override
  public boolean mayHoldCollections() {
    return availability().ok() || !names().isEmpty();
  }

  @Override
  public boolean holds(String collection) {
    return Files.isDirectory(folder.resolve(collection));
  }

  @Override
  public String place() {
    return folder.toString();
  }

  /** Read from the folder, so that collections are noticed even if the engine is missing. */
  private List<String> names() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .filter(Files::isDirectory)
          .map(collection -> collection.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireAvailable() {
    Health health = availability();
    if (!health.ok()) {
      List<String> names = names();
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
    return open(folder, embedder, options().withGivenVectors(givenVectors));
  }

  @Override
  public VectorStore openFolder(Path other, Embedder embedder) {
    if (!Files.isDirectory(other)) {
      throw new RaggedException(
          "There is no folder '" + other + "'; name a folder with collections.");
    }
    return open(other, embedder, options());
  }

  private VectorStore open(Path directory, Embedder embedder, LeannOptions options) {
    requireAvailable();
    LUCENE.setLevel(Level.SEVERE);
    return LeannVectorStore.open(directory, embedder, options);
  }

  private LeannOptions options() {
    return LeannOptions.defaults().withGraphDegree(graphDegree);
  }

  @Override
  public long expectedBytes(ContentSize content, ModelIdentity model) {
    return LeannVectorStore.expectedBytes(content, model, options());
  }

  @Override
  public Diagnosis diagnose() {
    Health health = availability();
    String simd = health.ok() ? Leann.leann_simd_level().getString() : null;
    return new Diagnosis(
        "native_library",
        "native library",
        health.ok(),
        health.detail(),
        Collections.singletonMap("simd", simd));
  }

  @Override
  public String version() {
    return availability().detail();
  }

  @Override
  public void close() {
    // Stores close themselves, and nothing else runs.
  }
}
