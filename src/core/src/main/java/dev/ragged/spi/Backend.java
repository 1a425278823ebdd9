package dev.ragged.spi;

import dev.ragged.ContentSize;
import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.Health;
import dev.ragged.ModelIdentity;
import dev.ragged.VectorStore;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A backend with its settings. Safe for use by several threads. What it starts for its stores, such
 * as a server, runs until {@link #close()}.
 */
public interface Backend extends AutoCloseable {

  /**
   * Whether collections can be made here; starts nothing.
   *
   * @return with a detail that says what was found, or what is missing and how to get it
   */
  Health availability();

  /**
   * Whether collections may be here already, judged without starting anything. If false, {@link
   * #open} would find none.
   */
  boolean mayHoldCollections();

  /**
   * Whether a collection of that name is here. May open a store to find out; false if {@link
   * #mayHoldCollections()} is.
   */
  boolean holds(String collection);

  /** Where its collections are, for people: a folder, or a server's address. */
  String place();

  /**
   * Opens the store, starting what it needs.
   *
   * @param embedder the model that embeds passages and questions, or null if callers bring all
   *     vectors; stays the caller's to close
   * @throws dev.ragged.RaggedException if it is not available, saying how to get it
   */
  VectorStore open(@Nullable Embedder embedder, GivenVectors givenVectors);

  /**
   * Opens a data folder of this kind that belongs to somebody else, for reading; the folder stays
   * as it is.
   *
   * @param embedder as in {@link #open}
   * @throws dev.ragged.RaggedException if it is not such a folder
   */
  VectorStore openFolder(Path folder, @Nullable Embedder embedder);

  /**
   * Roughly the bytes on disk that a new collection of such content would take.
   *
   * @param model that it would be created with, or null
   */
  long expectedBytes(ContentSize content, @Nullable ModelIdentity model);

  /** What there is to know about it on this machine; never throws. */
  Diagnosis diagnose();

  /** The name and version of what stores the data, for reports of measurements. */
  String version();

  /**
   * Which kind of bytes a file of the data folder holds, for stores without {@link
   * dev.ragged.Capability#BYTES_ON_DISK}: {@code vectors} where they serve vector search alone.
   */
  default String kindOfBytes(Path file) {
    return "other";
  }

  @Override
  void close();
}
