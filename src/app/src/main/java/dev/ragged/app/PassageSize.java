package dev.ragged.app;

import dev.ragged.config.SettingKeys;
import dev.ragged.config.Settings;
import dev.ragged.ingest.IngestOptions;

/**
 * The length of passages.
 *
 * @param tokens the most tokens of a passage, or null for the default
 * @param overlap tokens repeated from the passage before, or null for the default
 */
public record PassageSize(Integer tokens, Integer overlap) {
  /** The defaults. */
  public static final PassageSize DEFAULT = new PassageSize(null, null);

  /**
   * @throws InvalidRequestException if no model could have such passages
   */
  public PassageSize {
    options(tokens, overlap, Integer.MAX_VALUE);
  }

  /** That of the settings. */
  public static PassageSize of(Settings settings) {
    return new PassageSize(
        number(settings, SettingKeys.CHUNK_TOKENS), number(settings, SettingKeys.OVERLAP));
  }

  private static Integer number(Settings settings, String key) {
    Settings.Value set = settings.value(key);
    if (set.source() == Settings.Source.DEFAULT) {
      return null;
    }
    try {
      return Integer.valueOf(set.text());
    } catch (NumberFormatException e) {
      throw settings.invalid(key, "'" + set.text() + "' is not a whole number");
    }
  }

  /**
   * What this means for a model: a default shrinks to what the model reads, a given value does not.
   *
   * @throws InvalidRequestException if the model reads fewer tokens than given
   */
  IngestOptions options(int maxTokens) {
    return options(tokens, overlap, maxTokens);
  }

  private static IngestOptions options(Integer tokens, Integer overlap, int maxTokens) {
    if (tokens != null && tokens > maxTokens) {
      throw new InvalidRequestException(
          "Passages must have at most "
              + maxTokens
              + " tokens, as that is what the model reads; got "
              + tokens
              + ".");
    }
    IngestOptions defaults = IngestOptions.defaults();
    int chunk = tokens != null ? tokens : Math.min(defaults.chunkTokens(), maxTokens);
    try {
      return new IngestOptions(
          chunk,
          overlap != null ? overlap : Math.min(defaults.overlapTokens(), chunk / 4),
          defaults.maxFileBytes(),
          defaults.batchPassages());
    } catch (IllegalArgumentException e) {
      throw new InvalidRequestException(e.getMessage(), e);
    }
  }
}
