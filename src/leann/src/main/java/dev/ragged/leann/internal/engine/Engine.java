package dev.ragged.leann.internal.engine;

import dev.ragged.RaggedException;
import dev.ragged.leann.natives.Leann;
import dev.ragged.leann.natives.NativeLibrary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;

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

  /** One of the engine's writers: it says the size, and writes where there is a buffer. */
  @FunctionalInterface
  interface FileWriter {
    int write(BytePointer buffer, long capacity, LongPointer size);
  }

  /** The whole file that a writer writes. */
  static byte[] file(FileWriter writer) {
    try (LongPointer size = new LongPointer(1)) {
      check(writer.write(null, 0, size));
      byte[] bytes = new byte[Math.toIntExact(size.get())];
      try (BytePointer buffer = new BytePointer(bytes.length)) {
        check(writer.write(buffer, bytes.length, size));
        buffer.get(bytes);
      }
      return bytes;
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
