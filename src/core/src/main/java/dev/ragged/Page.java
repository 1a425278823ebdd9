package dev.ragged;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a selection.
 *
 * @param items in the collection's stable order
 * @param next the cursor of the following page, or null if this is the last
 * @param missing requested ids that do not exist; on the first page only
 */
public record Page<T>(List<T> items, @Nullable String next, List<String> missing) {
  /**
   * Checks what it is made of.
   *
   * @param items as above
   * @param next as above
   * @param missing as above
   */
  public Page {
    items = List.copyOf(items);
    missing = List.copyOf(missing);
  }
}
