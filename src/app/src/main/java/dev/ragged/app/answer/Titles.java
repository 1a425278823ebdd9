package dev.ragged.app.answer;

import dev.ragged.Hit;
import dev.ragged.Metadata;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The titles of the documents that hits come from. A title is on the first passage of its document:
 * the nearest one before the hit that has a title, or the first one of the file.
 */
public final class Titles {
  /** A document in the middle of a file is seldom longer than this many passages. */
  private static final int LOOK_BACK = 30;

  private static final int MAX_PASSAGES = 1_000;

  private final VectorCollection collection;
  private final Set<String> known = new HashSet<>();
  private final Map<String, Passage> passages = new HashMap<>();

  /** Titles of one collection. */
  public Titles(VectorCollection collection) {
    this.collection = collection;
  }

  /** Reads what is needed for hits, unless it has been read already. */
  public void read(List<Hit> hits) {
    Set<String> ids = new LinkedHashSet<>();
    for (Hit hit : hits) {
      int number = number(hit.id());
      if (number > 0
          && !hit.metadata().asMap().containsKey(Metadata.TITLE)
          && known.add(hit.id())) {
        before(number).forEach(i -> ids.add(id(hit.id(), i)));
      }
    }
    if (!ids.isEmpty()) {
      List<String> some = ids.stream().limit(MAX_PASSAGES).toList();
      collection
          .get(Selection.ids(some), PageRequest.first(some.size()))
          .items()
          .forEach(passage -> passages.put(passage.id(), passage));
    }
  }

  /** The title of a hit's document, or null if it has none. */
  public String of(Hit hit) {
    Object own = hit.metadata().get(Metadata.TITLE).orElse(null);
    if (own != null) {
      return own.toString();
    }
    for (int i : before(number(hit.id()))) {
      Passage passage = passages.get(id(hit.id(), i));
      if (passage != null
          && passage.metadata().get(Metadata.TITLE).isPresent()
          && Objects.equals(
              passage.metadata().get(Metadata.MEMBER), hit.metadata().get(Metadata.MEMBER))) {
        return passage.metadata().get(Metadata.TITLE).get().toString();
      }
    }
    return null;
  }

  /** The passages to look at for the title of one, in that order. */
  private static List<Integer> before(int number) {
    List<Integer> before = new ArrayList<>();
    for (int i = number - 1; i > Math.max(0, number - LOOK_BACK); i--) {
      before.add(i);
    }
    if (number > 0) {
      before.add(0);
    }
    return before;
  }

  /** The number of a passage in its source, or -1 if its id has none. */
  private static int number(String id) {
    int mark = id.lastIndexOf('#');
    String digits = id.substring(mark + 1);
    return mark > 0 && digits.length() < 10 && digits.matches("[0-9]+")
        ? Integer.parseInt(digits)
        : -1;
  }

  private static String id(String id, int number) {
    return id.substring(0, id.lastIndexOf('#') + 1) + number;
  }
}
