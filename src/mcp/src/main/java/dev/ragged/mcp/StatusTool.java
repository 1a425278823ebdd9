package dev.ragged.mcp;

import dev.ragged.app.CollectionSize;
import dev.ragged.app.ListCollections;
import dev.ragged.app.ListSources;
import dev.ragged.app.StoreRouter;
import dev.ragged.app.Version;
import dev.ragged.app.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tells which collections there are, and how they are. */
final class StatusTool {
  /** The most files that are named one by one. */
  static final int MAX_NAMED = 50;

  private final StoreRouter stores;
  private final Sentences sentences;

  StatusTool(StoreRouter stores, Sentences sentences) {
    this.stores = stores;
    this.sentences = sentences;
  }

  /** The tool {@code list_collections}. */
  ToolResult list(ToolCall call) {
    List<String> notes = new ArrayList<>();
    List<CollectionSize> sizes = all(notes);
    StringBuilder text = new StringBuilder();
    sizes.forEach(size -> text.append(line(size)).append('\n'));
    List<Map<String, Object>> collections =
        sizes.stream()
            .map(CollectionSize::json)
            .map(
                size ->
                    Json.object(
                        "name",
                        size.get("name"),
                        "records",
                        size.get("records"),
                        "model",
                        size.get("model"),
                        "raw_text_bytes",
                        size.get("raw_text_bytes")))
            .toList();
    return new ToolResult(
        Json.object("collections", collections, "notes", notes), withNotes(text, notes));
  }

  /** The tool {@code status}. */
  ToolResult status(ToolCall call) {
    String only = call.arguments().text("collection");
    List<String> notes = new ArrayList<>();
    List<CollectionSize> sizes =
        only == null ? all(notes) : List.of(new ListCollections(stores).one(only));
    List<ListSources.Listed> sources = ListSources.run(stores, only);
    StringBuilder text = new StringBuilder("ragged " + Version.current() + "\n");
    sizes.forEach(size -> text.append(line(size)).append('\n'));
    sources.forEach(source -> text.append(line(source)).append('\n'));
    Map<String, Object> json =
        Json.object(
            "version",
            Version.current(),
            "collections",
            sizes.stream().map(CollectionSize::json).toList());
    json.putAll(ListSources.json(sources, true));
    shorten(json);
    json.put("notes", notes);
    return new ToolResult(json, withNotes(text, notes));
  }

  private List<CollectionSize> all(List<String> notes) {
    return new ListCollections(stores)
        .all(false, failure -> notes.add(sentences.of(failure))).stream()
            .filter(size -> size.used() && !size.isUnfinishedCopy())
            .toList();
  }

  /** Leaves out most of many skipped files. */
  private static void shorten(Map<String, Object> json) {
    for (Object source : (List<?>) json.get("sources")) {
      @SuppressWarnings("unchecked")
      Map<String, Object> one = (Map<String, Object>) source;
      one.put("skipped_files", first((List<?>) one.get("skipped_files")));
    }
  }

  /** The first of a list that may be long. */
  static List<?> first(List<?> list) {
    return list.subList(0, Math.min(MAX_NAMED, list.size()));
  }

  private static String line(CollectionSize size) {
    return size.info().name() + ": " + size.info().passages() + " passages";
  }

  private static String line(ListSources.Listed source) {
    return source.collection()
        + " has "
        + source.source().path()
        + (source.missing() ? ", which is not there now" : "")
        + ": "
        + source.source().held()
        + " files, "
        + source.source().skipped().size()
        + " skipped, "
        + (source.updated() == null ? "never updated" : "updated " + source.updated());
  }

  private static String withNotes(StringBuilder text, List<String> notes) {
    notes.forEach(note -> text.append(note).append('\n'));
    return text.isEmpty() ? "There are no collections yet." : text.toString().strip();
  }
}
