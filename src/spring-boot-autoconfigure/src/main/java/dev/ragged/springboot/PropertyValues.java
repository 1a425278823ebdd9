package dev.ragged.springboot;

import dev.ragged.spi.BackendProvider;
import dev.ragged.spi.SettingSpec;
import dev.ragged.spi.SettingValues;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The settings of a backend, from properties alone. */
final class PropertyValues implements SettingValues {
  private static final String PREFIX = "spring.ai.vectorstore.ragged.settings.";

  private final Path directory;
  private final Map<String, String> given = new HashMap<>();
  private final Map<String, SettingSpec> known;

  /**
   * @throws IllegalArgumentException if a property is for a setting that the backend does not have
   */
  PropertyValues(RaggedProperties properties, BackendProvider provider) {
    this.directory = properties.directory().toAbsolutePath();
    this.known =
        provider.settings().stream()
            .filter(spec -> spec.key() != null)
            .collect(Collectors.toMap(spec -> relaxed(spec.label()), spec -> spec));
    properties.settings().forEach((key, value) -> given.put(relaxed(key), value));
    for (String key : properties.settings().keySet()) {
      if (!known.containsKey(relaxed(key))) {
        throw new IllegalArgumentException(
            PREFIX
                + key
                + " is no setting of "
                + provider.id()
                + "; use one of "
                + known.values().stream()
                    .map(SettingSpec::label)
                    .collect(Collectors.toCollection(TreeSet::new))
                + ".");
      }
    }
  }

  /** Spring's names of properties have neither case nor underscores. */
  private static String relaxed(String key) {
    return key.replace("_", "").replace("-", "").toLowerCase(Locale.ROOT);
  }

  @Override
  public Path dataDir() {
    return directory;
  }

  @Override
  public Map<String, String> environment() {
    return System.getenv();
  }

  @Override
  public @Nullable String text(String key) {
    String value = given.get(relaxed(key));
    if (value != null) {
      return value;
    }
    SettingSpec spec = known.get(relaxed(key));
    return spec == null || spec.computed() ? null : spec.defaultText();
  }

  @Override
  public @Nullable List<String> words(String key) {
    String text = text(key);
    return text == null ? null : List.of(text.strip().split("\\s+"));
  }

  @Override
  public @Nullable Path path(String key) {
    String text = text(key);
    if (text == null) {
      return null;
    }
    String home = System.getProperty("user.home");
    return directory.resolve(text.startsWith("~/") ? home + text.substring(1) : text);
  }

  @Override
  public IllegalArgumentException invalid(String key, String sentence) {
    return new IllegalArgumentException(sentence + " in " + PREFIX + key + ".");
  }
}
