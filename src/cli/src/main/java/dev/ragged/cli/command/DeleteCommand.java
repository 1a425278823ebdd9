package dev.ragged.cli.command;

import dev.ragged.app.Conditions;
import dev.ragged.app.DeletePassages;
import dev.ragged.app.json.Json;
import dev.ragged.cli.terminal.Display;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ragged delete}. */
@Command(
    name = "delete",
    description = "Remove passages by id or by condition.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ragged delete --in ~/notes/trip --collection other",
      "  ragged delete --where '{\"source\": \"~/notes/tea.md\"}' --collection other"
    })
final class DeleteCommand extends Subcommand {
  @Mixin CollectionOption collection;

  @Parameters(paramLabel = "ID", arity = "0..*", description = "The passages' ids.")
  List<String> ids = new ArrayList<>();

  @Mixin ConditionOptions conditions;

  @Mixin WaitOption wait;

  @Override
  public Integer call() {
    Conditions which = conditions.all();
    if (!ids.isEmpty() && !which.isEmpty()) {
      throw usage("Give ids or conditions such as --in, not both");
    }
    if (ids.isEmpty() && which.isEmpty()) {
      throw usage("Name what to delete: ids, or else a condition such as --in or --where");
    }
    DeletePassages delete = new DeletePassages(wait.stores(this));
    DeletePassages.Report report =
        ids.isEmpty() ? delete.run(collection.name, which) : delete.run(collection.name, ids);
    if (isJson()) {
      json(Json.object("deleted", report.deleted()));
    } else {
      line(
          "Deleted "
              + Display.count(report.deleted(), "passage")
              + " from '"
              + collection.name
              + "'.");
    }
    session.terminal.out().flush();
    report.hints().forEach(this::note);
    return DONE;
  }
}
