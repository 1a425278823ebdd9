package dev.ragged.leann.internal.engine;

import dev.ragged.leann.natives.Leann;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;

/**
 * Checks shared by all calls into the engine: that it is available, and that failures become
 * exceptions.
 */
final class Engine {
  private Engine() {}

  static void require() {
    if (!EngineLibrary.health().ok()) {
      throw EngineLibrary.failure().orElseThrow();
    }
  }

  /**
   * A function of the engine that reports a file's size and writes the file if there is a buffer.
   */
  @FunctionalInterface
  interface FileWriter {
    int write(BytePointer buffer, long capacity, LongPointer size);
  }

  /** The whole file from a writer. */
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
   * @throws IllegalArgumentException for invalid input and for files that cannot be read
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
