package dev.ragged.spi;

import dev.ragged.ContentSize;
import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.Health;
import dev.ragged.VectorStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A configured backend. Safe for use by several threads. What it starts for its stores, such as a
 * server, runs until {@link #close()}.
 */
public interface Backend extends AutoCloseable {

  /**
   * Whether collections can be created here; starts nothing.
   *
   * @return the answer, with a detail on what was found, or what is missing and how to get it
   */
  Health availability();

  /**
   * Whether there may be collections here, judged without starting anything. If false, {@link
   * #open} would find none.
   *
   * @return whether opening is worth while
   */
  boolean mayHoldCollections();

  /**
   * Whether there is a collection with that name. May open a store to find out; false if {@link
   * #mayHoldCollections()} is.
   *
   * @param collection its name
   * @return whether it is there
   */
  boolean holds(String collection);

  /**
   * What lies among the collections and is none, such as an empty folder: a sentence each. Starts
   * nothing.
   *
   * @return sentences for people
   */
  default List<String> strays() {
    return List.of();
  }

  /**
   * Where its collections are, for people: a folder or a server's address.
   *
   * @return a path or a URL
   */
  String place();

  /**
   * Opens the store, starting what it needs.
   *
   * @param embedder the model that embeds passages and questions, or null if callers provide all
   *     vectors; the caller closes it
   * @param givenVectors what to do with vectors that come with texts
   * @return the store; closing it does not close this backend
   * @throws dev.ragged.RaggedException if it is not available; says how to get it
   */
  VectorStore open(@Nullable Embedder embedder, GivenVectors givenVectors);

  /**
   * Opens a data folder of this backend elsewhere, for reading; the folder is not changed.
   *
   * @param folder a data folder of this backend
   * @param embedder as in {@link #open}
   * @return the store, for reading
   * @throws dev.ragged.RaggedException if it is not such a folder
   */
  VectorStore openFolder(Path folder, @Nullable Embedder embedder);

  /**
   * An estimate of the bytes on disk of a new collection with such content.
   *
   * @param content what would be stored
   * @param embedder the model it would be created with, or null
   * @return bytes
   */
  long expectedBytes(ContentSize content, @Nullable Embedder embedder);

  /**
   * The collections as files, if that is what they are; works without what {@link #availability()}
   * misses.
   *
   * @return the files, or nothing if they are not the backend's own
   */
  default Optional<CollectionFiles> files() {
    return Optional.empty();
  }

  /**
   * What is known about the backend on this machine; never throws.
   *
   * @return what is known
   */
  Diagnosis diagnose();

  /**
   * The name and version of what stores the data, for benchmark reports.
   *
   * @return for people
   */
  String version();

  /**
   * What a file of the data folder holds, for stores without {@link
   * dev.ragged.Capability#BYTES_ON_DISK}: {@code vectors} if it serves vector search alone.
   *
   * @param file below the data folder
   * @return the kind, in lower-case letters
   */
  default String kindOfBytes(Path file) {
    return "other";
  }

  @Override
  void close();
}
