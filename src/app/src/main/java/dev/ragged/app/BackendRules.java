package dev.ragged.app;

import dev.ragged.config.SettingKeys;
import dev.ragged.config.Settings;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which backends the settings prescribe.
 *
 * @param known the ids of those on the class path, in order of preference
 * @param everywhere for all collections that {@code single} does not name; may be {@code auto}
 * @param from who says so: a flag, a variable, a file or "default"
 * @param single of single collections; empty where a flag or variable names one for all
 */
record BackendRules(
    List<String> known, String everywhere, String from, Map<String, String> single) {

  /**
   * Reads them.
   *
   * @throws dev.ragged.config.SettingsException if a backend is named that does not exist
   */
  static BackendRules of(Settings settings, List<String> known) {
    Settings.Value everywhere = settings.value(SettingKeys.BACKEND);
    Map<String, String> single = new LinkedHashMap<>();
    if (everywhere.source() == Settings.Source.FILE
        || everywhere.source() == Settings.Source.DEFAULT) {
      settings
          .value(SettingKeys.COLLECTIONS)
          .map()
          .forEach(
              (name, id) ->
                  single.put(name, checked(settings, SettingKeys.COLLECTIONS, id, known)));
    }
    return new BackendRules(
        known,
        checked(settings, SettingKeys.BACKEND, everywhere.text(), known),
        everywhere.from(),
        single);
  }

  private static String checked(Settings settings, String key, String id, List<String> known) {
    String lower = id.toLowerCase(Locale.ROOT);
    if (!lower.equals(SettingKeys.AUTO) && !known.contains(lower)) {
      throw settings.invalid(
          key,
          "'"
              + id
              + "' is not a backend; use "
              + SettingKeys.AUTO
              + ", "
              + String.join(", ", known));
    }
    return lower;
  }

  /** The same for a throw-away directory, in which no collection is the user's. */
  BackendRules withoutSingle() {
    return new BackendRules(known, everywhere, from, Map.of());
  }

  /** The backend that is prescribed for a collection. */
  Optional<BackendChoice> choice(String collection) {
    String own = single.get(collection);
    if (own != null && !own.equals(SettingKeys.AUTO)) {
      return Optional.of(
          new BackendChoice(own, SettingKeys.COLLECTIONS + "." + collection + " says so"));
    }
    return everywhere.equals(SettingKeys.AUTO) || own != null
        ? Optional.empty()
        : Optional.of(new BackendChoice(everywhere, from + " says so"));
  }

  /** The backends that some collection may be prescribed; all where one is left open. */
  Set<String> possible() {
    Set<String> named = new LinkedHashSet<>(single.values());
    named.add(everywhere);
    Set<String> possible = new LinkedHashSet<>(known);
    if (!named.contains(SettingKeys.AUTO)) {
      possible.retainAll(named);
    }
    return possible;
  }
}
