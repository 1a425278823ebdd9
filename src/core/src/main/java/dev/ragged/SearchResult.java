package dev.ragged;

import java.util.List;

/** The hits of a search, best first, equal scores in order of id, and what the search cost. */
public record SearchResult(List<Hit> hits, SearchStats stats) {
  /**
   * Checks what it is made of.
   *
   * @param hits as above
   * @param stats as above
   */
  public SearchResult {
    hits = List.copyOf(hits);
  }
}
