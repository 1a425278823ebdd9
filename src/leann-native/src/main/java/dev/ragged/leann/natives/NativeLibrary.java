package dev.ragged.leann.natives;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * Whether the native engine can be used on this machine; never throws.
 *
 * <p>The library comes from a jar with the platform as classifier, for example {@code
 * ragged-leann-native-<version>-linux-x86_64.jar}. The system property {@value #PATH_PROPERTY} or
 * the environment variable {@value #PATH_VARIABLE} names a library file instead; if that one cannot
 * be loaded, nothing else is tried. The library is loaded once, on first use; the answer never
 * changes afterwards. Safe for use by several threads.
 */
public final class NativeLibrary {
  /** Names the library file to load instead of the one on the class path. */
  public static final String PATH_PROPERTY = "dev.ragged.leann.library";

  /** The same as an environment variable; the property wins. */
  public static final String PATH_VARIABLE = "RAGGED_LEANN_LIBRARY";

  private static final String NAME = "jnileann";

  private NativeLibrary() {}

  /** Whether the functions of {@link Leann} can be called. */
  public static boolean isAvailable() {
    return Holder.FAILURE == null;
  }

  /** Why the functions cannot be called; empty if they can. */
  public static Optional<Throwable> failure() {
    return Optional.ofNullable(Holder.FAILURE);
  }

  /**
   * A message for people: version, platform and SIMD level if the library is loaded; otherwise what
   * was looked for, every cause, and what to do.
   */
  public static String describe() {
    return Holder.DESCRIPTION;
  }

  /** Loads the library once, when this class is initialised. */
  private static final class Holder {
    static final Throwable FAILURE;
    static final String DESCRIPTION;

    static {
      Throwable failure = null;
      String description;
      try {
        Optional<Path> explicit = explicitPath();
        if (explicit.isPresent()) {
          loadFile(explicit.get());
        } else {
          Loader.load(Leann.class);
        }
        description =
            "leann %s on %s with %s"
                .formatted(
                    Leann.leann_version().getString(),
                    Loader.getPlatform(),
                    Leann.leann_simd_level().getString());
      } catch (LinkageError | RuntimeException | MalformedURLException e) {
        failure = e;
        description = explain(e);
      }
      FAILURE = failure;
      DESCRIPTION = description;
    }
  }

  private static Optional<Path> explicitPath() {
    String path = System.getProperty(PATH_PROPERTY, System.getenv(PATH_VARIABLE));
    return path == null || path.isEmpty() ? Optional.empty() : Optional.of(Path.of(path));
  }

  private static void loadFile(Path path) throws MalformedURLException {
    if (!Files.isRegularFile(path)) {
      throw new UnsatisfiedLinkError("there is no file " + path);
    }
    String absolute = path.toAbsolutePath().toString();
    // The generated class loads its library by name when it is initialised. Loading the file under
    // this name first makes it look no further. The "#" keeps JavaCPP from falling back to
    // java.library.path.
    String loaded =
        Loader.loadLibrary(NativeLibrary.class, new URL[] {path.toUri().toURL()}, NAME + "#");
    if (loaded == null) {
      System.load(absolute); // fails in the same way, and says why
      throw new UnsatisfiedLinkError("JavaCPP would not load " + absolute);
    }
  }

  private static String explain(Throwable failure) {
    String platform = platform();
    String looked =
        explicitPath()
            .map(path -> "the file " + path)
            .orElse(
                "the resource /dev/ragged/leann/natives/"
                    + platform
                    + "/"
                    + System.mapLibraryName(NAME));
    String what =
        "The native library leann is not available on %s (os.name %s, os.arch %s): looked for %s; %s; "
            .formatted(
                platform,
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                looked,
                String.join("; caused by ", causes(failure)));
    return what
        + (isMusl(Path.of("/proc/self/maps"))
            ? "the C library here is musl, as on Alpine Linux, and leann is made for glibc: run it on a"
                + " system with glibc, such as Debian."
            : explicitPath().isPresent()
                ? "correct or unset %s.".formatted(PATH_VARIABLE)
                : "add dev.ragged:ragged-leann-native with the classifier %s to the dependencies."
                    .formatted(platform));
  }

  /** Whether a process runs on musl, judging by its mapped files. */
  static boolean isMusl(Path maps) {
    try (Stream<String> lines = Files.lines(maps)) {
      return lines.anyMatch(line -> line.contains("/ld-musl-"));
    } catch (IOException | UncheckedIOException e) {
      return false; // not Linux
    }
  }

  private static String platform() {
    try {
      return Loader.getPlatform();
    } catch (LinkageError e) {
      return System.getProperty("os.name") + "-" + System.getProperty("os.arch");
    }
  }

  private static List<String> causes(Throwable failure) {
    List<String> causes = new ArrayList<>();
    for (Throwable cause = failure; cause != null && causes.size() < 8; cause = cause.getCause()) {
      String message = cause.getMessage();
      String text = message == null ? cause.getClass().getSimpleName() : message;
      causes.add(text.strip().replaceAll("\\s*\\R\\s*", " "));
    }
    return causes;
  }
}
