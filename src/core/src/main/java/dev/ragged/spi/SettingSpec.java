package dev.ragged.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A setting: where it can be set, its default and its meaning. Start with {@link #of}; each {@code
 * with} method returns a changed copy.
 *
 * @param key its dotted path in {@code config.yaml}, or null if it cannot be set there
 * @param variable its environment variable, or null
 * @param flag its command-line option, such as {@code --limit}, or null
 * @param valueLabel the option's value in help, such as {@code N}, or null without a flag
 * @param defaultText the default as shown to people, or null if there is none
 * @param computed whether the reader of the setting computes the default; {@code defaultText} then
 *     only describes it, and reading gives null unless a value is set
 * @param meaning what it is for, in Markdown, without a full stop
 * @param shape the form of its value
 * @param secret whether the value must never be printed
 * @param place whether it names a server or folder of the user's; such settings do not apply to
 *     measurements, which use a directory of their own
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

  /** The form of a value. */
  public enum Shape {
    /** A string, number, true or false. */
    SINGLE,
    /** A list of strings; a single string is split at white space. */
    WORDS,
    /** Keys that the user chooses, each with a single value. */
    MAP
  }

  /**
   * Checks what it is made of.
   *
   * @param key as above
   * @param variable as above
   * @param flag as above
   * @param valueLabel as above
   * @param defaultText as above
   * @param computed as above
   * @param meaning as above
   * @param shape as above
   * @param secret as above
   * @param place as above
   */
  public SettingSpec {
    Objects.requireNonNull(meaning, "meaning");
    Objects.requireNonNull(shape, "shape");
    if (flag != null && (valueLabel == null || shape != Shape.SINGLE)) {
      throw new IllegalArgumentException(
          "The setting of " + flag + " must have a single value and a label for it.");
    }
  }

  /**
   * A setting in the file only, with a single value and no default.
   *
   * @param key as in the file of settings
   * @param meaning for people, the rest of a sentence
   * @return the setting
   */
  public static SettingSpec of(String key, String meaning) {
    return new SettingSpec(key, null, null, null, null, false, meaning, Shape.SINGLE, false, false);
  }

  /**
   * Set by an environment variable too.
   *
   * @param variable its name
   * @return a changed copy
   */
  public SettingSpec withVariable(String variable) {
    return new SettingSpec(
        key, variable, flag, valueLabel, defaultText, computed, meaning, shape, secret, place);
  }

  /**
   * Set by an option of the command line too.
   *
   * @param flag with its dashes
   * @param valueLabel what its value is called
   * @return a changed copy
   */
  public SettingSpec withFlag(String flag, String valueLabel) {
    return new SettingSpec(
        key, variable, flag, valueLabel, defaultText, computed, meaning, shape, secret, place);
  }

  /**
   * With a value where nobody sets one.
   *
   * @param defaultText as one would write it
   * @return a changed copy
   */
  public SettingSpec withDefault(String defaultText) {
    return new SettingSpec(
        key, variable, flag, valueLabel, defaultText, false, meaning, shape, secret, place);
  }

  /**
   * With a value that depends on the machine where nobody sets one.
   *
   * @param description of that value, for people
   * @return a changed copy
   */
  public SettingSpec withComputedDefault(String description) {
    return new SettingSpec(
        key, variable, flag, valueLabel, description, true, meaning, shape, secret, place);
  }

  /**
   * With a value of another shape.
   *
   * @param shape what a value looks like
   * @return a changed copy
   */
  public SettingSpec withShape(Shape shape) {
    return new SettingSpec(
        key, variable, flag, valueLabel, defaultText, computed, meaning, shape, secret, place);
  }

  /**
   * With a value that is never shown.
   *
   * @return a changed copy
   */
  public SettingSpec asSecret() {
    return new SettingSpec(
        key, variable, flag, valueLabel, defaultText, computed, meaning, shape, true, place);
  }

  /**
   * With a value that says where data are.
   *
   * @return a changed copy
   */
  public SettingSpec asPlace() {
    return new SettingSpec(
        key, variable, flag, valueLabel, defaultText, computed, meaning, shape, secret, true);
  }

  /**
   * The setting's name: its key, or else the flag without its dashes.
   *
   * @return for people
   */
  public String label() {
    return key != null ? key : flag != null ? flag.substring(2).replace('-', '_') : variable;
  }
}
