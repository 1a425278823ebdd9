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
import picocli.CommandLine.Option;

/** {@code ragged check}. */
@Command(name = "check", description = "Verify that collections are sound; repairs nothing.")
final class CheckCommand extends Subcommand {
  @Option(
      names = {"-c", "--collection"},
      paramLabel = "NAME",
      converter = CollectionNameConverter.class,
      description = "Only this collection (default: all).")
  String collection;

  @Override
  public Integer call() {
    List<Map<String, Object>> reports = new ArrayList<>();
    boolean ok = true;
    try (VectorStore store = ragged.stores().open()) {
      List<String> names = collection == null ? store.names() : List.of(collection);
      for (String name : names) {
        CheckReport report = check(store, name);
        ok &= report.ok();
        if (ragged.json) {
          reports.add(
              Json.object(
                  "name",
                  name,
                  "ok",
                  report.ok(),
                  "verified",
                  report.verified(),
                  "problems",
                  report.problems()));
        } else {
          line(name + ": " + (report.ok() ? "sound" : "DAMAGED"));
          report.verified().forEach(v -> line("  ok       " + v));
          report.problems().forEach(p -> line("  problem  " + p));
        }
      }
    }
    if (ragged.json) {
      json(Json.object("ok", ok, "collections", reports));
    }
    return ok ? Main.DONE : Main.FAILED;
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
