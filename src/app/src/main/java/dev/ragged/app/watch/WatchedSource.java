package dev.ragged.app.watch;

import dev.ragged.app.json.Json;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How a source is watched at the moment.
 *
 * @param whyRescans why it is scanned from time to time, a sentence; null if events tell of changes
 * @param missing whether it is not there now
 * @param pending the number of its files that have changed, and that the collection does not know
 *     yet
 * @param updating whether the collection is being updated
 * @param updated when the collection was last in step with all its sources; null if it was not yet
 * @param waitingFor who else writes to the collection, so that its update waits, or null
 * @param failure what kept the last update from being done, a sentence; null if it was done
 * @param problems what is odd about the collection's sources, a sentence each, such as one that is
 *     missing
 */
public record WatchedSource(
    String collection,
    Path path,
    String whyRescans,
    boolean missing,
    int pending,
    boolean updating,
    Instant updated,
    String waitingFor,
    String failure,
    List<String> problems) {
  public WatchedSource {
    problems = List.copyOf(problems);
  }

  public Map<String, Object> json() {
    return Json.object(
        "collection",
        collection,
        "path",
        path.toString(),
        "watched_by",
        whyRescans == null ? "events" : "rescans",
        "why_rescans",
        whyRescans,
        "missing",
        missing,
        "pending",
        pending,
        "updating",
        updating,
        "updated",
        updated == null ? null : updated.toString(),
        "waiting_for",
        waitingFor,
        "failure",
        failure,
        "problems",
        problems);
  }
}
