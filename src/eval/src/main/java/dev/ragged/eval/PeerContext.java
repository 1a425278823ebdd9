package dev.ragged.eval;

import java.nio.file.Path;
import java.util.Map;

/** What a {@link Peer} gets to work with. */
public interface PeerContext {
  /** A folder that persists between runs, for what is installed once. */
  Path work();

  /** A folder for this run's indexes, deleted at the end. */
  Path scratch();

  /** The user's environment variables. */
  Map<String, String> env();

  /** How many candidates a graph search collects, the same for all. */
  int candidates();

  /**
   * One of ragged's own backends, in a temporary directory.
   *
   * @param id of the backend
   * @param title the name in reports
   * @param version of the software behind it, or null to ask the backend
   * @param settings that override the user's, by key
   */
  Contender backend(String id, String title, String version, Map<String, Object> settings);

  /** Whether a backend is usable as configured. */
  boolean isAvailable(String id);
}
