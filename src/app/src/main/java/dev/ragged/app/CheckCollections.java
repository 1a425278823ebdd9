package dev.ragged.app;

import dev.ragged.CheckReport;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.RaggedException;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.app.json.Json;
import dev.ragged.app.json.ResultJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Verifies that collections are sound; repairs nothing. */
public final class CheckCollections {

  /** What was found of one collection. */
  public record Checked(String collection, String backend, CheckReport report) {
    Map<String, Object> json() {
      return ResultJson.of(collection, backend, report);
    }
  }

  /**
   * What was found.
   *
   * @param ok all are sound, all backends could be asked, and nothing else is among them
   */
  public record Report(boolean ok, List<Checked> collections) {
    public Map<String, Object> json() {
      return Json.object("ok", ok, "collections", collections.stream().map(Checked::json).toList());
    }
  }

  private final StoreRouter stores;

  public CheckCollections(StoreRouter stores) {
    this.stores = stores;
  }

  /**
   * Checks one collection, or all.
   *
   * @param only the name of one, or null for all
   * @param done hears of each collection that has been checked
   * @param unreachable told what is wrong with a backend that cannot be asked, and what is among
   *     the collections and none
   * @throws NoSuchCollectionException if there is none of that name
   */
  public Report run(String only, Consumer<Checked> done, Consumer<RaggedException> unreachable) {
    List<Checked> checked = new ArrayList<>();
    List<RaggedException> failures = new ArrayList<>();
    Consumer<Checked> each =
        one -> {
          checked.add(one);
          done.accept(one);
        };
    if (only != null) {
      try (VectorStore store = stores.openFor(only, null)) {
        each.accept(check(store, only));
      }
    } else {
      Consumer<RaggedException> failed =
          failure -> {
            failures.add(failure);
            unreachable.accept(failure);
          };
      stores.forEachStore(
          store -> store.names().forEach(name -> each.accept(check(store, name))), failed);
      // Perhaps collections that have lost their files.
      stores.strays().forEach(stray -> failed.accept(new RaggedException(stray)));
    }
    boolean sound = checked.stream().allMatch(one -> one.report().ok());
    return new Report(sound && failures.isEmpty(), checked);
  }

  private static Checked check(VectorStore store, String name) {
    CheckReport report;
    try (VectorCollection open = store.open(name)) {
      report = open.check();
    } catch (NoSuchCollectionException e) {
      throw e;
    } catch (RaggedException e) {
      // One collection that cannot even be opened must not hide the state of the others.
      report = new CheckReport(List.of(), List.of(e.getMessage()));
    }
    return new Checked(name, store.backend(), report);
  }
}
