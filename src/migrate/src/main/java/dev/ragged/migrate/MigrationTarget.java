package dev.ragged.migrate;

import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.VectorStore;

/** Opens the store to migrate to. How it takes vectors is fixed when it is opened. */
@FunctionalInterface
public interface MigrationTarget {

  /**
   * A store that the migration closes.
   *
   * @param vectors what to do with a vector that comes with its text
   * @param embedder the collection's model, or null if the vectors are not that model's
   */
  VectorStore open(GivenVectors vectors, Embedder embedder);
}
