package dev.ragged.spi;

import dev.ragged.Embedder;
import dev.ragged.Passage;
import dev.ragged.SearchResult;
import java.util.List;

/** An open index of another program. */
public interface ForeignIndex extends AutoCloseable {

  /**
   * The embedding model that the index was built with, as the program names it.
   *
   * @return as the index spells it
   */
  String model();

  /**
   * The number of passages.
   *
   * @return 0 or more
   */
  int count();

  /**
   * Passages by position.
   *
   * @param from the first, from 0
   * @param to after the last, at most {@link #count()}
   * @return in the order of the index
   */
  List<Passage> passages(int from, int to);

  /**
   * Searches the index in place.
   *
   * @param model the model that the index was built with
   * @param question in words
   * @param k maximum number of hits
   * @param complexity how many of the nearest passages the search keeps track of (HNSW's ef)
   * @return the best hits
   */
  SearchResult search(Embedder model, String question, int k, int complexity);

  @Override
  void close();
}
