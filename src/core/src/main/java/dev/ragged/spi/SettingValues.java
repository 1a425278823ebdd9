package dev.ragged.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a backend's settings. */
public interface SettingValues {

  /**
   * The directory in which each backend keeps its collections in a folder of its own.
   *
   * @return need not exist
   */
  Path dataDir();

  /**
   * The environment variables.
   *
   * @return variables by name
   */
  Map<String, String> environment();

  /**
   * Whether the process stays to answer many questions, as a server does, so that memory spent on
   * what they share is well spent.
   *
   * @return false for a command that answers one
   */
  default boolean longLived() {
    return false;
  }

  /**
   * A single value.
   *
   * @param key the key of a setting that the backend owns
   * @return null if there is neither a value nor a default
   */
  @Nullable String text(String key);

  /**
   * A list of words; null if none is set.
   *
   * @param key the setting's
   * @return the words, or null if the setting has no value
   */
  @Nullable List<String> words(String key);

  /**
   * An absolute path. A relative one in the settings file is resolved against the data directory;
   * {@code ~} is the user's home.
   *
   * @param key the setting's
   * @return null if none is set
   */
  @Nullable Path path(String key);

  /**
   * The exception to throw for an invalid value.
   *
   * @param key the setting's
   * @param sentence what is wrong, without a full stop and without the value of a secret; where the
   *     value was set is added
   * @return the exception, to be thrown
   */
  IllegalArgumentException invalid(String key, String sentence);
}
