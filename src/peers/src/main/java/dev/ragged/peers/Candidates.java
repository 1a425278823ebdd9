package dev.ragged.peers;

import dev.ragged.eval.Contender;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** How many candidates a graph search collects: its effort. */
final class Candidates {
  private static final List<Integer> LADDER =
      List.of(3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 1_024, 2_048);

  private Candidates() {}

  /** A search with a number of candidates. */
  @FunctionalInterface
  interface Search {
    Contender.Answer run(Contender.Query query, int k, int candidates) throws IOException;
  }

  /**
   * The search with ever more candidates.
   *
   * @param setting the name of one, with {@code %d} for their number
   */
  static List<Contender.Variant> efforts(String setting, Search search) {
    return LADDER.stream()
        .map(
            candidates ->
                new Contender.Variant(
                    String.format(Locale.ROOT, setting, candidates),
                    (query, k) -> search.run(query, k, candidates)))
        .toList();
  }
}
