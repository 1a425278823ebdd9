package dev.ragged.eval;

import java.nio.file.Path;
import java.util.Map;

/** What a {@link Peer} is given. */
public interface PeerContext {
  /** A folder that is kept from run to run, for what is installed once. */
  Path work();

  /** A folder for the indexes of this run, which is deleted at its end. */
  Path scratch();

  /** The environment variables of the user. */
  Map<String, String> env();

  /** How many candidates a search of a graph collects, the same for all. */
  int candidates();

  /**
   * One of ragged's own backends, in a throw-away directory.
   *
   * @param id of the backend
   * @param title how reports name it
   * @param version of what does the work, or null to ask the backend
   * @param settings that differ from the user's, by their keys
   */
  Contender backend(String id, String title, String version, Map<String, Object> settings);

  /** Whether that backend could be used now as it is configured. */
  boolean isAvailable(String id);
}
