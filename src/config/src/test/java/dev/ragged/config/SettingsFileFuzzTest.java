package dev.ragged.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ragged.spi.SettingSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code config.yaml} from anywhere: settings of their shapes, or refused in a sentence. */
@Timeout(120)
class SettingsFileFuzzTest {
  private static final String SECRET = "5ecret-t0ken";
  private static final List<SettingSpec> SPECS =
      List.of(
          SettingSpec.of("limit", "a number"),
          SettingSpec.of("server.url", "an address"),
          SettingSpec.of("server.token", "a secret"),
          SettingSpec.of("server.command", "words").withShape(SettingSpec.Shape.WORDS),
          SettingSpec.of("collections", "a map").withShape(SettingSpec.Shape.MAP));

  @TempDir static Path folder;

  static Stream<byte[]> files() {
    return Stream.of(
            "",
            "limit: 5\n",
            "# nothing\n",
            "limit: 5\nserver:\n  url: http://localhost:8000\n  token: x\n  command: run --it\n",
            "server:\n  command: [a, \"b c\", 'd']\ncollections:\n  notes: leann\n  mail: chroma\n",
            "server: {url: a, token: &t b, command: [*t]}\n",
            "limit: |\n  several\n  lines\n---\nlimit: 2\n",
            "limit: ~\n",
            "? [limit]\n: !!int 7\n",
            "server.url: x\n",
            "\"limit\": 0x1F\nlimit: 1e9999\n")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("files")
  @FuzzTest
  void should_read_or_refuse(byte[] file) throws IOException {
    Path path = folder.resolve("config.yaml");
    Files.deleteIfExists(path);
    Files.write(path, file);
    try {
      Map<String, Object> values = SettingsFile.read(path, SPECS);
      values.forEach(SettingsFileFuzzTest::assertShape);
      assertEquals(values, SettingsFile.read(path, SPECS), "read again");
    } catch (SettingsException e) {
      assertTrue(e.getMessage().endsWith("."), e.getMessage());
    }
    if (new String(file, StandardCharsets.ISO_8859_1).contains(SECRET)) {
      return; // the fuzzer has learned it, and may name a setting by it
    }
    // No message repeats a value, whatever else is in the file.
    Files.write(path, concat(("server:\n  token: " + SECRET + "\n").getBytes(), file));
    try {
      SettingsFile.read(path, SPECS);
    } catch (SettingsException e) {
      assertTrue(!e.getMessage().contains(SECRET), e.getMessage());
    }
  }

  private static void assertShape(String key, Object value) {
    SettingSpec spec = SPECS.stream().filter(s -> key.equals(s.key())).findFirst().orElseThrow();
    switch (spec.shape()) {
      case SINGLE -> assertInstanceOf(String.class, value);
      case WORDS -> {
        for (Object word : (List<?>) value) {
          assertInstanceOf(String.class, word);
        }
      }
      case MAP -> {
        for (Object item : ((Map<?, ?>) value).values()) {
          assertInstanceOf(String.class, item);
        }
      }
    }
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
