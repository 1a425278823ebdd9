package dev.ragged.mcp;

import dev.ragged.SearchMode;
import dev.ragged.app.PassageSize;
import dev.ragged.config.SettingKeys;
import dev.ragged.config.Settings;
import java.util.Locale;
import java.util.function.Function;

/** What the user has set, for calls that leave it out. */
record Defaults(Settings settings) {

  String collection() {
    return settings.value(SettingKeys.COLLECTION).text();
  }

  SearchMode mode() {
    return read(SettingKeys.MODE, Defaults::mode);
  }

  /** A mode by its name in requests. */
  static SearchMode mode(String name) {
    return SearchMode.valueOf(name.toUpperCase(Locale.ROOT));
  }

  double recall() {
    return read(SettingKeys.RECALL, Double::parseDouble);
  }

  PassageSize passageSize() {
    return new PassageSize(tokens(SettingKeys.CHUNK_TOKENS), tokens(SettingKeys.OVERLAP));
  }

  private Integer tokens(String key) {
    return settings.value(key).source() == Settings.Source.DEFAULT
        ? null
        : read(key, Integer::valueOf);
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
