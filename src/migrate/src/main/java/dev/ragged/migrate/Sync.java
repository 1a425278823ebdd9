package dev.ragged.migrate;

import dev.ragged.Filter;
import dev.ragged.Metric;
import dev.ragged.Page;
import dev.ragged.PageRequest;
import dev.ragged.Record;
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
  private final Vectors vectors;
  private final Metric metric;
  private final boolean compareVectors;
  private final boolean requireUnit;
  private final int pageRecords;

  /**
   * @param vectors how vectors go over
   * @param metric the target's
   * @param compareVectors both sides keep vectors, so that those of records with text are compared
   *     too
   * @param requireUnit refuse vectors whose length is not 1
   */
  Sync(
      VectorCollection source,
      VectorCollection target,
      Vectors vectors,
      Metric metric,
      boolean compareVectors,
      boolean requireUnit,
      int pageRecords) {
    this.source = source;
    this.target = target;
    this.vectors = vectors;
    this.metric = metric;
    this.compareVectors = compareVectors;
    this.requireUnit = requireUnit;
    this.pageRecords = pageRecords;
  }

  /** What one pass over the source found. */
  static final class Pass {
    long records;
    long texts;
    long vectors;
    long different;

    /** How the first record that differs does, or null. */
    String first;
  }

  /** Called after every page with the records seen so far; throws to stop. */
  @FunctionalInterface
  interface Checkpoint {
    void reached(long records);
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
      checkpoint.reached(pass.records);
      Page<Record> page = source.get(Selection.all(), new PageRequest(cursor, pageRecords));
      List<Record> different = different(page.items(), pass);
      if (!different.isEmpty() && !write) {
        return pass;
      }
      if (!different.isEmpty()) {
        target.upsert(withVectors(different));
      }
      cursor = page.next();
    } while (cursor != null);
    checkpoint.reached(pass.records);
    return pass;
  }

  private List<Record> different(List<Record> page, Pass pass) {
    List<String> ids = page.stream().map(Record::id).toList();
    Map<String, Record> there = Records.byId(target, ids);
    Map<String, float[]> from = new HashMap<>();
    Map<String, float[]> to = new HashMap<>();
    if (compareVectors) {
      List<String> common = ids.stream().filter(there::containsKey).toList();
      from.putAll(Records.vectors(source, common));
      to.putAll(Records.vectors(target, common));
    }
    List<Record> different = new ArrayList<>();
    for (Record record : page) {
      Record other = there.get(record.id());
      String how = how(record, other);
      if (how == null && other.text() == null) {
        pass.vectors++;
      } else if (how == null && compareVectors) {
        float[] a = from.get(record.id());
        float[] b = to.get(record.id());
        how =
            a != null && b != null && !Geometry.same(metric, a, b) ? "differs in its vector" : how;
        pass.vectors++;
      }
      pass.records++;
      pass.texts += record.text() == null ? 0 : 1;
      if (how != null) {
        pass.different++;
        pass.first = pass.first == null ? "record '" + record.id() + "' " + how : pass.first;
        different.add(record);
      }
    }
    return different;
  }

  private String how(Record record, Record other) {
    if (other == null) {
      return "is missing";
    }
    if (!Objects.equals(record.text(), other.text())) {
      return "differs in its text";
    }
    if (!record.metadata().equals(other.metadata())) {
      return "differs in its metadata";
    }
    return record.text() == null && !Geometry.same(metric, record.vector(), other.vector())
        ? "differs in its vector"
        : null;
  }

  private List<Record> withVectors(List<Record> records) {
    Map<String, float[]> held =
        Records.vectors(
            source, records.stream().filter(this::needsVector).map(Record::id).toList());
    List<Record> complete = new ArrayList<>(records.size());
    for (Record record : records) {
      float[] vector = record.vector();
      if (needsVector(record)) {
        vector = held.get(record.id());
        if (vector == null) {
          continue; // deleted since
        }
      }
      if (vector != null && requireUnit && !Geometry.isUnit(vector)) {
        throw Metrics.notUnit(source.info(), record.id(), vector, metric);
      }
      complete.add(
          new Record(
              record.id(),
              record.text(),
              record.metadata(),
              record.text() != null && vectors == Vectors.REEMBED ? null : vector));
    }
    return complete;
  }

  private boolean needsVector(Record record) {
    return record.vector() == null && vectors != Vectors.REEMBED;
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
    long records = 0;
    String cursor = null;
    do {
      checkpoint.reached(records);
      Page<Record> page = target.get(Selection.all(), new PageRequest(cursor, pageRecords));
      List<String> ids = page.items().stream().map(Record::id).toList();
      Map<String, Record> there = Records.byId(source, ids);
      ids.stream().filter(id -> !there.containsKey(id)).forEach(others::add);
      records += ids.size();
      cursor = page.next();
    } while (cursor != null && others.size() < REMOVE);
    return others;
  }
}
