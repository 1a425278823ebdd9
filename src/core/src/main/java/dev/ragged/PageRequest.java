package dev.ragged;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a selection to read.
 *
 * @param cursor where to go on: {@link Page#next()} of the page before, or null for the first page
 * @param size the most passages to return, 1 to 10,000
 */
public record PageRequest(@Nullable String cursor, int size) {
  public PageRequest {
    if (size < 1 || size > 10_000) {
      throw new IllegalArgumentException(
          "A page has 1 to 10,000 passages; asked for " + size + ".");
    }
  }

  /** The first page. */
  public static PageRequest first(int size) {
    return new PageRequest(null, size);
  }
}
