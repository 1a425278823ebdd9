package dev.ragged.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What settings are set to, as a backend reads its own. */
public interface SettingValues {

  /** The directory in which backends keep their collections, each in a folder of its own. */
  Path dataDir();

  /** The environment's variables. */
  Map<String, String> environment();

  /**
   * A single value.
   *
   * @param key of a setting that the backend owns
   * @return null if there is neither a value nor a default
   */
  @Nullable String text(String key);

  /** A list of words; null if none is set. */
  @Nullable List<String> words(String key);

  /**
   * A folder or file, absolute. One that the settings file names is resolved against the data
   * directory; {@code ~} is the user's home.
   *
   * @return null if none is set
   */
  @Nullable Path path(String key);

  /**
   * The exception for a value that is wrong, to throw.
   *
   * @param sentence what is wrong, without a full stop; not the value of a secret. Who set the
   *     value is added.
   */
  IllegalArgumentException invalid(String key, String sentence);
}
