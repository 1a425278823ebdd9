package dev.ragged.app.sources;

import dev.ragged.ingest.FileState;
import dev.ragged.ingest.Skipped;
import dev.ragged.ingest.SourceRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file or folder that a collection is kept in step with, as it was found last.
 *
 * @param path its real path
 * @param rules what of a folder belongs into the collection
 * @param chunkTokens the most tokens of a passage, or null for the default
 * @param overlap tokens repeated from the passage before, or null for the default
 * @param updated when the collection was last in step with it, in milliseconds since 1970; 0 if it
 *     never was
 * @param files its files by their source, those that were skipped among them
 * @param leftOut what else was met in it, and why it is not among the files
 */
public record RegisteredSource(
    Path path,
    SourceRules rules,
    Integer chunkTokens,
    Integer overlap,
    long updated,
    Map<String, FileState> files,
    List<Skipped> leftOut) {
  public RegisteredSource {
    files = new TreeMap<>(files);
    leftOut = List.copyOf(leftOut);
  }

  /** One that has not been read yet. */
  public static RegisteredSource of(
      Path path, SourceRules rules, Integer chunkTokens, Integer overlap) {
    return new RegisteredSource(path, rules, chunkTokens, overlap, 0, Map.of(), List.of());
  }

  /** The number of files that the collection holds. */
  public int held() {
    return (int) files.values().stream().filter(state -> state.digest() != null).count();
  }

  /** The number of their passages; null if only the collection knows. */
  public Long passages() {
    long passages = 0;
    for (FileState state : files.values()) {
      if (state.digest() != null && state.passages() == FileState.NOT_COUNTED) {
        return null;
      }
      passages += state.digest() == null ? 0 : state.passages();
    }
    return passages;
  }

  /** What is not in the collection, and why, in order of path. */
  public List<Skipped> skipped() {
    TreeMap<String, Skipped> all = new TreeMap<>();
    leftOut.forEach(skipped -> all.put(skipped.path(), skipped));
    files.forEach(
        (source, state) -> {
          if (state.reason() != null) {
            all.put(source, new Skipped(source, state.reason(), state.why()));
          }
        });
    return List.copyOf(all.values());
  }

  /** The same files under the options of another. */
  public RegisteredSource withOptions(RegisteredSource other) {
    return new RegisteredSource(
        path, other.rules, other.chunkTokens, other.overlap, updated, files, leftOut);
  }

  /** The same source with other files. */
  RegisteredSource with(Map<String, FileState> files) {
    return new RegisteredSource(path, rules, chunkTokens, overlap, updated, files, leftOut);
  }

  /** The same source as it was found just now. */
  RegisteredSource found(List<Skipped> leftOut, long now) {
    return new RegisteredSource(path, rules, chunkTokens, overlap, now, files, leftOut);
  }
}
