package dev.ragged.app;

import dev.ragged.NoSuchCollectionException;
import dev.ragged.VectorStore;
import dev.ragged.app.json.Json;
import dev.ragged.app.sources.RegisteredSource;
import dev.ragged.app.sources.Registries;
import dev.ragged.app.sources.Registry;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Tells which files and folders collections are kept in step with. */
public final class ListSources {

  /**
   * A source of a collection.
   *
   * @param missing whether it is not there now
   */
  public record Listed(String collection, RegisteredSource source, boolean missing) {
    /** When the collection was last in step with it; null if it never was. */
    public Instant updated() {
      return source.updated() == 0 ? null : Instant.ofEpochMilli(source.updated());
    }

    Map<String, Object> json(boolean withSkipped) {
      Map<String, Object> json =
          Json.object(
              "collection",
              collection,
              "path",
              source.path().toString(),
              "missing",
              missing,
              "include",
              source.rules().include(),
              "exclude",
              source.rules().exclude(),
              "types",
              source.rules().types(),
              "no_ignore",
              source.rules().noIgnore(),
              "chunk_tokens",
              source.chunkTokens(),
              "overlap",
              source.overlap(),
              "files",
              source.held(),
              "passages",
              source.passages(),
              "skipped",
              source.skipped().size(),
              "updated",
              updated() == null ? null : updated().toString());
      if (withSkipped) {
        json.put(
            "skipped_files",
            source.skipped().stream()
                .map(skipped -> Json.object("path", skipped.path(), "why", skipped.why()))
                .toList());
      }
      return json;
    }
  }

  private ListSources() {}

  /**
   * Lists them, in order of collection and path.
   *
   * @param only the name of a collection, or null for all
   * @throws NoSuchCollectionException if there is none of that name, nor any source of it
   */
  public static List<Listed> run(StoreRouter stores, String only) {
    Registries registries = new Registries(stores.dataDir());
    List<Listed> listed = new ArrayList<>();
    for (String name : only == null ? registries.names() : List.of(only)) {
      Registry registry = registries.loadSound(name);
      for (RegisteredSource source : registry.sources()) {
        listed.add(new Listed(name, source, !Files.exists(source.path())));
      }
    }
    if (only != null && listed.isEmpty()) {
      try (VectorStore store = stores.openFor(only, null)) {
        if (!store.names().contains(only)) {
          throw new NoSuchCollectionException(only);
        }
      }
    }
    return listed;
  }

  /** The JSON of a list. */
  public static Map<String, Object> json(List<Listed> listed, boolean withSkipped) {
    return Json.object("sources", listed.stream().map(one -> one.json(withSkipped)).toList());
  }
}
