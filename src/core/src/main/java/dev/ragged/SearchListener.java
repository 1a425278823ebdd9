package dev.ragged;

/**
 * Told of the hits of a search while it makes their scores exact, see {@link
 * VectorCollection#search(SearchRequest, SearchListener)}.
 */
@FunctionalInterface
public interface SearchListener {

  /**
   * The best hits by now.
   *
   * @param soFar at most k hits, best first; those that are not {@link Hit#exact} may yet change or
   *     go. And what the search has cost by now
   */
  void found(SearchResult soFar);
}
