package dev.ragged.app.answer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Folds hits whose texts are nearly the same, such as copies of a file, under the best of them. */
public final class NearDuplicates {
  /** Characters that are compared at a time. */
  private static final int SHINGLE = 8;

  private static final int MAX_TEXT = 20_000;

  /** Each is compared with all before it, and nobody reads more. */
  private static final int MAX_COMPARED = 100;

  /** The share of common shingles from which texts are nearly the same. */
  private static final double SAME = 0.85;

  private NearDuplicates() {}

  /** The hits that remain, in the same order, with the others among their copies. */
  public static List<Found> fold(List<Found> hits) {
    List<Found> kept = new ArrayList<>();
    List<Set<Integer>> shingles = new ArrayList<>();
    for (Found found : hits.subList(0, Math.min(MAX_COMPARED, hits.size()))) {
      Set<Integer> own = shingles(found.hit().text());
      int original = 0;
      while (original < kept.size() && !same(shingles.get(original), own)) {
        original++;
      }
      if (original == kept.size()) {
        kept.add(found);
        shingles.add(own);
      } else {
        Found first = kept.get(original);
        List<Found> copies = new ArrayList<>(first.copies());
        copies.add(found);
        kept.set(
            original,
            new Found(
                first.rank(),
                first.collection(),
                first.hit(),
                first.title(),
                first.place(),
                first.close(),
                copies));
      }
    }
    kept.addAll(hits.subList(Math.min(MAX_COMPARED, hits.size()), hits.size()));
    return kept;
  }

  private static Set<Integer> shingles(String text) {
    Set<Integer> shingles = new HashSet<>();
    if (text != null) {
      String plain =
          text.substring(0, Math.min(text.length(), MAX_TEXT))
              .toLowerCase(Locale.ROOT)
              .replaceAll("\\s+", " ")
              .strip();
      for (int i = 0; i == 0 || i + SHINGLE <= plain.length(); i++) {
        shingles.add(plain.substring(i, Math.min(plain.length(), i + SHINGLE)).hashCode());
      }
    }
    return shingles;
  }

  private static boolean same(Set<Integer> one, Set<Integer> other) {
    // Sets of very different sizes cannot have enough in common.
    if (one.isEmpty()
        || other.isEmpty()
        || Math.min(one.size(), other.size()) < SAME * Math.max(one.size(), other.size())) {
      return false;
    }
    long common = one.stream().filter(other::contains).count();
    return common >= SAME * (one.size() + other.size() - common);
  }
}
