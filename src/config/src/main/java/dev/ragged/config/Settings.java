package dev.ragged.config;

import dev.ragged.spi.BackendProvider;
import dev.ragged.spi.SettingSpec;
import dev.ragged.spi.SettingSpec.Shape;
import dev.ragged.spi.SettingValues;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values of settings. The file is read when a setting is first needed that neither a flag nor a
 * variable sets. Safe for use by several threads.
 */
public final class Settings {

  /** The name of the file in the data directory. */
  public static final String FILE = "config.yaml";

  /** A larger file is none of settings. */
  public static final int MAX_BYTES = 1 << 20;

  /** Who has set a value. */
  public enum Source {
    FLAG,
    VARIABLE,
    FILE,
    DEFAULT
  }

  /**
   * What a setting is set to.
   *
   * @param value a string, a list of them or a map of them, or null if there is none
   * @param from for people: the flag, the variable, the file or "default"
   */
  public record Value(Object value, Source source, String from) {
    /** A single value, or null. */
    public String text() {
      return (String) value;
    }

    /** A list of words, or null. */
    @SuppressWarnings("unchecked")
    public List<String> words() {
      return (List<String>) value;
    }

    /** Empty if there is none. */
    @SuppressWarnings("unchecked")
    public Map<String, String> map() {
      return value == null ? Map.of() : (Map<String, String>) value;
    }
  }

  private final List<SettingSpec> specs;
  private final Path dataDir;
  private final Map<String, String> env;
  private final Map<String, String> flags;
  private final boolean longLived;
  private Map<String, Object> file;

  private Settings(
      List<SettingSpec> specs,
      Path dataDir,
      Map<String, String> env,
      Map<String, String> flags,
      boolean longLived,
      Map<String, Object> file) {
    this.specs = specs;
    this.dataDir = dataDir;
    this.env = Map.copyOf(env);
    this.flags = flags;
    this.longLived = longLived;
    this.file = file;
  }

  /**
   * The settings of a data directory.
   *
   * @param dataDir the directory, or null for the one that the environment names, else {@code
   *     ~/.ragged}
   * @param env the environment's variables
   * @param backends whose settings to know, usually {@link BackendProvider#installed()}
   */
  public static Settings of(Path dataDir, Map<String, String> env, List<BackendProvider> backends) {
    String variable = env.getOrDefault("RAGGED_DATA_DIR", "");
    Path chosen;
    try {
      chosen =
          dataDir != null
              ? dataDir
              : variable.isEmpty() ? home(env).resolve(".ragged") : Path.of(variable);
    } catch (InvalidPathException e) {
      throw new SettingsException(
          "'" + variable + "' is not a folder's name here (set by RAGGED_DATA_DIR)");
    }
    return new Settings(
        SettingKeys.all(backends), chosen.toAbsolutePath().normalize(), env, Map.of(), false, null);
  }

  /**
   * The same with flags of a command line.
   *
   * @param flags values by the flag's name, such as {@code --limit}
   */
  public synchronized Settings withFlags(Map<String, String> flags) {
    return new Settings(specs, dataDir, env, Map.copyOf(flags), longLived, file);
  }

  /** The same for a process that stays to answer many questions. */
  public synchronized Settings forLongLife() {
    return new Settings(specs, dataDir, env, flags, true, file);
  }

  /** Whether it is for such a process. */
  boolean isLongLived() {
    return longLived;
  }

  private static Path home(Map<String, String> env) {
    String home = env.get("HOME");
    return Path.of(home == null || home.isEmpty() ? System.getProperty("user.home") : home);
  }

  /** The directory with {@link #FILE} and the collections, absolute. */
  public Path dataDir() {
    return dataDir;
  }

  /** The environment's variables. */
  public Map<String, String> environment() {
    return env;
  }

  /** All settings there are, in the order to show them. */
  public List<SettingSpec> specs() {
    return specs;
  }

  /** The setting that a flag sets. */
  public Optional<SettingSpec> byFlag(String flag) {
    return specs.stream().filter(spec -> flag.equals(spec.flag())).findFirst();
  }

  private SettingSpec spec(String label) {
    return specs.stream()
        .filter(spec -> spec.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no setting '" + label + "'."));
  }

  /**
   * What a setting is set to.
   *
   * @param label one of {@link SettingKeys}, or the key of a backend's setting
   * @throws SettingsException if the file is wrong
   */
  public Value value(String label) {
    SettingSpec spec = spec(label);
    String flag = spec.flag() == null ? null : flags.get(spec.flag());
    return flag != null ? new Value(flag, Source.FLAG, spec.flag()) : withoutFlag(spec);
  }

  /** What a setting is set to where the command line says nothing. */
  public Value withoutFlag(SettingSpec spec) {
    String variable = spec.variable() == null ? null : env.get(spec.variable());
    if (variable != null && !variable.isEmpty()) {
      Object value = spec.shape() == Shape.WORDS ? SettingsFile.words(variable) : variable;
      return new Value(value, Source.VARIABLE, spec.variable());
    }
    if (spec.label().equals(SettingKeys.DATA_DIR)) {
      // The file lies in the data directory, so it cannot say where that is.
      return new Value(dataDir.toString(), Source.DEFAULT, "default");
    }
    Object value = spec.key() == null ? null : file().get(spec.key());
    return value != null
        ? new Value(value, Source.FILE, dataDir.resolve(FILE).toString())
        : new Value(spec.defaultText(), Source.DEFAULT, "default");
  }

  /**
   * The keys of the settings that the file sets, in order.
   *
   * @throws SettingsException if the file is wrong
   */
  public List<String> inFile() {
    return file().keySet().stream().sorted().toList();
  }

  /**
   * Tells whether two processes over one data directory would answer a question alike: the same for
   * the same values of all settings but those that come with a question, and secrets.
   *
   * @return hexadecimal digits, from which no value can be told
   */
  public String fingerprint() {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    for (SettingSpec spec : specs) {
      if (!spec.secret() && !SettingKeys.OF_A_QUESTION.contains(spec.label())) {
        String line = spec.label() + "=" + value(spec.label()).value() + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private synchronized Map<String, Object> file() {
    if (file == null) {
      file = SettingsFile.read(dataDir.resolve(FILE), specs);
    }
    return file;
  }

  /** The exception for a setting with a wrong value, to throw. */
  public SettingsException invalid(String label, String sentence) {
    return new SettingsException(sentence + " (set by " + value(label).from() + ")");
  }

  /** The settings as a backend reads its own. */
  public SettingValues forBackends() {
    return new BackendValues(this, dataDir, Map.of());
  }

  /**
   * The settings for backends that work in a throw-away directory, where no server and no folder of
   * the user's belongs.
   *
   * @param overrides values that take precedence, by key: strings, or lists of them
   */
  public SettingValues forScratch(Path directory, Map<String, Object> overrides) {
    return new BackendValues(this, directory, overrides);
  }

  /** A folder or file that a setting names; null if none is set. */
  Path path(String label) {
    Value value = value(label);
    if (value.value() == null || isComputed(label, value)) {
      return null;
    }
    String text = value.text();
    if (text.equals("~") || text.startsWith("~/")) {
      return home(env).resolve(text.substring(Math.min(2, text.length())));
    }
    Path path = Path.of(text);
    return value.source() == Source.FILE || value.source() == Source.DEFAULT
        ? dataDir.resolve(path)
        : path.toAbsolutePath();
  }

  /** Whether a value only describes a default that its reader works out. */
  boolean isComputed(String label, Value value) {
    return value.source() == Source.DEFAULT && spec(label).computed();
  }

  boolean isPlace(String label) {
    return spec(label).place();
  }
}
