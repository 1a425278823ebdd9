package dev.ragged.leann.internal.engine;

import dev.ragged.Health;

/** Whether the native engine can be used; needs none of its classes if it is absent. */
public final class EngineHealth {
  private EngineHealth() {}

  /** Whether the engine was found, or what is missing and how to get it. */
  public static Health check() {
    // Looks for a file: without the binding on the class path, loading one of its classes would
    // fail.
    return EngineHealth.class.getResource("/dev/ragged/leann/natives/NativeLibrary.class") == null
        ? new Health(
            false,
            "LEANN's engine is not on the class path; add dev.ragged:ragged-leann-native with the"
                + " classifier of this platform.")
        : EngineLibrary.health();
  }
}
