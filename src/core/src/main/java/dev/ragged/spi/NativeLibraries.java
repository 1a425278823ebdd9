package dev.ragged.spi;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * Loads native libraries that lie in jars from files that no other user of the machine can make or
 * change.
 *
 * <p>Left alone, the libraries' own loaders take a file that an earlier start has left, whatever is
 * in it; and some look for it in the shared temporary folder if the home folder cannot be written
 * to. Whoever puts a file there first then runs code as this user. So this class unpacks them into
 * the user's cache folder, and tells the loaders by their system properties. The folder is used
 * only if it belongs to this user, and neither it nor a folder above it can be changed by another.
 * Otherwise a new private folder is made among the temporary ones, and removed once the library is
 * loaded.
 *
 * <p>The JVM refuses to load a file by a second class loader as long as the first one lives, as in
 * an application server or after a restart in development. So only the first gets the file in the
 * cache folder, and any other a private copy.
 *
 * <p>A file that is there already is compared with the jar's checksum, so one that a full disk cut
 * short is replaced. The checksum finds damage; it is the folder that keeps others out.
 */
public final class NativeLibraries {
  private static final String FOLDER = "ragged";

  /**
   * What all class loaders of this JVM share: a lock, as the loaders' properties are those of the
   * JVM, and the beginning of the name of a property for each file that one of them has loaded.
   */
  private static final String SHARED = "dev.ragged.spi.NativeLibraries.";

  /** The keys of those that have been loaded, which need no file any more. */
  private static final Set<String> LOADED = new HashSet<>();

  /** The shared properties that this class loader has set. */
  private static final Set<String> OWN = new HashSet<>();

  private NativeLibraries() {}

  /** What a loader's system property names. */
  public enum Named {
    /** The one library file. */
    FILE,
    /** The folder with the library files. */
    FOLDER,
    /** A folder below which the library files have the paths that they have in the jar. */
    ROOT
  }

  /**
   * A library and how its own loader is told where it lies.
   *
   * @param name for people
   * @param property the loader's system property; if the user has set it, it is left alone
   * @param variable an environment variable that means the same, or null
   * @param beside a class in the same jar
   * @param resources the files, as for {@link Class#getResource}, with a slash in front; not copied
   */
  public record Library(
      String name,
      String property,
      String variable,
      Named named,
      Class<?> beside,
      List<String> resources) {
    /** The folder in the jar that the files are in, for a loader that looks for it; else empty. */
    private String pathInJar() {
      String path = resources.get(0);
      return named == Named.ROOT ? path.substring(1, Math.max(1, path.lastIndexOf('/'))) : "";
    }

    /** Stands for this record in a set: its own hash code costs each process some 25 classes. */
    private String key() {
      return property + " " + resources;
    }

    private boolean isNamedByUser() {
      return System.getProperty(property) != null
          || variable != null && System.getenv(variable) != null;
    }
  }

  /**
   * Unpacks a library if need be, and has its loader load it. If the jar has no file for this
   * platform, the loader is left to say so.
   *
   * @param library what is loaded, for messages and folders
   * @param loader loads the library; does nothing if it is loaded
   * @throws RaggedException if there is no place to unpack it to
   */
  public static void load(Library library, Runnable loader) {
    synchronized (SHARED) {
      loadAlone(library, loader);
    }
  }

  private static void loadAlone(Library library, Runnable loader) {
    List<URL> sources =
        library.resources().stream()
            .map(resource -> find(library.beside(), resource))
            .filter(Objects::nonNull)
            .toList();
    if (LOADED.contains(library.key())
        || library.isNamedByUser()
        || sources.size() < library.resources().size()) {
      loader.run();
      return;
    }
    Path folder = null;
    if (sources.get(0).getProtocol().equals("file")) { // among classes that are not in a jar
      folder = Path.of(URI.create(sources.get(0).toString()));
      int up =
          library.named() == Named.ROOT ? Path.of(library.resources().get(0)).getNameCount() : 1;
      for (int i = 0; i < up; i++) {
        folder = folder.getParent();
      }
    }
    if (folder != null && !isLoadedByAnother(folder, library)) {
      run(library, folder, loader);
    } else {
      inPrivateFolder(
          library.name(),
          parent -> unpack(parent, sources, library.pathInJar()),
          filled -> !isLoadedByAnother(filled, library),
          filled -> run(library, filled, loader));
    }
  }

  /** A module sees the resources of other jars by its class loader alone. */
  private static URL find(Class<?> beside, String resource) {
    URL found = beside.getResource(resource);
    return found != null || beside.getClassLoader() == null
        ? found
        : beside.getClassLoader().getResource(resource.substring(1));
  }

  private static boolean isLoadedByAnother(Path folder, Library library) {
    String shared = shared(folder, library);
    return System.getProperty(shared) != null && !OWN.contains(shared);
  }

  private static String shared(Path folder, Library library) {
    return SHARED + folder.resolve(library.resources().get(0).substring(1));
  }

  private static void run(Library library, Path folder, Runnable loader) {
    String file = fileName(library.resources().get(0));
    Path named = library.named() == Named.FILE ? folder.resolve(file) : folder;
    withProperty(library.property(), named, loader);
    LOADED.add(library.key());
    OWN.add(shared(folder, library));
    System.setProperty(shared(folder, library), "loaded");
  }

  /**
   * Runs a loader that writes to a folder of its own, with its system property set to a private
   * one. If the user has set the property, it is left alone.
   *
   * @param name what the loader loads, for people
   * @param property a system property that names the folder while the loader runs
   * @param loader loads the library
   * @throws RaggedException if there is no place for the folder
   */
  public static void withFolder(String name, String property, Runnable loader) {
    synchronized (SHARED) {
      if (System.getProperty(property) != null) {
        loader.run();
      } else {
        inPrivateFolder(
            name,
            folder -> folder.resolve("other"),
            folder -> true,
            folder -> withProperty(property, folder, loader));
      }
    }
  }

  private static void withProperty(String property, Path value, Runnable loader) {
    System.setProperty(property, value.toString());
    try {
      loader.run();
    } finally {
      // Other libraries in this process may read it too.
      System.clearProperty(property);
    }
  }

  /** Fills a private folder. */
  @FunctionalInterface
  private interface Filling {
    /** Returns the part of the folder that was filled. */
    Path in(Path folder) throws IOException;
  }

  private static void inPrivateFolder(
      String name, Filling filling, Predicate<Path> usable, Consumer<Path> user) {
    Path filled = null;
    Path temporary = null;
    IOException inCache = null;
    try {
      try {
        filled = filling.in(cacheFolder(System.getenv()));
      } catch (IOException e) {
        inCache = e;
      }
      if (filled == null || !usable.test(filled)) {
        try {
          temporary = Files.createTempDirectory("ragged-native-"); // private, with a random name
          Path real = temporary.toRealPath();
          requirePrivate(real);
          filled = filling.in(real);
        } catch (IOException e) {
          throw noPlace(name, inCache, e);
        }
      }
      user.accept(filled);
    } finally {
      if (temporary != null) {
        remove(temporary); // what is loaded needs no file any more
      }
    }
  }

  private static RaggedException noPlace(String name, IOException inCache, IOException e) {
    return new RaggedException(
        "The library "
            + name
            + " can be unpacked neither into the cache folder ("
            + (inCache == null ? "another class loader has it" : reason(inCache))
            + ") nor into "
            + System.getProperty("java.io.tmpdir")
            + " ("
            + reason(e)
            + "); set XDG_CACHE_HOME to a folder with free space to which only you can write.",
        e);
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /**
   * The files of a library in a folder of their own, made or found there.
   *
   * @param below where in that folder
   */
  private static Path unpack(Path cache, List<URL> sources, String below) throws IOException {
    List<Entry> entries = new ArrayList<>();
    CRC32 name = new CRC32();
    for (URL source : sources) {
      Entry entry = Entry.of(source);
      entries.add(entry);
      name.update(
          (entry.name() + " " + entry.size() + " " + entry.crc() + "\n")
              .getBytes(StandardCharsets.UTF_8));
    }
    // Versions lie side by side.
    Path folder =
        cache.resolve(
            "%s-%08x".formatted(entries.get(0).name().replaceAll("\\..*", ""), name.getValue()));
    Path files = folder.resolve(below);
    if (!Files.isDirectory(files, LinkOption.NOFOLLOW_LINKS)) {
      DataFolders.create(files);
    }
    Ownership.State owner = Ownership.of(folder).orElse(null);
    for (Entry entry : entries) {
      Path file = files.resolve(entry.name());
      if (!entry.isIn(file, owner)) {
        entry.copyTo(file);
      }
    }
    return folder;
  }

  /** A library file in a jar. */
  private record Entry(URL source, String name, long size, long crc) {
    static Entry of(URL source) throws IOException {
      String name = fileName(source);
      URLConnection connection = source.openConnection();
      if (connection instanceof JarURLConnection jar && jar.getJarEntry().getCrc() >= 0) {
        return new Entry(source, name, jar.getJarEntry().getSize(), jar.getJarEntry().getCrc());
      }
      try (CheckedInputStream stream =
          new CheckedInputStream(connection.getInputStream(), new CRC32())) {
        long size = stream.transferTo(OutputStream.nullOutputStream());
        return new Entry(source, name, size, stream.getChecksum().getValue());
      }
    }

    boolean isIn(Path file, Ownership.State folder) throws IOException {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) != size) {
        return false;
      }
      // A link to another user's file, made while the folder was open to others, is that user's.
      if (folder != null && Ownership.of(file).orElseThrow().uid() != folder.uid()) {
        return false;
      }
      CRC32 sum = new CRC32();
      ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
      try (FileChannel channel = FileChannel.open(file)) {
        while (channel.read(buffer) >= 0) {
          sum.update(buffer.flip());
          buffer.clear();
        }
      }
      return sum.getValue() == crc;
    }

    void copyTo(Path file) throws IOException {
      // Renamed into place: a process that has loaded the old file keeps it, and two that unpack at
      // once do not disturb each other.
      Path part = file.resolveSibling("." + name + "." + Long.toHexString(System.nanoTime()));
      try {
        try (InputStream in = source.openStream();
            OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE_NEW)) {
          in.transferTo(out);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(part);
      }
    }
  }

  private static String fileName(URL source) {
    return fileName(source.getPath());
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * The folder for all libraries, made if it is absent; a path without links.
   *
   * @throws IOException if there is none that only this user can change
   */
  static Path cacheFolder(Map<String, String> env) throws IOException {
    Path folder = CacheFolder.of(env).resolve(FOLDER).resolve("native");
    Path existing = folder;
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    // Before anything is made there: root may have the home folder of another user.
    requirePrivate(existing.toRealPath());
    if (existing.equals(folder)) {
      return folder.toRealPath();
    }
    DataFolders.create(folder);
    Path real = folder.toRealPath();
    requirePrivate(real);
    return real;
  }

  private static void requirePrivate(Path real) throws IOException {
    if (Ownership.of(real).isPresent() && !Ownership.isPrivateTo(Ownership.ownUid(real), real)) {
      throw new IOException(real + " can be changed by other users");
    }
  }

  private static void remove(Path folder) {
    try {
      DataFolders.remove(folder);
    } catch (IOException e) {
      // What is left is private, and for whoever cleans the temporary folder.
    }
  }
}
