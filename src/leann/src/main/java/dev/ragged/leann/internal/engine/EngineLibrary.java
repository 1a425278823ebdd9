package dev.ragged.leann.internal.engine;

import dev.ragged.Health;
import dev.ragged.RaggedException;
import dev.ragged.leann.natives.NativeLibrary;
import dev.ragged.spi.NativeLibraries;
import dev.ragged.spi.NativeLibraries.Library;
import dev.ragged.spi.NativeLibraries.Named;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/** The native engine's library, loaded from a private file. */
public final class EngineLibrary {
  private static final Library LIBRARY =
      new Library(
          "of the engine",
          NativeLibrary.PATH_PROPERTY,
          NativeLibrary.PATH_VARIABLE,
          Named.FILE,
          NativeLibrary.class,
          List.of(
              "/dev/ragged/leann/natives/"
                  + Loader.getPlatform()
                  + "/"
                  + System.mapLibraryName("jnileann")));

  private EngineLibrary() {}

  /** Whether the engine can be used, and the reason or its version. */
  public static Health health() {
    return Holder.HEALTH;
  }

  /** The exception that says why the engine cannot be used; empty if it can. */
  public static Optional<RaggedException> failure() {
    return health().ok()
        ? Optional.empty()
        : Optional.of(new RaggedException(health().detail(), Holder.CAUSE));
  }

  /** Loads the library once, on first use. */
  private static final class Holder {
    static final Health HEALTH;
    static final Throwable CAUSE;

    static {
      Health health;
      Throwable cause;
      try {
        // JavaCPP notes in its cache what it has loaded, wherever that lay.
        NativeLibraries.withFolder(
            LIBRARY.name(),
            "org.bytedeco.javacpp.cachedir",
            () -> NativeLibraries.load(LIBRARY, NativeLibrary::isAvailable));
        health = new Health(NativeLibrary.isAvailable(), NativeLibrary.describe());
        cause = NativeLibrary.failure().orElse(null);
      } catch (RaggedException e) { // no place to unpack it to
        health = new Health(false, e.getMessage());
        cause = e;
      }
      HEALTH = health;
      CAUSE = cause;
    }
  }
}
