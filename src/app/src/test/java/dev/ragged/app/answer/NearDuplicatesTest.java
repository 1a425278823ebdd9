package dev.ragged.app.answer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ragged.Hit;
import dev.ragged.Metadata;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NearDuplicatesTest {
  private static final String TEXT =
      "Green tea is steeped at eighty degrees, for two minutes at most, and never stirred. Black"
          + " tea is made with boiling water, and takes milk or lemon. Tea is grown in many"
          + " countries and has been traded for a very long time.";

  private static Found found(int rank, String text) {
    Hit hit = new Hit("id" + rank, 1, text, Metadata.EMPTY);
    return new Found(rank, "c", hit, null, Place.of(Metadata.EMPTY), true, List.of());
  }

  private static String folded(Found... hits) {
    return NearDuplicates.fold(List.of(hits)).stream()
        .map(f -> f.rank() + f.copies().stream().map(Found::rank).toList().toString())
        .toList()
        .toString();
  }

  @Test
  void should_fold_copies_under_the_best() {
    assertEquals(
        "[1[3, 4], 2[]]",
        folded(
            found(1, TEXT),
            found(2, "To mend a puncture, glue a patch on the inner tube."),
            found(3, TEXT.replace(" ", "\n")),
            found(4, TEXT.replace("stirred", "boiled"))));
  }

  @Test
  void should_keep_what_only_begins_alike() {
    assertEquals("[1[], 2[]]", folded(found(1, TEXT), found(2, TEXT.substring(0, 40))));
    assertEquals("[1[], 2[]]", folded(found(1, null), found(2, null)));
  }

  @Test
  void should_keep_many_hits_without_comparing_all() {
    List<Found> hits = new ArrayList<>();
    for (int i = 1; i <= 10_000; i++) {
      hits.add(found(i, i == 2 ? hits.get(0).hit().text() : "Passage " + i + ". " + i * 7_919L));
    }
    List<Found> kept = NearDuplicates.fold(hits);
    assertEquals(9_999, kept.size());
    assertEquals(10_000, kept.get(9_998).rank());
  }
}
