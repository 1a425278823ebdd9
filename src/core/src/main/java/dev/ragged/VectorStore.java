package dev.ragged;

import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/**
 * A place that holds collections, such as a directory or a server.
 *
 * <p>Creating, renaming, reindexing and dropping are whole changes: when a call returns, its change
 * is durable, even if the power fails; what then remains of it to clean up never makes it fail.
 * When it throws an {@link UnconfirmedWriteException}, the change may have happened; look at {@link
 * #names()}. When it throws anything else, nothing has changed, and collections that were open
 * still are.
 *
 * <p>Stores are safe for use by several threads, and several stores may share a place, also those
 * of other processes. Closing a store closes the collections opened through it; use after that
 * throws an {@link IllegalStateException}.
 */
public interface VectorStore extends AutoCloseable {

  /**
   * The backend's name as flags, JSON and configuration spell it.
   *
   * @return lower-case letters and digits
   */
  String backend();

  /**
   * What this backend offers beyond the contract's core.
   *
   * @return never changes for a store
   */
  Set<Capability> capabilities();

  /**
   * Whether the store can be used now, and why not; never throws.
   *
   * @return the answer
   */
  Health health();

  /**
   * Names of all collections, including those that cannot be opened.
   *
   * @return in order
   */
  List<String> names();

  /**
   * Creates an empty collection and opens it. Of several that create one collection at the same
   * time, one succeeds.
   *
   * @param spec its name, metric and dimension
   * @return the collection, open
   * @throws CollectionExistsException if the name is taken; that collection is left untouched
   * @throws UnconfirmedWriteException also if the collection was created but cannot be opened
   * @throws IllegalArgumentException if the {@link #capabilities()} lack the metric, the dimension
   *     is too large, or it is 0 and the store has no embedder; nothing is created
   */
  VectorCollection create(CollectionSpec spec);

  /**
   * Opens a collection for reading and writing. Reading needs no lock; with {@link
   * Capability#WRITER_LOCK} a write takes the collection's lock, which is kept until nothing has
   * been written for some seconds, or the collection is closed.
   *
   * @param name the collection's
   * @return the collection, open
   * @throws NoSuchCollectionException if there is none with that name
   * @throws ModelMismatchException if the store's embedder is not the model that the collection was
   *     built with
   */
  VectorCollection open(String name);

  /**
   * Renames a collection, as one change. Collections open under the old name are closed.
   *
   * @param from its name
   * @param to its new name
   * @throws NoSuchCollectionException if there is none named {@code from}
   * @throws CollectionExistsException if {@code to} is taken
   * @throws CollectionLockedException if a writer other than this store holds it
   */
  void rename(String from, String to);

  /**
   * Makes a collection's index of words anew from its texts, as new collections have it; as one
   * change. Ids, texts, metadata and vectors stay as they are, and nothing is embedded. Collections
   * open under that name are closed. {@link CollectionInfo#outdatedWords()} says whether there is a
   * need.
   *
   * @param name the collection's
   * @param progress told how many passages have been read by now; may throw to give up
   * @return false if the words are as new collections have them; then nothing has changed
   * @throws IllegalArgumentException if the {@link #capabilities()} lack {@link
   *     Capability#LEXICAL_SEARCH}
   * @throws NoSuchCollectionException if there is none with that name
   * @throws CollectionLockedException if a writer other than this store holds it
   */
  boolean reindexWords(String name, LongConsumer progress);

  /**
   * Makes the vectors of a collection anew, in the bytes that those of this store's new collections
   * take; as one change. Ids, texts and metadata stay as they are. Fewer bytes are made of what the
   * collection has; for more, its texts are embedded. Collections open under that name are closed.
   * {@link CollectionInfo#bytesPerVector()} says what it has.
   *
   * @param name the collection's
   * @param progress told how many passages have been read by now; may throw to give up
   * @return false if its vectors take these bytes already; then nothing has changed
   * @throws IllegalArgumentException if the {@link #capabilities()} lack {@link
   *     Capability#VECTOR_BYTES}
   * @throws NoSuchCollectionException if there is none with that name
   * @throws ModelMismatchException if another model than the store's has made it
   * @throws CollectionLockedException if a writer other than this store holds it
   */
  boolean recodeVectors(String name, LongConsumer progress);

  /**
   * Deletes a collection and everything stored for it. Collections open under that name are closed.
   *
   * @param name the collection's
   * @return false if there was none with that name
   * @throws CollectionLockedException if a writer other than this store holds it
   */
  boolean drop(String name);

  /**
   * What the store keeps in memory of vectors that searches made from texts. Stores that were
   * opened by one {@link dev.ragged.spi.Backend} keep them together, within one budget.
   *
   * @return {@link CacheStats#NONE} if it keeps none
   */
  default CacheStats cache() {
    return CacheStats.NONE;
  }

  /**
   * This store with a listener that is told of every operation through the view and through the
   * collections that it opens.
   *
   * @param listener told before and after each operation
   * @return a view; closing it closes the store
   */
  default VectorStore observed(OperationListener listener) {
    return new ObservedStore(this, Arguments.required(listener, "listener"));
  }

  /** Closes the collections opened through this store. */
  @Override
  void close();
}
