package dev.ragged.cli.command;

import dev.ragged.Filter;
import dev.ragged.Selection;
import dev.ragged.app.DeletePassages;
import dev.ragged.app.json.Json;
import dev.ragged.cli.terminal.Display;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ragged delete}. */
@Command(name = "delete", description = "Remove passages by id or by condition.")
final class DeleteCommand extends Subcommand {
  @Mixin CollectionOption collection;

  @Parameters(paramLabel = "ID", arity = "0..*", description = "The passages' ids.")
  List<String> ids = new ArrayList<>();

  @Option(
      names = "--where",
      paramLabel = "JSON",
      converter = FilterConverter.class,
      description = "A condition on metadata or text, such as '{\"source\": \"old.md\"}'.")
  Filter where;

  @Override
  public Integer call() {
    if (ids.isEmpty() == (where == null)) {
      throw usage("Name what to delete, either by ids or by --where");
    }
    Selection which = where == null ? Selection.ids(ids) : DeletePassages.where(where);
    long deleted = new DeletePassages(stores()).run(collection.name, which);
    if (isJson()) {
      json(Json.object("deleted", deleted));
    } else {
      line("Deleted " + Display.count(deleted, "passage") + " from '" + collection.name + "'.");
    }
    return DONE;
  }
}
