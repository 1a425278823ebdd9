package dev.ragged;

import org.jspecify.annotations.Nullable;

/**
 * Which page of a selection to read.
 *
 * @param cursor where to continue: {@link Page#next()} of the previous page, or null for the first
 *     page
 * @param size maximum number of passages to return, 1 to 10,000
 */
public record PageRequest(@Nullable String cursor, int size) {
  /**
   * Checks what it is made of.
   *
   * @param cursor as above
   * @param size as above
   */
  public PageRequest {
    if (size < 1 || size > 10_000) {
      throw new IllegalArgumentException(
          "The page size must be between 1 and 10,000, got " + size + ".");
    }
  }

  /**
   * The first page.
   *
   * @param size 1 to 10,000
   * @return the request
   */
  public static PageRequest first(int size) {
    return new PageRequest(null, size);
  }
}
