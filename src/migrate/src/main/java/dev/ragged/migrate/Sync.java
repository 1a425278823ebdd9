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
 * Updates a collection from another, page by page. A second pass writes only what is missing, so an
 * interrupted one can be repeated; a pass that writes nothing proves both equal.
 */
final class Sync {
  /** About how many ids to remove at a time. */
  private static final int REMOVAL_BATCH = 10_000;

  private final VectorCollection source;
  private final VectorCollection target;
  private final VectorPolicy vectors;
  private final Metric metric;
  private final boolean compareVectors;
  private final boolean requireUnit;
  private final int pagePassages;

  /**
   * @param vectors how vectors are transferred
   * @param metric of the target
   * @param compareVectors whether both sides store vectors, so that vectors of passages with text
   *     are compared too
   * @param requireUnit whether to reject vectors whose length is not 1
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

    /** How the first different passage differs, or null. */
    String firstDifference;
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
    Map<String, Passage> existing = Passages.byId(target, ids);
    Map<String, float[]> from = new HashMap<>();
    Map<String, float[]> to = new HashMap<>();
    if (compareVectors) {
      List<String> common = ids.stream().filter(existing::containsKey).toList();
      from.putAll(Passages.vectors(source, common));
      to.putAll(Passages.vectors(target, common));
    }
    List<Passage> different = new ArrayList<>();
    for (Passage passage : page) {
      Passage other = existing.get(passage.id());
      String difference = difference(passage, other);
      if (difference == null && other.text() == null) {
        pass.vectors++;
      } else if (difference == null && compareVectors) {
        float[] a = from.get(passage.id());
        float[] b = to.get(passage.id());
        if (a != null && b != null && !Geometry.same(metric, a, b)) {
          difference = "differs in its vector";
        }
        pass.vectors++;
      }
      pass.passages++;
      pass.texts += passage.text() == null ? 0 : 1;
      if (difference != null) {
        pass.different++;
        if (pass.firstDifference == null) {
          pass.firstDifference = "passage '" + passage.id() + "' " + difference;
        }
        different.add(passage);
      }
    }
    return different;
  }

  private String difference(Passage passage, Passage other) {
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
    Map<String, float[]> stored =
        Passages.vectors(
            source, passages.stream().filter(this::needsVector).map(Passage::id).toList());
    List<Passage> complete = new ArrayList<>(passages.size());
    for (Passage passage : passages) {
      float[] vector = passage.vector();
      if (needsVector(passage)) {
        vector = stored.get(passage.id());
        if (vector == null) {
          continue; // deleted since
        }
      }
      if (vector != null && requireUnit && !Geometry.isUnit(vector)) {
        throw TargetMetric.notUnit(source.info(), passage.id(), vector, metric);
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
   * Removes passages that the source does not have, or no longer has.
   *
   * @return the number of passages removed
   */
  long removeOthers(Checkpoint checkpoint) {
    long removed = 0;
    while (target.count(Filter.all()) != source.count(Filter.all())) {
      List<String> others = others(checkpoint);
      if (others.isEmpty()) {
        break; // the target lacks passages instead
      }
      removed += target.delete(Selection.ids(others));
    }
    return removed;
  }

  /** The first {@link #REMOVAL_BATCH} ids or so that only the target has. */
  private List<String> others(Checkpoint checkpoint) {
    List<String> others = new ArrayList<>();
    long passages = 0;
    String cursor = null;
    do {
      checkpoint.reached(passages);
      Page<Passage> page = target.get(Selection.all(), new PageRequest(cursor, pagePassages));
      List<String> ids = page.items().stream().map(Passage::id).toList();
      Map<String, Passage> existing = Passages.byId(source, ids);
      ids.stream().filter(id -> !existing.containsKey(id)).forEach(others::add);
      passages += ids.size();
      cursor = page.next();
    } while (cursor != null && others.size() < REMOVAL_BATCH);
    return others;
  }
}
