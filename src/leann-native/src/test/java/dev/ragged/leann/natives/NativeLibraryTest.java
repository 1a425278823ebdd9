package dev.ragged.leann.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
  /** Runs in a JVM of its own: loading happens once a JVM. */
  static final class Probe {
    private Probe() {}

    public static void main(String[] args) {
      System.out.println(NativeLibrary.isAvailable());
      System.out.println(NativeLibrary.failure().map(Throwable::toString).orElse("-"));
      System.out.println(NativeLibrary.describe());
      System.out.println(NativeLibrary.isAvailable()); // asking again changes nothing
    }
  }

  @Test
  void should_describe_what_is_loaded() {
    assertTrue(NativeLibrary.isAvailable(), NativeLibrary::describe);
    assertTrue(NativeLibrary.failure().isEmpty());
    assertTrue(
        NativeLibrary.describe()
            .matches("leann \\d+\\.\\d+\\.\\d+ on \\S+ with (scalar|avx2|avx512|neon)"),
        NativeLibrary::describe);
  }

  @Test
  void should_obey_the_cap_on_simd_levels() throws Exception {
    List<String> lines = probe("LEANN_SIMD", "scalar");
    assertTrue(lines.get(2).endsWith(" with scalar"), lines::toString);
  }

  @Test
  void should_answer_where_the_platform_has_no_library() throws Exception {
    List<String> lines = probe(null, null, "-Dorg.bytedeco.javacpp.platform=macosx-arm64");
    assertEquals("false", lines.get(0));
    assertTrue(lines.get(1).contains("UnsatisfiedLinkError"), lines::toString);
    String sentence = lines.get(2);
    assertTrue(
        sentence.startsWith("The native library leann is not available on macosx-arm64"), sentence);
    assertFalse(sentence.contains("Error"), sentence);
    assertTrue(sentence.contains("os.arch " + System.getProperty("os.arch")), sentence);
    assertTrue(sentence.contains("/dev/ragged/leann/natives/macosx-arm64/"), sentence);
    assertTrue(sentence.contains("classifier macosx-arm64"), sentence);
    assertEquals("false", lines.get(3));
  }

  @Test
  void should_load_an_explicit_file() throws Exception {
    List<String> lines = probe(null, null, "-D" + NativeLibrary.PATH_PROPERTY + "=" + library());
    assertEquals("true", lines.get(0), lines::toString);
  }

  @Test
  void should_load_an_explicit_file_where_the_class_path_has_none(@TempDir Path folder)
      throws Exception {
    Path copy = Files.copy(library(), folder.resolve("other-name.so"));
    List<String> lines =
        probe(
            NativeLibrary.PATH_VARIABLE,
            copy.toString(),
            "-Dorg.bytedeco.javacpp.platform=macosx-arm64");
    assertEquals("true", lines.get(0), lines::toString);
  }

  @Test
  void should_not_fall_back_from_an_explicit_file(@TempDir Path folder) throws Exception {
    Path absent = folder.resolve("absent.so");
    List<String> lines = probe(NativeLibrary.PATH_VARIABLE, absent.toString());
    assertEquals("false", lines.get(0), lines::toString);
    assertTrue(lines.get(2).contains("there is no file " + absent), lines::toString);

    Path broken = Files.writeString(folder.resolve("broken.so"), "no library");
    lines = probe(null, null, "-D" + NativeLibrary.PATH_PROPERTY + "=" + broken);
    assertEquals("false", lines.get(0), lines::toString);
    assertTrue(lines.get(2).contains(broken.toString()), lines::toString);
  }

  @Test
  void should_tell_musl_by_what_is_mapped(@TempDir Path folder) throws Exception {
    String glibc = "7f1-7f2 r-xp 00000000 fe:00 91 /usr/lib/x86_64-linux-gnu/libc.so.6\n";
    String musl = "7f1-7f2 r-xp 00000000 fe:00 91 /lib/ld-musl-x86_64.so.1\n";
    assertFalse(NativeLibrary.isMusl(Files.writeString(folder.resolve("glibc"), glibc)));
    assertTrue(NativeLibrary.isMusl(Files.writeString(folder.resolve("musl"), glibc + musl)));
    assertFalse(NativeLibrary.isMusl(folder.resolve("no such file, as on macOS")));
  }

  private static Path library() throws Exception {
    String name = Loader.getPlatform() + "/" + System.mapLibraryName("jnileann");
    return Path.of(NativeLibrary.class.getResource(name).toURI());
  }

  private static List<String> probe(String variable, String value, String... options)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Probe.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    if (variable != null) {
      builder.environment().put(variable, value);
    }
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output.lines().toList();
  }
}
