package dev.ragged.cli;

import dev.ragged.Filter;
import dev.ragged.Page;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ragged get}. */
@Command(name = "get", description = "Show passages by id or by condition.")
final class GetCommand extends Subcommand {
  private static final int PAGE = 500;

  @Mixin CollectionOption collection;

  @Parameters(paramLabel = "ID", arity = "0..*", description = "The passages' ids.")
  List<String> ids = new ArrayList<>();

  @Option(
      names = "--where",
      paramLabel = "JSON",
      converter = FilterConverter.class,
      description = "A condition on metadata or text, such as '{\"page\": {\"$$lte\": 2}}'.")
  Filter where;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "N",
      description = "Show at most this many.")
  Integer limit;

  @Override
  public Integer call() {
    if (!ids.isEmpty() && where != null) {
      throw usage("Give ids or --where, not both");
    }
    if (limit != null && limit < 1) {
      throw usage("--limit is at least 1");
    }
    Selection which =
        !ids.isEmpty()
            ? Selection.ids(ids)
            : where != null ? Selection.where(where) : Selection.all();
    long left = limit == null ? Long.MAX_VALUE : limit;
    List<Map<String, Object>> passages = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    try (VectorStore store = ragged.stores().open(collection.name, null);
        VectorCollection open = store.open(collection.name)) {
      String cursor = null;
      do {
        Page<Passage> page = open.get(which, new PageRequest(cursor, (int) Math.min(PAGE, left)));
        missing.addAll(page.missing());
        for (Passage passage : page.items()) {
          left--;
          if (ragged.json) {
            passages.add(json(passage));
          } else {
            print(passage);
          }
        }
        cursor = page.next();
      } while (cursor != null && left > 0);
    }
    if (ragged.json) {
      json(Json.object("records", passages, "missing", missing));
    } else if (!missing.isEmpty()) {
      note("Not found: " + String.join(", ", missing));
    }
    return Main.DONE;
  }

  static Map<String, Object> json(Passage passage) {
    return Json.object(
        "id", passage.id(), "text", passage.text(), "metadata", passage.metadata().asMap());
  }

  private void print(Passage passage) {
    line(Text.printable(passage.id()) + "  " + Text.printable(passage.metadata().toString()));
    if (passage.text() != null) {
      Text.wrap(passage.text(), ragged.terminal.width(), "   ").forEach(this::line);
    }
  }
}
