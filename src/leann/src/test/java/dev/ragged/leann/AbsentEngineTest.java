package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ragged.CollectionSpec;
import dev.ragged.Health;
import dev.ragged.RaggedException;
import dev.ragged.VectorStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a native library the store says so, in a JVM where it really is absent. */
class AbsentEngineTest {
  @TempDir Path folder;

  /** Prints what a caller sees, a line each. */
  static final class Caller {
    public static void main(String[] args) {
      try (VectorStore store = LeannVectorStore.open(Path.of(args[0]), null)) {
        Health health = store.health();
        System.out.println("ok " + health.ok());
        System.out.println("names " + store.names());
        for (int i = 0; i < 2; i++) {
          try {
            store.create(CollectionSpec.of("any", 3));
          } catch (RaggedException e) {
            System.out.println("same sentence " + e.getMessage().equals(health.detail()));
          }
        }
        System.out.println("says " + args[1] + " " + health.detail().contains(args[1]));
      }
    }
  }

  @Test
  void should_say_what_is_missing_and_fail_with_the_same_sentence() throws Exception {
    assertSays("-Dorg.bytedeco.javacpp.platform=macosx-arm64", "macosx-arm64");
  }

  @Test
  void should_say_so_too_where_texts_cannot_be_compressed() throws Exception {
    assertSays("-DZstdNativePath=/nowhere/libzstd.so", "XDG_CACHE_HOME");
  }

  private void assertSays(String option, String part) throws Exception {
    Process caller =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-cp",
                System.getProperty("java.class.path"),
                Caller.class.getName(),
                folder.toString(),
                part)
            .redirectError(ProcessBuilder.Redirect.DISCARD) // later JVMs warn of native code
            .start();
    List<String> said =
        new String(caller.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    assertEquals(
        List.of(
            "ok false",
            "names []",
            "same sentence true",
            "same sentence true",
            "says " + part + " true"),
        said);
    assertEquals(0, caller.waitFor());
  }
}
