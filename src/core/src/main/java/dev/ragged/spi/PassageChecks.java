package dev.ragged.spi;

import dev.ragged.DuplicateIdException;
import dev.ragged.Passage;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What every backend refuses before it writes or searches, in the words of the contract. */
public final class PassageChecks {
  private PassageChecks() {}

  /**
   * Refuses an id that occurs twice.
   *
   * @throws DuplicateIdException naming all of them
   */
  public static void requireDistinctIds(Collection<Passage> passages) {
    Set<String> seen = new HashSet<>();
    List<String> twice =
        passages.stream().map(Passage::id).filter(id -> !seen.add(id)).distinct().toList();
    if (!twice.isEmpty()) {
      throw new DuplicateIdException(twice);
    }
  }

  /**
   * Refuses a passage whose vector is wrong, or that has none and no model to make one.
   *
   * @param dimension of the collection; 0 if it is not known yet
   * @param embeds whether there is an embedding model
   * @throws IllegalArgumentException naming the passage
   */
  public static void requireVector(Passage passage, int dimension, boolean embeds) {
    if (passage.vector() != null) {
      requireValid(passage.vector(), dimension, "Passage '" + passage.id() + "'");
    } else if (!embeds) {
      throw new IllegalArgumentException(
          "Passage '"
              + passage.id()
              + "' has no vector and there is no embedding model; give one of them.");
    }
  }

  /**
   * Refuses a vector of the wrong dimension or with a value that is not finite.
   *
   * @param dimension of the collection; 0 if it is not known yet
   * @param what names the vector in the message
   * @throws IllegalArgumentException if it is wrong
   */
  public static void requireValid(float[] vector, int dimension, String what) {
    if (vector.length == 0 || (dimension != 0 && vector.length != dimension)) {
      throw new IllegalArgumentException(
          what + " has " + vector.length + " values; this collection takes " + dimension + ".");
    }
    for (float value : vector) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            what + " has a value that is not finite; use finite numbers only.");
      }
    }
  }
}
