package dev.ragged.migrate;

import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.VectorStore;

/** Opens the store to migrate to. How a store handles given vectors is fixed when it is opened. */
@FunctionalInterface
public interface MigrationTarget {

  /**
   * Opens the store; the migration closes it.
   *
   * @param vectors what to do with a vector given along with its text
   * @param embedder the collection's model, or null if its vectors come from no known model
   */
  VectorStore open(GivenVectors vectors, Embedder embedder);
}
