package dev.ragged.cli;

import dev.ragged.ContentSize;
import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.ModelIdentity;
import dev.ragged.RaggedException;
import dev.ragged.VectorStore;
import dev.ragged.leann.LeannOptions;
import dev.ragged.leann.LeannVectorStore;
import dev.ragged.leann.natives.Leann;
import dev.ragged.leann.natives.NativeLibrary;
import dev.ragged.migrate.Vectors;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The only class, with {@link LeannIndexes}, that mentions LEANN's classes. It is loaded only where
 * those are on the class path, so that all else works without them.
 */
final class LeannBackend {
  /** Lucene tells of the JVM's abilities at every start; kept here, or its level would be lost. */
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  private LeannBackend() {}

  static boolean isAvailable() {
    return NativeLibrary.isAvailable();
  }

  static void require() {
    if (!isAvailable()) {
      throw new RaggedException(describe());
    }
  }

  /** What was found of the native library, or what is missing and how to get it. */
  static String describe() {
    return NativeLibrary.describe();
  }

  /** The instructions in use, or null. */
  static String simdLevel() {
    return isAvailable() ? Leann.leann_simd_level().getString() : null;
  }

  static VectorStore open(Path directory, Embedder embedder, int graphDegree) {
    return open(directory, embedder, LeannOptions.defaults().withGraphDegree(graphDegree));
  }

  /** The store for a migration that has decided what becomes of vectors. */
  static VectorStore open(Path directory, Embedder embedder, int graphDegree, Vectors vectors) {
    GivenVectors given =
        switch (vectors) {
          case TRUST -> GivenVectors.TRUST;
          case KEEP -> GivenVectors.KEEP;
          case AUTO, REEMBED -> GivenVectors.CHECK;
        };
    return open(
        directory,
        embedder,
        LeannOptions.defaults().withGivenVectors(given).withGraphDegree(graphDegree));
  }

  private static VectorStore open(Path directory, Embedder embedder, LeannOptions options) {
    require();
    LUCENE.setLevel(Level.SEVERE);
    return LeannVectorStore.open(directory, embedder, options);
  }

  static long expectedBytes(ContentSize content, ModelIdentity model, int graphDegree) {
    return LeannVectorStore.expectedBytes(
        content, model, LeannOptions.defaults().withGraphDegree(graphDegree));
  }
}
