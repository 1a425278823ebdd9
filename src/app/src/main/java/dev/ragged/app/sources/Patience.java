package dev.ragged.app.sources;

import java.util.function.Consumer;

/**
 * How long to wait for another command that writes to the same collection.
 *
 * @param seconds at most; 0 fails at once
 * @param waiting hears once, in a sentence, whom it waits for
 */
public record Patience(double seconds, Consumer<String> waiting) {
  /** How long commands wait if nobody says otherwise. */
  public static final int DEFAULT_SECONDS = 60;

  /** The usual time, without a word. */
  public static final Patience DEFAULT = new Patience(DEFAULT_SECONDS, sentence -> {});

  public Patience {
    if (!(seconds >= 0 && seconds <= Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "The seconds to wait must be between 0 and " + Integer.MAX_VALUE + ".");
    }
  }
}
