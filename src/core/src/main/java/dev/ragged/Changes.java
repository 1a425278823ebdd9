package dev.ragged;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One change of a collection: what is deleted, and the passages that are there afterwards. A
 * passage stays that is both deleted and written. No id is written twice. {@link Batch} collects
 * changes.
 *
 * @param deleted passages that any of these selects go; comes back as at most one selection by ids
 *     and one by condition
 * @param added passages whose ids must be new, or deleted here
 * @param upserted passages to add or replace
 */
public record Changes(
    List<Selection> deleted, Collection<Passage> added, Collection<Passage> upserted) {

  /**
   * Checks ids and copies nothing large.
   *
   * @param deleted as above
   * @param added as above
   * @param upserted as above
   * @throws DuplicateIdException if an id is written twice; it names them all
   */
  public Changes {
    deleted = merged(Arguments.requiredAll(deleted, "deleted"));
    Arguments.requiredAll(added, "passages");
    Arguments.requiredAll(upserted, "passages");
    Set<String> seen = new HashSet<>();
    Set<String> twice = new LinkedHashSet<>();
    for (Collection<Passage> passages : List.of(added, upserted)) {
      for (Passage passage : passages) {
        if (!seen.add(passage.id())) {
          twice.add(passage.id());
        }
      }
    }
    if (!twice.isEmpty()) {
      throw DuplicateIdException.repeated(List.copyOf(twice));
    }
  }

  /** So that no backend has to care for how many there are. */
  private static List<Selection> merged(List<Selection> selections) {
    if (selections.size() < 2) {
      return List.copyOf(selections);
    }
    Set<String> ids = new LinkedHashSet<>();
    List<Filter> conditions = new ArrayList<>();
    selections.forEach(
        which ->
            which.match(some -> ids.addAll(some.ids()), where -> conditions.add(where.filter())));
    List<Selection> merged = new ArrayList<>();
    if (!ids.isEmpty()) {
      merged.add(Selection.ids(List.copyOf(ids)));
    }
    if (!conditions.isEmpty()) {
      merged.add(Selection.where(Filter.or(conditions)));
    }
    return List.copyOf(merged);
  }

  /**
   * Passages with new ids.
   *
   * @param passages may be empty
   * @return the change
   */
  public static Changes adding(Collection<Passage> passages) {
    return new Changes(List.of(), passages, List.of());
  }

  /**
   * Passages to add or replace, and what goes.
   *
   * @param which what to delete, unless it is among the passages
   * @param passages may be empty
   * @return the change
   */
  public static Changes replacing(Selection which, Collection<Passage> passages) {
    return new Changes(List.of(Arguments.required(which, "which")), List.of(), passages);
  }

  /**
   * All passages to write.
   *
   * @return those added, then those upserted
   */
  public List<Passage> passages() {
    List<Passage> passages = new ArrayList<>(added);
    passages.addAll(upserted);
    return passages;
  }
}
