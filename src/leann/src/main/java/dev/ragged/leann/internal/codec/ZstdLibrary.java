package dev.ragged.leann.internal.codec;

import com.github.luben.zstd.util.Native;
import java.util.Optional;

/**
 * Whether zstd-jni's native library can be used on this machine. It is loaded once, on first use;
 * nothing here throws.
 */
public final class ZstdLibrary {
  private ZstdLibrary() {}

  /** Why the library cannot be used; empty if it can. */
  public static Optional<Throwable> failure() {
    return Optional.ofNullable(Holder.FAILURE);
  }

  /** A failure as a message for people. */
  public static String explain(Throwable failure) {
    return "The library zstd-jni, which compresses texts, cannot be loaded: "
        + failure.getMessage()
        + "; it is unpacked into "
        + System.getProperty("java.io.tmpdir")
        + ", which must allow running what lies there: name another directory with"
        + " -DZstdTempFolder=DIRECTORY.";
  }

  private static final class Holder {
    static final Throwable FAILURE;

    static {
      Throwable failure = null;
      try {
        Native.load();
      } catch (LinkageError | RuntimeException e) {
        failure = e;
      }
      FAILURE = failure;
    }
  }
}
