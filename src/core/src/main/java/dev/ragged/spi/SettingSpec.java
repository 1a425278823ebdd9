package dev.ragged.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A setting: where it may be set, what holds where it is not, and what it means. Made by {@link
 * #of} and the {@code with} methods, each of which returns a changed copy.
 *
 * @param key its dotted place in {@code config.yaml}, or null if it cannot be set there
 * @param variable its environment variable, or null
 * @param flag its option on a command line, such as {@code --limit}, or null
 * @param valueLabel what the option's value is called in help, such as {@code N}, or null without a
 *     flag
 * @param defaultText the default as shown to people, or null for none
 * @param computed the default is worked out by whoever reads the setting, who must tell a given
 *     value from the default; {@code defaultText} only describes it
 * @param meaning what it is for, in Markdown, without a full stop
 * @param shape what its value looks like
 * @param secret never printed
 * @param place names a place of the user's, a server or a folder; left out where something is
 *     measured in a directory of its own
 */
public record SettingSpec(
    @Nullable String key,
    @Nullable String variable,
    @Nullable String flag,
    @Nullable String valueLabel,
    @Nullable String defaultText,
    boolean computed,
    String meaning,
    Shape shape,
    boolean secret,
    boolean place) {

  /** What a value looks like. */
  public enum Shape {
    /** A string, number, true or false. */
    SINGLE,
    /** A list of strings; a single string is split at white space. */
    WORDS,
    /** Keys of the user's own, each with a single value. */
    MAP
  }

  public SettingSpec {
    Objects.requireNonNull(meaning, "meaning");
    Objects.requireNonNull(shape, "shape");
    if (key == null && variable == null && flag == null) {
      throw new IllegalArgumentException("A setting needs a key, a variable or a flag.");
    }
  }

  /** A single value in the file, without a default. */
  public static SettingSpec of(String key, String meaning) {
    return new SettingSpec(key, null, null, null, null, false, meaning, Shape.SINGLE, false, false);
  }

  public SettingSpec withVariable(String variable) {
    return new SettingSpec(
        key, variable, flag, valueLabel, defaultText, computed, meaning, shape, secret, place);
  }

  public SettingSpec withFlag(String flag, String valueLabel) {
    return new SettingSpec(
        key, variable, flag, valueLabel, defaultText, computed, meaning, shape, secret, place);
  }

  public SettingSpec withDefault(String defaultText) {
    return new SettingSpec(
        key, variable, flag, valueLabel, defaultText, false, meaning, shape, secret, place);
  }

  public SettingSpec withComputedDefault(String description) {
    return new SettingSpec(
        key, variable, flag, valueLabel, description, true, meaning, shape, secret, place);
  }

  public SettingSpec withShape(Shape shape) {
    return new SettingSpec(
        key, variable, flag, valueLabel, defaultText, computed, meaning, shape, secret, place);
  }

  public SettingSpec asSecret() {
    return new SettingSpec(
        key, variable, flag, valueLabel, defaultText, computed, meaning, shape, true, place);
  }

  public SettingSpec asPlace() {
    return new SettingSpec(
        key, variable, flag, valueLabel, defaultText, computed, meaning, shape, secret, true);
  }

  /** What it is called: its key where it has one, else the flag without its dashes. */
  public String label() {
    return key != null ? key : flag != null ? flag.substring(2).replace('-', '_') : variable;
  }
}
