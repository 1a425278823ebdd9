package dev.ragged;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Refuses arguments that are null where the contract has none, with a message that names them. */
public final class Arguments {
  private Arguments() {}

  /**
   * The argument itself.
   *
   * @param <T> its type
   * @param value the argument
   * @param name what its method calls it
   * @return {@code value}
   * @throws IllegalArgumentException if it is null
   */
  public static <T> T required(@Nullable T value, String name) {
    if (value == null) {
      throw new IllegalArgumentException("'" + name + "' must not be null; give a value.");
    }
    return value;
  }

  /**
   * The argument itself, which holds no null.
   *
   * @param <C> its type
   * @param values the argument
   * @param name what its method calls it
   * @return {@code values}
   * @throws IllegalArgumentException if it or one of its items is null
   */
  public static <C extends Collection<?>> C requiredAll(@Nullable C values, String name) {
    int place = 0;
    for (Object value : required(values, name)) {
      if (value == null) {
        throw new IllegalArgumentException(
            "'" + name + "' has null at place " + place + "; leave it out.");
      }
      place++;
    }
    return values;
  }
}
