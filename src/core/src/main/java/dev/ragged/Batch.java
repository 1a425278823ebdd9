package dev.ragged;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects changes of a collection, which {@link #commit()} writes as one. Many small writes then
 * cost little more than one of all their passages. Nothing is embedded, checked against the
 * collection or visible before.
 *
 * <p>The outcome is as if the changes had been made one by one; only whether an added id is new is
 * judged in the end, of those passages that are still there.
 *
 * <p>A batch is held in memory, at most {@link #MAX_BYTES}, vectors that have yet to be made
 * included. Closing it without a commit writes nothing. For one thread at a time.
 */
public final class Batch implements AutoCloseable {
  /** The most that a batch may hold: bytes of texts, metadata, ids and vectors. */
  public static final long MAX_BYTES = 256L << 20;

  /** Bytes that a passage costs besides its contents. */
  private static final int OVERHEAD = 256;

  /** What is to be written, by id. */
  private record Pending(Passage passage, boolean added) {}

  private final VectorCollection collection;
  private final long vectorBytes;
  private final Map<String, Pending> pending = new LinkedHashMap<>();
  private final Set<String> deletedIds = new LinkedHashSet<>();
  private final Set<Filter> deletedWhere = new LinkedHashSet<>();
  private long bytes;
  private boolean closed;

  Batch(VectorCollection collection) {
    this.collection = collection;
    this.vectorBytes = (long) collection.info().dimension() * Float.BYTES;
  }

  /**
   * Adds passages with new ids, as {@link VectorCollection#add} does.
   *
   * @param passages may be empty
   * @return this batch
   * @throws DuplicateIdException if an id occurs twice, here or among what the batch writes;
   *     nothing of this call is taken
   * @throws IllegalStateException if the batch would exceed {@link #MAX_BYTES}, or is closed
   */
  public Batch add(Collection<Passage> passages) {
    requireOpen();
    List<Passage> checked = Changes.adding(passages).passages();
    List<String> twice =
        checked.stream().map(Passage::id).filter(pending::containsKey).distinct().toList();
    if (!twice.isEmpty()) {
      throw DuplicateIdException.repeated(twice);
    }
    put(checked, true);
    return this;
  }

  /**
   * Adds or replaces passages, as {@link VectorCollection#upsert} does.
   *
   * @param passages may be empty
   * @return this batch
   * @throws DuplicateIdException if an id occurs twice here; nothing of this call is taken
   * @throws IllegalStateException if the batch would exceed {@link #MAX_BYTES}, or is closed
   */
  public Batch upsert(Collection<Passage> passages) {
    requireOpen();
    put(Changes.replacing(Selection.none(), passages).passages(), false);
    return this;
  }

  /**
   * Deletes passages, of the collection and of what the batch has by now.
   *
   * @param which what to delete
   * @return this batch
   * @throws IllegalStateException if the batch would exceed {@link #MAX_BYTES}, or is closed
   */
  public Batch delete(Selection which) {
    requireOpen();
    Arguments.required(which, "which");
    List<String> ids = which.match(Selection.Ids::ids, where -> List.of());
    long sum = bytes + OVERHEAD;
    for (String id : ids) {
      sum += OVERHEAD + Utf8.length(id);
    }
    requireRoom(sum);
    bytes = sum;
    deletedIds.addAll(ids);
    which.match(selected -> true, where -> deletedWhere.add(where.filter()));
    Set<String> here = Set.copyOf(ids);
    for (Iterator<Pending> all = pending.values().iterator(); all.hasNext(); ) {
      Pending one = all.next();
      Passage passage = one.passage();
      if (which.match(
          selected -> here.contains(passage.id()),
          where -> where.filter().matches(passage.text(), passage.metadata()))) {
        all.remove();
        bytes -= bytes(passage);
        if (!one.added()) {
          deletedIds.add(passage.id()); // what it would have replaced goes too
        }
      }
    }
    return this;
  }

  /**
   * The number of passages that the batch would write by now.
   *
   * @return 0 or more
   */
  public int size() {
    return pending.size();
  }

  /**
   * Writes everything as one change, and begins anew with nothing. If it fails, the batch keeps
   * what it has.
   *
   * @return the number of deleted passages whose ids are not written
   * @throws DuplicateIdException if an added id exists; it names them all
   * @throws IllegalStateException if the batch is closed
   * @see VectorCollection#apply
   */
  public long commit() {
    requireOpen();
    List<Selection> deleted = new ArrayList<>();
    if (!deletedIds.isEmpty()) {
      deleted.add(Selection.ids(List.copyOf(deletedIds)));
    }
    deletedWhere.forEach(filter -> deleted.add(Selection.where(filter)));
    long gone =
        deleted.isEmpty() && pending.isEmpty()
            ? 0
            : collection.apply(new Changes(deleted, pending(true), pending(false)));
    forget();
    return gone;
  }

  private List<Passage> pending(boolean added) {
    return pending.values().stream()
        .filter(one -> one.added() == added)
        .map(Pending::passage)
        .toList();
  }

  private void put(List<Passage> passages, boolean added) {
    long sum = bytes;
    for (Passage passage : passages) {
      Pending old = pending.get(passage.id());
      sum += bytes(passage) - (old == null ? 0 : bytes(old.passage()));
    }
    requireRoom(sum);
    bytes = sum;
    for (Passage passage : passages) {
      Pending old = pending.get(passage.id());
      pending.put(passage.id(), new Pending(passage, added || (old != null && old.added())));
    }
  }

  private static void requireRoom(long bytes) {
    if (bytes > MAX_BYTES) {
      throw new IllegalStateException(
          "A batch holds at most " + (MAX_BYTES >> 20) + " MB; commit it before you go on.");
    }
  }

  private long bytes(Passage passage) {
    long text = passage.text() == null ? 0 : Utf8.length(passage.text());
    return OVERHEAD
        + vectorBytes
        + text
        + Utf8.length(passage.id())
        + Utf8.length(passage.metadata().toString());
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The batch is closed; open another one.");
    }
  }

  private void forget() {
    pending.clear();
    deletedIds.clear();
    deletedWhere.clear();
    bytes = 0;
  }

  /** Drops what was not committed; the collection stays open. */
  @Override
  public void close() {
    closed = true;
    forget();
  }
}
