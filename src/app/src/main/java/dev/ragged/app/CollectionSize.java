package dev.ragged.app;

import dev.ragged.CollectionInfo;
import dev.ragged.StorageStats;
import dev.ragged.app.json.Json;
import dev.ragged.app.json.ResultJson;
import dev.ragged.migrate.Migration;
import java.util.Map;

/**
 * A collection and its size.
 *
 * @param stats null if they were not requested
 * @param choice which backend serves collections of this name: perhaps another
 */
public record CollectionSize(CollectionInfo info, StorageStats stats, BackendChoice choice) {

  /** Whether this is the collection that is found by its name. */
  public boolean used() {
    return choice.backend().equals(info.backend());
  }

  /** Whether this is what an unfinished migration has left, to be resumed. */
  public boolean isUnfinishedCopy() {
    return Migration.isWorkingCopy(info.name());
  }

  /** Null where they are not known. */
  public StorageStats.Bytes bytes() {
    return stats == null ? null : stats.bytes();
  }

  /** Passages that only their words find, since the model cannot read them; 0 if not known. */
  public long wordsOnly() {
    return stats == null ? 0 : stats.wordsOnly();
  }

  /** All that is known. */
  public Map<String, Object> json() {
    return Json.object(
        "name",
        info.name(),
        "backend",
        info.backend(),
        "model",
        info.model() == null ? null : info.model().name(),
        "dimension",
        info.dimension(),
        "bytes_per_vector",
        info.bytesPerVector(),
        "records",
        info.passages(),
        "words_only",
        stats == null ? null : stats.wordsOnly(),
        "outdated_words",
        info.outdatedWords(),
        "raw_text_bytes",
        stats == null ? null : stats.rawTextBytes(),
        "bytes",
        ResultJson.of(bytes()),
        "used",
        used(),
        "why",
        choice.why());
  }

  /** Which backend it is on, and why that one is used or not. */
  Map<String, Object> placeJson() {
    return Json.object(
        "name",
        info.name(),
        "backend",
        info.backend(),
        "words_only",
        stats == null ? null : stats.wordsOnly(),
        "outdated_words",
        info.outdatedWords(),
        "used",
        used(),
        "why",
        choice.why());
  }
}
