package dev.ragged.migrate;

import dev.ragged.Filter;
import dev.ragged.Metric;
import dev.ragged.Page;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Brings a collection up to date with another, page by page. Doing it again writes only what is
 * missing, so that it resumes by itself; doing it again without writing anything proves both equal.
 */
final class Sync {
  /** Ids to remove at a time. */
  private static final int REMOVE = 10_000;

  private final VectorCollection source;
  private final VectorCollection target;
  private final VectorPolicy vectors;
  private final Metric metric;
  private final boolean compareVectors;
  private final boolean requireUnit;
  private final int pagePassages;

  /**
   * @param vectors how vectors go over
   * @param metric the target's
   * @param compareVectors both sides keep vectors, so that those of passages with text are compared
   *     too
   * @param requireUnit refuse vectors whose length is not 1
   */
  Sync(
      VectorCollection source,
      VectorCollection target,
      VectorPolicy vectors,
      Metric metric,
      boolean compareVectors,
      boolean requireUnit,
      int pagePassages) {
    this.source = source;
    this.target = target;
    this.vectors = vectors;
    this.metric = metric;
    this.compareVectors = compareVectors;
    this.requireUnit = requireUnit;
    this.pagePassages = pagePassages;
  }

  /** What one pass over the source found. */
  static final class Pass {
    long passages;
    long texts;
    long vectors;
    long different;

    /** How the first passage that differs does, or null. */
    String first;
  }

  /** Called after every page with the passages seen so far; throws to stop. */
  @FunctionalInterface
  interface Checkpoint {
    void reached(long passages);
  }

  /** Compares everything and writes what the target lacks. */
  Pass write(Checkpoint checkpoint) {
    return pass(true, checkpoint);
  }

  /** Compares until the first difference; writes nothing. */
  Pass compare(Checkpoint checkpoint) {
    return pass(false, checkpoint);
  }

  private Pass pass(boolean write, Checkpoint checkpoint) {
    Pass pass = new Pass();
    String cursor = null;
    do {
      checkpoint.reached(pass.passages);
      Page<Passage> page = source.get(Selection.all(), new PageRequest(cursor, pagePassages));
      List<Passage> different = different(page.items(), pass);
      if (!different.isEmpty() && !write) {
        return pass;
      }
      if (!different.isEmpty()) {
        target.upsert(withVectors(different));
      }
      cursor = page.next();
    } while (cursor != null);
    checkpoint.reached(pass.passages);
    return pass;
  }

  private List<Passage> different(List<Passage> page, Pass pass) {
    List<String> ids = page.stream().map(Passage::id).toList();
    Map<String, Passage> there = Passages.byId(target, ids);
    Map<String, float[]> from = new HashMap<>();
    Map<String, float[]> to = new HashMap<>();
    if (compareVectors) {
      List<String> common = ids.stream().filter(there::containsKey).toList();
      from.putAll(Passages.vectors(source, common));
      to.putAll(Passages.vectors(target, common));
    }
    List<Passage> different = new ArrayList<>();
    for (Passage passage : page) {
      Passage other = there.get(passage.id());
      String how = how(passage, other);
      if (how == null && other.text() == null) {
        pass.vectors++;
      } else if (how == null && compareVectors) {
        float[] a = from.get(passage.id());
        float[] b = to.get(passage.id());
        how =
            a != null && b != null && !Geometry.same(metric, a, b) ? "differs in its vector" : how;
        pass.vectors++;
      }
      pass.passages++;
      pass.texts += passage.text() == null ? 0 : 1;
      if (how != null) {
        pass.different++;
        pass.first = pass.first == null ? "passage '" + passage.id() + "' " + how : pass.first;
        different.add(passage);
      }
    }
    return different;
  }

  private String how(Passage passage, Passage other) {
    if (other == null) {
      return "is missing";
    }
    if (!Objects.equals(passage.text(), other.text())) {
      return "differs in its text";
    }
    if (!passage.metadata().equals(other.metadata())) {
      return "differs in its metadata";
    }
    return passage.text() == null && !Geometry.same(metric, passage.vector(), other.vector())
        ? "differs in its vector"
        : null;
  }

  private List<Passage> withVectors(List<Passage> passages) {
    Map<String, float[]> held =
        Passages.vectors(
            source, passages.stream().filter(this::needsVector).map(Passage::id).toList());
    List<Passage> complete = new ArrayList<>(passages.size());
    for (Passage passage : passages) {
      float[] vector = passage.vector();
      if (needsVector(passage)) {
        vector = held.get(passage.id());
        if (vector == null) {
          continue; // deleted since
        }
      }
      if (vector != null && requireUnit && !Geometry.isUnit(vector)) {
        throw Metrics.notUnit(source.info(), passage.id(), vector, metric);
      }
      complete.add(
          new Passage(
              passage.id(),
              passage.text(),
              passage.metadata(),
              passage.text() != null && vectors == VectorPolicy.REEMBED ? null : vector));
    }
    return complete;
  }

  private boolean needsVector(Passage passage) {
    return passage.vector() == null && vectors != VectorPolicy.REEMBED;
  }

  /**
   * Removes what the source does not have (any more).
   *
   * @return how many
   */
  long removeOthers(Checkpoint checkpoint) {
    long removed = 0;
    while (target.count(Filter.all()) != source.count(Filter.all())) {
      List<String> others = others(checkpoint);
      if (others.isEmpty()) {
        break; // something is missing instead
      }
      removed += target.delete(Selection.ids(others));
    }
    return removed;
  }

  /** Ids that only the target has, the first ten thousand or so. */
  private List<String> others(Checkpoint checkpoint) {
    List<String> others = new ArrayList<>();
    long passages = 0;
    String cursor = null;
    do {
      checkpoint.reached(passages);
      Page<Passage> page = target.get(Selection.all(), new PageRequest(cursor, pagePassages));
      List<String> ids = page.items().stream().map(Passage::id).toList();
      Map<String, Passage> there = Passages.byId(source, ids);
      ids.stream().filter(id -> !there.containsKey(id)).forEach(others::add);
      passages += ids.size();
      cursor = page.next();
    } while (cursor != null && others.size() < REMOVE);
    return others;
  }
}
