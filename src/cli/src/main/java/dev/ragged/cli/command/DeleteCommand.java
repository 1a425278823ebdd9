package dev.ragged.cli.command;

import dev.ragged.Selection;
import dev.ragged.app.DeletePassages;
import dev.ragged.app.json.Json;
import dev.ragged.cli.terminal.Display;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ragged delete}. */
@Command(name = "delete", description = "Remove passages by id or by condition.")
final class DeleteCommand extends Subcommand {
  @Mixin CollectionOption collection;

  @Mixin SelectionOptions selection;

  @Override
  public Integer call() {
    if (selection.ids.isEmpty() == (selection.where == null)) {
      throw usage("Name what to delete, either by ids or by --where");
    }
    Selection which =
        selection.where == null
            ? Selection.ids(selection.ids)
            : DeletePassages.where(selection.where);
    long deleted = new DeletePassages(stores()).run(collection.name, which);
    if (isJson()) {
      json(Json.object("deleted", deleted));
    } else {
      line("Deleted " + Display.count(deleted, "passage") + " from '" + collection.name + "'.");
    }
    return DONE;
  }
}
