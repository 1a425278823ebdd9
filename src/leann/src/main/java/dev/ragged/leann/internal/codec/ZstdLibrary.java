package dev.ragged.leann.internal.codec;

import com.github.luben.zstd.util.Native;
import com.github.luben.zstd.util.ZstdVersion;
import dev.ragged.spi.NativeLibraries;
import dev.ragged.spi.NativeLibraries.Library;
import dev.ragged.spi.NativeLibraries.Named;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether zstd-jni's native library can be used on this machine. It is loaded once, on first use;
 * nothing here throws.
 */
public final class ZstdLibrary {
  private static final boolean MAC =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
  private static final boolean ARM = System.getProperty("os.arch").equals("aarch64");
  private static final Library LIBRARY =
      new Library(
          "zstd-jni",
          "ZstdNativePath",
          null,
          Named.FILE,
          Native.class,
          List.of(
              (MAC ? "/darwin/" : "/linux/")
                  + (ARM ? "aarch64/" : MAC ? "x86_64/" : "amd64/")
                  + System.mapLibraryName("zstd-jni-" + ZstdVersion.VERSION)));

  private ZstdLibrary() {}

  /** Why the library cannot be used; empty if it can. */
  public static Optional<Throwable> failure() {
    return Optional.ofNullable(Holder.FAILURE);
  }

  /** A failure as a message for people. */
  public static String explain(Throwable failure) {
    return "The library zstd-jni, which compresses texts, cannot be loaded: "
        + failure.getMessage()
        + "; the cache folder that it is unpacked into must allow running what lies there: name"
        + " another one with XDG_CACHE_HOME.";
  }

  private static final class Holder {
    static final Throwable FAILURE;

    static {
      Throwable failure = null;
      try {
        NativeLibraries.load(LIBRARY, Native::load);
      } catch (LinkageError | RuntimeException e) {
        failure = e;
      }
      FAILURE = failure;
    }
  }
}
