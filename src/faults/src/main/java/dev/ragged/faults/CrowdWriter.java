package dev.ragged.faults;

import dev.ragged.CheckReport;
import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The one thread that writes some collections. Nothing that it does may fail. */
final class CrowdWriter {
  private final VectorStore store;
  private final CrowdHistory history;
  private final CrowdBoard board;
  private final int number;
  private VectorCollection collection;

  CrowdWriter(VectorStore store, CrowdHistory history, CrowdBoard board, int number) {
    this.store = store;
    this.history = history;
    this.board = board;
    this.number = number;
  }

  /** Makes the next version and returns the name of the step. */
  String step() {
    long version = board.done(number) + 1;
    CrowdHistory.State state = history.at(version);
    CrowdHistory.State before = history.at(version - 1);
    board.start(number, version);
    // Until the first write the lock is free, and an intruder would take it.
    boolean writes =
        !Set.of(
                CrowdHistory.Step.CREATE,
                CrowdHistory.Step.CHECK,
                CrowdHistory.Step.REOPEN,
                CrowdHistory.Step.RENAME,
                CrowdHistory.Step.DROP)
            .contains(state.step());
    if (!writes && state.step() != CrowdHistory.Step.CHECK) {
      board.release(number);
    }
    if (collection == null && state.step() != CrowdHistory.Step.CREATE) {
      collection = store.open(before.name());
    }
    List<Passage> passages = state.ids().stream().map(id -> history.passage(id, version)).toList();
    Filter where = Filter.equal("remainder", CrowdHistory.remainder(version));
    switch (state.step()) {
      case CREATE -> collection = store.create(CollectionSpec.of(state.name()));
      case ADD -> collection.add(passages);
      case UPSERT -> collection.upsert(passages);
      case REPLACE_IDS ->
          collection.replace(Selection.ids(CrowdHistory.replaced(version)), passages);
      case REPLACE_WHERE -> collection.replace(Selection.where(where), passages);
      case DELETE_IDS -> {
        long deleted = collection.delete(Selection.ids(state.ids()));
        require(deleted == before.passages().size() - state.passages().size(), deleted);
      }
      case DELETE_WHERE -> {
        long deleted = collection.delete(Selection.where(where));
        require(deleted == before.passages().size() - state.passages().size(), deleted);
      }
      case COMPACT -> collection.compact();
      case CHECK -> {
        CheckReport report = collection.check();
        require(report.ok(), report);
      }
      case REOPEN -> {
        collection.close();
        collection = store.open(state.name());
      }
      case RENAME -> {
        store.rename(before.name(), state.name());
        collection = null;
      }
      case DROP -> {
        require(store.drop(before.name()), "not dropped");
        collection = null;
      }
      default -> throw new AssertionError(state.step());
    }
    board.done(number, version);
    if (writes) {
      board.hold(number);
    }
    return state.step().toString().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void require(boolean condition, Object found) {
    if (!condition) {
      throw new AssertionError("crowd-" + number + ": " + found);
    }
  }

  void close() {
    board.release(number);
    if (collection != null) {
      collection.close();
    }
  }
}
