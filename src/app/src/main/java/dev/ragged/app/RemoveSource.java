package dev.ragged.app;

import dev.ragged.Filter;
import dev.ragged.Metadata;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.app.json.Json;
import dev.ragged.app.sources.RegisteredSource;
import dev.ragged.app.sources.Registries;
import dev.ragged.app.sources.Registry;
import dev.ragged.ingest.Inventory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Lets a collection forget a source, with the passages of its files. */
public final class RemoveSource {
  /** Number of files whose passages are removed in one call. */
  private static final int REMOVE_AT_ONCE = 500;

  /**
   * A source to remove, or that was removed.
   *
   * @param files files that the collection holds
   * @param passages passages that were removed; null before that
   */
  public record Report(String collection, Path path, int files, Long passages) {
    public Map<String, Object> json() {
      return Json.object(
          "collection",
          collection,
          "removed",
          path.toString(),
          "files",
          files,
          "passages",
          passages);
    }
  }

  private final StoreRouter stores;
  private final Registries registries;

  public RemoveSource(StoreRouter stores) {
    this.stores = stores;
    this.registries = new Registries(stores.dataDir());
  }

  /**
   * Removes it. Nothing need be at its path any more.
   *
   * @param only the collection, or null for all that have the source
   * @param confirm asked before anything is removed from a collection
   * @return what was removed; empty if nothing was confirmed
   * @throws InvalidRequestException if no collection has such a source
   */
  public List<Report> run(String only, Path path, Predicate<Report> confirm) {
    Path real = real(path);
    List<Report> removed = new ArrayList<>();
    Set<String> others = new TreeSet<>();
    boolean found = false;
    for (String name : only == null ? registries.names() : List.of(only)) {
      Registry registry = registries.load(name);
      registry.sources().forEach(one -> others.add(one.path().toString()));
      RegisteredSource source = registry.source(real);
      if (source != null) {
        found = true;
        if (confirm.test(new Report(name, source.path(), source.held(), null))) {
          removed.add(
              stores.turns().take(name, "sources remove", () -> false, () -> remove(name, real)));
        }
      }
    }
    if (!found) {
      throw new InvalidRequestException(
          "'"
              + path
              + "' is no source of "
              + (only == null ? "any collection" : "'" + only + "'")
              + Nearest.of(real.toString(), others)
                  .map(near -> "; did you mean '" + near + "'?")
                  .orElse("; name one as it was added."));
    }
    return removed;
  }

  /** The real path of what may be gone: that of the nearest folder that is there, and the rest. */
  private static Path real(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Path at = absolute;
    while (at != null) {
      try {
        return at.toRealPath().resolve(at.relativize(absolute)).normalize();
      } catch (IOException e) {
        at = at.getParent();
      }
    }
    return absolute;
  }

  private Report remove(String name, Path path) {
    try (VectorStore store = stores.openFor(name, null);
        VectorCollection collection = store.open(name)) {
      Registry registry = registries.load(name);
      Inventory inventory =
          registry.describes(store.backend(), collection.info().passages())
              ? new Inventory(registry.files())
              : Inventory.of(collection, registry.files());
      registry = registry.with(store.backend(), Registry.UNKNOWN, inventory);
      RegisteredSource source = registry.source(path);
      List<Object> files = new ArrayList<>();
      if (source != null) {
        source
            .files()
            .forEach(
                (file, state) -> {
                  if (state.digest() != null) {
                    files.add(file);
                  }
                });
      }
      long passages = 0;
      for (int from = 0; from < files.size(); from += REMOVE_AT_ONCE) {
        List<Object> part = files.subList(from, Math.min(files.size(), from + REMOVE_AT_ONCE));
        passages += collection.delete(Selection.where(new Filter.In(Metadata.SOURCE, part)));
      }
      Path known = source == null ? path : source.path();
      registries.save(registry.without(known).with(store.backend(), collection.info().passages()));
      return new Report(name, known, files.size(), passages);
    } catch (NoSuchCollectionException e) {
      Registry registry = registries.load(name);
      RegisteredSource source = registry.source(path);
      registries.save(registry.without(source == null ? path : source.path()));
      return new Report(name, path, 0, 0L);
    }
  }
}
