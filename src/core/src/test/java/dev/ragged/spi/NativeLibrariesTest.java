package dev.ragged.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ragged.RaggedException;
import dev.ragged.spi.NativeLibraries.Library;
import dev.ragged.spi.NativeLibraries.Named;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the loading in JVMs of its own, whose environment names the cache folder. */
class NativeLibrariesTest {
  private static final byte[] LIBRARY = "not a real library".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private Path cache;

  @BeforeEach
  void requireModes() throws IOException {
    folder = folder.toRealPath();
    assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("unix"));
    cache = folder.resolve("cache");
    try (OutputStream out = Files.newOutputStream(folder.resolve("library.jar"));
        JarOutputStream jar = new JarOutputStream(out)) {
      jar.putNextEntry(new JarEntry("natives/libthing.so"));
      jar.write(LIBRARY);
      jar.putNextEntry(new JarEntry("natives/libmore.so"));
      jar.write(LIBRARY);
    }
  }

  /** Prints where the loader was sent, or the failure, and the content of what lies there. */
  static final class Caller {
    public static void main(String[] args) throws IOException {
      Library library =
          new Library(
              "thing",
              "thing.path",
              "THING_PATH",
              Named.FILE,
              Caller.class,
              List.of("/natives/libthing.so"));
      AtomicReference<String> sent = new AtomicReference<>();
      try {
        NativeLibraries.load(library, () -> sent.set(System.getProperty("thing.path")));
      } catch (RaggedException e) {
        System.out.println(e.getMessage());
        return;
      }
      System.out.println(sent.get());
      System.out.println(System.getProperty("thing.path"));
      NativeLibraries.withFolder(
          "other", "other.path", () -> sent.set(System.getProperty("other.path")));
      System.out.println(sent.get());
      for (String name : List.of("libthing.so", "libmore.so")) { // two, with one property
        Library nested =
            new Library(name, "root", null, Named.ROOT, Caller.class, List.of("/natives/" + name));
        NativeLibraries.load(nested, () -> sent.set(System.getProperty("root")));
        System.out.println(sent.get());
      }
    }
  }

  /** Two class loaders in one JVM, one after the other; prints where each sends its loader. */
  static final class TwoClassLoaders {
    public static void main(String[] args) throws Exception {
      List<URL> urls = new ArrayList<>();
      for (String path : System.getProperty("java.class.path").split(":")) {
        urls.add(Path.of(path).toUri().toURL());
      }
      for (int i = 0; i < 2; i++) {
        try (URLClassLoader own =
            new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
          Class<?> caller = own.loadClass(Caller.class.getName());
          var main = caller.getDeclaredMethod("main", String[].class);
          main.setAccessible(true);
          main.invoke(null, (Object) new String[0]);
        }
      }
    }
  }

  private List<String> load(String... options) throws Exception {
    return load(Caller.class, options);
  }

  private List<String> load(Class<?> main, String... options) throws Exception {
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path") + ":" + folder.resolve("library.jar"),
            main.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("XDG_CACHE_HOME", cache.toString());
    Process caller = builder.start();
    List<String> said =
        new String(caller.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    assertEquals(0, caller.waitFor(), said::toString);
    return said;
  }

  private static void chmod(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private List<Path> leftOver() throws IOException {
    try (Stream<Path> entries = Files.list(folder.resolve("tmp"))) {
      return entries.filter(entry -> entry.getFileName().toString().startsWith("ragged")).toList();
    }
  }

  @Test
  void should_give_each_class_loader_a_file_of_its_own() throws Exception {
    List<String> said = load(TwoClassLoaders.class);
    assertEquals(10, said.size(), said::toString);
    assertTrue(Path.of(said.get(0)).startsWith(cache), said::toString);
    assertTrue(said.get(5).contains("/ragged-native-"), said::toString);
    assertTrue(Path.of(said.get(3)).startsWith(cache), said::toString);
    assertTrue(said.get(8).contains("/ragged-native-"), said::toString);
    assertEquals(List.of(), leftOver());
  }

  @Test
  void should_unpack_into_a_private_cache_folder_and_find_it_again() throws Exception {
    List<String> first = load();
    Path file = Path.of(first.get(0));
    assertTrue(file.startsWith(cache), first::toString);
    assertEquals("null", first.get(1), "the property is as before");
    assertTrue(Path.of(first.get(2)).startsWith(cache), first::toString);
    assertArrayEquals(LIBRARY, Files.readAllBytes(file));
    for (Path made = file.getParent(); !made.equals(folder); made = made.getParent()) {
      assertEquals("rwx------", modes(made), made::toString);
    }
    Object inode = Files.getAttribute(file, "unix:ino");
    assertEquals(first, load());
    assertEquals(inode, Files.getAttribute(file, "unix:ino"), "not unpacked again");
    assertEquals(List.of(), leftOver());
  }

  @Test
  void should_unpack_to_the_path_in_the_jar_for_a_loader_that_looks_there() throws Exception {
    List<String> roots = load().subList(3, 5);
    assertNotEquals(roots.get(0), roots.get(1));
    for (String root : roots) {
      assertTrue(root.startsWith(cache.toString()), root);
      Path natives = Path.of(root, "natives");
      assertEquals("rwx------", modes(natives));
      try (Stream<Path> files = Files.list(natives)) {
        assertArrayEquals(LIBRARY, Files.readAllBytes(files.findFirst().orElseThrow()));
      }
    }
  }

  private static String modes(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void should_replace_a_file_that_is_damaged_or_leads_elsewhere() throws Exception {
    Path file = Path.of(load().get(0));
    Path elsewhere = Files.write(folder.resolve("elsewhere"), LIBRARY);
    byte[] flipped = LIBRARY.clone();
    flipped[3] ^= 1;
    for (int damage = 0; damage < 4; damage++) {
      Files.deleteIfExists(file);
      switch (damage) {
        case 0 -> Files.write(file, new byte[0]);
        case 1 -> Files.write(file, Arrays.copyOf(LIBRARY, 5));
        case 2 -> Files.write(file, flipped);
        default -> Files.createSymbolicLink(file, elsewhere);
      }
      load();
      assertArrayEquals(LIBRARY, Files.readAllBytes(file));
      assertFalse(Files.isSymbolicLink(file));
    }
  }

  @Test
  void should_use_a_temporary_folder_where_others_can_change_the_cache() throws Exception {
    Path file = Path.of(load().get(0));
    for (Path open : List.of(cache, cache.resolve("ragged"), cache.resolve("ragged/native"))) {
      for (String mode : List.of("rwxrwxrwx", "rwx----w-")) {
        chmod(open, mode);
        List<String> said = load();
        assertTrue(
            said.get(0).startsWith(folder.resolve("tmp") + "/ragged-native-"), said::toString);
        assertNotEquals(file.toString(), said.get(0));
        assertEquals(List.of(), leftOver(), "removed once loaded");
        chmod(open, "rwx------");
      }
    }
    assertEquals(file.toString(), load().get(0));
  }

  @Test
  void should_use_a_temporary_folder_where_there_is_no_cache_folder() throws Exception {
    Files.write(cache, new byte[0]);
    List<String> said = load();
    assertTrue(said.get(0).startsWith(folder.resolve("tmp") + "/ragged-native-"), said::toString);
    assertEquals(List.of(), leftOver());
  }

  @Test
  void should_say_what_to_do_where_neither_can_be_used() throws Exception {
    Files.write(cache, new byte[0]);
    Files.createDirectories(folder.resolve("tmp"));
    chmod(
        folder.resolve("tmp"),
        "rwxrwxrwx"); // without the sticky bit anybody can swap what is there
    List<String> said = load();
    assertEquals(1, said.size(), said::toString);
    assertTrue(said.get(0).contains("set XDG_CACHE_HOME"), said::toString);
    assertTrue(said.get(0).contains("can be changed by other users"), said::toString);
  }

  @Test
  void should_leave_alone_what_the_user_names() throws Exception {
    assertEquals("/mine/libthing.so", load("-Dthing.path=/mine/libthing.so").get(0));
    assertFalse(Files.exists(cache.resolve("ragged/native/libthing.so")));
  }

  @Test
  void should_follow_the_environment_to_the_cache_folder() throws IOException {
    assertEquals(
        folder.resolve(".cache/ragged/native"),
        NativeLibraries.cacheFolder(Map.of("HOME", folder.toString(), "XDG_CACHE_HOME", "here")));
    assertThrows(
        IOException.class, () -> NativeLibraries.cacheFolder(Map.of("HOME", "/proc/nowhere")));
  }
}
