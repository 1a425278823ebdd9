package dev.ragged.cli.command;

import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.app.GetPassages;
import dev.ragged.app.json.Json;
import dev.ragged.app.json.ResultJson;
import dev.ragged.cli.terminal.Display;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ragged get}. */
@Command(name = "get", description = "Show passages by id or by condition.")
final class GetCommand extends Subcommand {
  @Mixin CollectionOption collection;

  @Mixin SelectionOptions selection;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "Maximum number of passages to show (default: all).")
  Integer limit;

  @Override
  public Integer call() {
    if (!selection.ids.isEmpty() && selection.where != null) {
      throw usage("Give ids or --where, not both");
    }
    Selection which =
        !selection.ids.isEmpty()
            ? Selection.ids(selection.ids)
            : selection.where != null ? Selection.where(selection.where) : Selection.all();
    GetPassages.Request request =
        new GetPassages.Request(collection.name, which, limit == null ? Long.MAX_VALUE : limit);
    List<Map<String, Object>> passages = new ArrayList<>();
    List<String> missing =
        new GetPassages(stores())
            .run(
                request,
                passage -> {
                  if (isJson()) {
                    passages.add(ResultJson.of(passage));
                  } else {
                    print(passage);
                  }
                });
    if (isJson()) {
      json(Json.object("records", passages, "missing", missing));
    } else if (!missing.isEmpty()) {
      note("Not found: " + String.join(", ", missing));
    }
    return DONE;
  }

  private void print(Passage passage) {
    line(Display.printable(passage.id()) + "  " + Display.printable(passage.metadata().toString()));
    if (passage.text() != null) {
      Display.wrap(passage.text(), session.terminal.width(), "   ").forEach(this::line);
    }
  }
}
