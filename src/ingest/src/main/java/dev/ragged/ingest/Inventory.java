package dev.ragged.ingest;

import dev.ragged.Filter;
import dev.ragged.Metadata;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The files that a collection holds or that were skipped, by {@linkplain Metadata#SOURCE source}.
 * An {@link Ingester} keeps it in step with what it writes. Safe for use by several threads.
 */
public final class Inventory {
  private final Map<String, FileState> files;

  /** Of files that were remembered since the last run. */
  public Inventory(Map<String, FileState> files) {
    this.files = new ConcurrentHashMap<>(files);
  }

  /**
   * Of a collection of which nothing is remembered; reads the metadata of each file's first
   * passage, and no text.
   */
  public static Inventory of(VectorCollection collection) {
    return of(collection, Map.of());
  }

  /**
   * Of a collection that may have changed since its files were remembered; reads the metadata of
   * the first passage of each. What is remembered of a file holds if the collection has the same
   * digest.
   */
  public static Inventory of(VectorCollection collection, Map<String, FileState> remembered) {
    Map<String, FileState> files = new HashMap<>();
    remembered.forEach(
        (source, state) -> {
          if (state.digest() == null) {
            files.put(source, state);
          }
        });
    Selection firsts = Selection.where(new Filter.Exists(SlicedPassages.DIGEST));
    collection.metadata(
        firsts,
        metadata -> {
          Object source = metadata.get(Metadata.SOURCE).orElse(null);
          Object digest = metadata.get(SlicedPassages.DIGEST).orElse(null);
          if (source instanceof String s && digest instanceof String d) {
            FileState old = remembered.get(s);
            files.put(s, old != null && d.equals(old.digest()) ? old : FileState.held(d));
          }
        });
    return new Inventory(files);
  }

  /** All that is known; a view. */
  public Map<String, FileState> files() {
    return Collections.unmodifiableMap(files);
  }

  @Nullable FileState get(String source) {
    return files.get(source);
  }

  /** The digest of what the collection holds of a file; null if that is nothing. */
  @Nullable String digest(String source) {
    FileState state = files.get(source);
    return state == null ? null : state.digest();
  }

  void put(String source, FileState state) {
    files.put(source, state);
  }

  void remove(String source) {
    files.remove(source);
  }
}
