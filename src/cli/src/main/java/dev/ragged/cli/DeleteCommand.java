package dev.ragged.cli;

import dev.ragged.Filter;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
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
      throw usage("Say what to delete, by ids or by --where and not by both");
    }
    // A filter without conditions matches everything, which is rarely what a script meant.
    if (where instanceof Filter.And and && and.filters().isEmpty()) {
      throw usage("An empty --where would delete everything; 'ragged clear' does that");
    }
    long deleted;
    try (VectorStore store = ragged.stores().open(collection.name, null);
        VectorCollection open = store.open(collection.name)) {
      deleted = open.delete(where == null ? Selection.ids(ids) : Selection.where(where));
    }
    if (ragged.json) {
      json(Json.object("deleted", deleted));
    } else {
      line("Deleted " + Text.count(deleted, "passage") + " from '" + collection.name + "'.");
    }
    return Main.DONE;
  }
}
