package dev.ragged.leann.internal.engine;

import dev.ragged.Health;
import dev.ragged.leann.natives.NativeLibrary;

/** Whether the native engine can be used, found without a class of it where it is absent. */
public final class EngineHealth {
  private EngineHealth() {}

  /** What was found of the engine, or what is missing and how to get it. */
  public static Health check() {
    // Asks for a file: where the binding is not on the class path, loading a class of it would
    // fail.
    return EngineHealth.class.getResource("/dev/ragged/leann/natives/NativeLibrary.class") == null
        ? new Health(
            false,
            "LEANN's engine is not on the class path; add dev.ragged:ragged-leann-native with the"
                + " classifier of this platform.")
        : new Health(NativeLibrary.isAvailable(), NativeLibrary.describe());
  }
}
