package dev.ragged.app;

import dev.ragged.SearchMode;
import dev.ragged.config.SettingKeys;
import dev.ragged.config.Settings;
import java.util.Locale;
import java.util.function.Function;

/** What the user has set, for requests that leave it out. */
public record QuestionDefaults(Settings settings) {

  public String collection() {
    return settings.value(SettingKeys.COLLECTION).text();
  }

  public SearchMode mode() {
    return read(SettingKeys.MODE, QuestionDefaults::mode);
  }

  /** A mode by its name in requests. */
  public static SearchMode mode(String name) {
    return SearchMode.valueOf(name.toUpperCase(Locale.ROOT));
  }

  public int limit() {
    return read(SettingKeys.LIMIT, Integer::parseInt);
  }

  public double recall() {
    return read(SettingKeys.RECALL, Double::parseDouble);
  }

  private <T> T read(String key, Function<String, T> reader) {
    String text = settings.value(key).text();
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw settings.invalid(key, "'" + text + "' is no value for " + key);
    }
  }
}
