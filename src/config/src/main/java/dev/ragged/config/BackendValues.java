package dev.ragged.config;

import dev.ragged.spi.SettingValues;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The settings as a backend reads them, perhaps for a directory other than the user's own. */
final class BackendValues implements SettingValues {
  private final Settings settings;
  private final Path directory;
  private final Map<String, Object> overrides;

  BackendValues(Settings settings, Path directory, Map<String, Object> overrides) {
    this.settings = settings;
    this.directory = directory;
    this.overrides = overrides;
  }

  /** Settings that name the user's own places do not apply to another directory. */
  private boolean isLeftOut(String key) {
    return !directory.equals(settings.dataDir()) && settings.isPlace(key);
  }

  @Override
  public Path dataDir() {
    return directory;
  }

  @Override
  public boolean longLived() {
    return settings.isLongLived();
  }

  @Override
  public Map<String, String> environment() {
    return settings.environment();
  }

  @Override
  public String text(String key) {
    if (overrides.containsKey(key)) {
      return (String) overrides.get(key);
    }
    if (isLeftOut(key)) {
      return null;
    }
    Settings.Value value = settings.value(key);
    return settings.isComputed(key, value) ? null : value.text();
  }

  @Override
  @SuppressWarnings("unchecked")
  public List<String> words(String key) {
    if (overrides.containsKey(key)) {
      return (List<String>) overrides.get(key);
    }
    return isLeftOut(key) ? null : settings.value(key).words();
  }

  @Override
  public Path path(String key) {
    return isLeftOut(key) ? null : settings.path(key);
  }

  @Override
  public IllegalArgumentException invalid(String key, String sentence) {
    return settings.invalid(key, sentence);
  }
}
