package dev.ragged.cli;

import dev.ragged.CheckReport;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.RaggedException;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ragged check}. */
@Command(name = "check", description = "Verify that collections are sound; repairs nothing.")
final class CheckCommand extends Subcommand {
  @Mixin CollectionsOption collection;

  private final List<Map<String, Object>> reports = new ArrayList<>();
  private int damaged;

  @Override
  public Integer call() {
    if (collection.only != null) {
      try (VectorStore store = ragged.stores().open(collection.only, null)) {
        check(store, List.of(collection.only));
      }
    } else {
      ragged.stores().each(store -> check(store, store.names()), this::unreadable);
    }
    boolean ok = status() == Main.DONE && damaged == 0;
    if (ragged.json) {
      json(Json.object("ok", ok, "collections", reports));
    }
    return ok ? Main.DONE : Main.FAILED;
  }

  private void check(VectorStore store, List<String> names) {
    for (String name : names) {
      CheckReport report = check(store, name);
      damaged += report.ok() ? 0 : 1;
      if (ragged.json) {
        reports.add(
            Json.object(
                "name",
                name,
                "backend",
                store.backend(),
                "ok",
                report.ok(),
                "verified",
                report.verified(),
                "problems",
                report.problems()));
      } else {
        line(name + " (" + store.backend() + "): " + (report.ok() ? "sound" : "DAMAGED"));
        report.verified().forEach(v -> line("  ok       " + v));
        report.problems().forEach(p -> line("  problem  " + p));
      }
    }
  }

  private static CheckReport check(VectorStore store, String name) {
    try (VectorCollection open = store.open(name)) {
      return open.check();
    } catch (NoSuchCollectionException e) {
      throw e;
    } catch (RaggedException e) {
      // One collection that cannot even be opened must not hide the state of the others.
      return new CheckReport(List.of(), List.of(e.getMessage()));
    }
  }
}
