package dev.ragged.leann.engine;

import dev.ragged.RaggedException;
import dev.ragged.leann.natives.Leann;
import dev.ragged.leann.natives.NativeLibrary;
import org.bytedeco.javacpp.BytePointer;

/**
 * What every call into the engine needs: that it is there, and that a failure becomes an exception.
 */
final class Engine {
  private Engine() {}

  static void require() {
    if (!NativeLibrary.isAvailable()) {
      throw new RaggedException(NativeLibrary.describe(), NativeLibrary.failure().orElse(null));
    }
  }

  /**
   * Turns a status into an exception.
   *
   * @throws IllegalArgumentException for bad input and for bytes that are no readable coder
   */
  static void check(int status) {
    if (status == Leann.LEANN_OK) {
      return;
    }
    BytePointer error = Leann.leann_last_error();
    String message = error == null ? "status " + status : error.getString();
    if (status == Leann.LEANN_OUT_OF_MEMORY) {
      throw new OutOfMemoryError("The engine is out of memory: " + message);
    }
    if (status == Leann.LEANN_INTERNAL) {
      throw new IllegalStateException("The engine failed: " + message);
    }
    throw new IllegalArgumentException(message);
  }
}
