package dev.ragged.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.spi.Backend;
import dev.ragged.spi.BackendProvider;
import dev.ragged.spi.SettingSpec;
import dev.ragged.spi.SettingValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path dir;

  private final Map<String, String> env = new HashMap<>();

  /** A backend whose settings are of every kind. */
  private static final BackendProvider DRAWER =
      new BackendProvider() {
        @Override
        public String id() {
          return "drawer";
        }

        @Override
        public String title() {
          return "Drawer";
        }

        @Override
        public int rank() {
          return 0;
        }

        @Override
        public List<SettingSpec> settings() {
          return List.of(
              SettingSpec.of("drawer.url", "a place").withFlag("--drawer-url", "URL").asPlace(),
              SettingSpec.of("drawer.path", "a folder").withVariable("DRAWER_PATH"),
              SettingSpec.of("drawer.size", "a number").withDefault("3"),
              SettingSpec.of("drawer.drawers", "how many").withComputedDefault("16, or fewer"),
              SettingSpec.of("drawer.command", "words")
                  .withVariable("DRAWER_COMMAND")
                  .withShape(SettingSpec.Shape.WORDS));
        }

        @Override
        public Backend configure(SettingValues values) {
          throw new UnsupportedOperationException();
        }
      };

  private Settings settings() {
    return Settings.of(dir, env, List.of(DRAWER));
  }

  private void config(String text) throws IOException {
    Files.writeString(dir.resolve(Settings.FILE), text);
  }

  @Test
  void should_prefer_flags_to_variables_to_the_file_to_defaults() throws IOException {
    assertEquals("3", settings().value(SettingKeys.LIMIT).text());
    assertEquals(Settings.Source.DEFAULT, settings().value(SettingKeys.LIMIT).source());
    config("limit: 5\ndrawer:\n  size: 8\n");
    assertEquals("5", settings().value(SettingKeys.LIMIT).text());
    assertEquals("8", settings().value("drawer.size").text());
    env.put("RAGGED_LIMIT", "7");
    assertEquals("7", settings().value(SettingKeys.LIMIT).text());
    assertEquals("RAGGED_LIMIT", settings().value(SettingKeys.LIMIT).from());
    Settings flagged = settings().withFlags(Map.of("--limit", "9"));
    assertEquals("9", flagged.value(SettingKeys.LIMIT).text());
    assertEquals("--limit", flagged.value(SettingKeys.LIMIT).from());
  }

  @Test
  void should_find_the_data_directory_by_argument_variable_or_home() {
    env.put("HOME", "/home/me");
    assertEquals(Path.of("/home/me/.ragged"), Settings.of(null, env, List.of()).dataDir());
    env.put("RAGGED_DATA_DIR", "/data");
    assertEquals(Path.of("/data"), Settings.of(null, env, List.of()).dataDir());
    assertEquals(dir, Settings.of(dir, env, List.of()).dataDir());
  }

  @Test
  void should_resolve_paths_of_the_file_against_the_data_directory() throws IOException {
    assertNull(settings().forBackends().path("drawer.path"));
    config("drawer: {path: here}");
    assertEquals(dir.resolve("here"), settings().forBackends().path("drawer.path"));
    env.put("HOME", "/home/me");
    env.put("DRAWER_PATH", "~/there");
    assertEquals(Path.of("/home/me/there"), settings().forBackends().path("drawer.path"));
  }

  @Test
  void should_split_words_of_a_variable_and_take_lists_of_the_file() throws IOException {
    config("drawer: {command: [open, the drawer]}");
    assertEquals(List.of("open", "the drawer"), settings().forBackends().words("drawer.command"));
    env.put("DRAWER_COMMAND", " open  it ");
    assertEquals(List.of("open", "it"), settings().forBackends().words("drawer.command"));
  }

  @Test
  void should_keep_the_user_s_places_out_of_a_throw_away_directory() {
    Settings settings = settings().withFlags(Map.of("--drawer-url", "drawer://mine"));
    assertEquals("drawer://mine", settings.forBackends().text("drawer.url"));
    SettingValues scratch = settings.forScratch(dir.resolve("scratch"), Map.of("drawer.size", "1"));
    assertNull(scratch.text("drawer.url"));
    assertEquals("1", scratch.text("drawer.size"));
    assertEquals(dir.resolve("scratch"), scratch.dataDir());
  }

  @Test
  void should_refuse_a_wrong_file_each_time_it_is_asked() throws IOException {
    config("limit: [");
    Settings settings = settings();
    for (int i = 0; i < 2; i++) {
      assertThrows(SettingsException.class, () -> settings.value(SettingKeys.LIMIT));
    }
  }

  @Test
  void should_describe_a_computed_default_to_people_only() {
    assertEquals("16, or fewer", settings().value("drawer.drawers").text());
    assertNull(settings().forBackends().text("drawer.drawers"));
  }

  @Test
  void should_name_what_is_wrong_and_who_set_it_but_no_value_of_the_file() throws IOException {
    config("drawer: {sise: pssst}");
    SettingsException unknown =
        assertThrows(SettingsException.class, () -> settings().value("drawer.size"));
    assertTrue(unknown.getMessage().contains("'drawer.sise'"), unknown.getMessage());
    assertTrue(
        unknown.getMessage().contains("command, drawers, path, size, url"), unknown.getMessage());
    assertFalse(unknown.getMessage().contains("pssst"), unknown.getMessage());
    env.put("RAGGED_LIMIT", "many");
    config("");
    assertTrue(
        settings().invalid(SettingKeys.LIMIT, "wrong").getMessage().contains("RAGGED_LIMIT"));
  }

  private String refused() {
    return assertThrows(SettingsException.class, () -> settings().value(SettingKeys.LIMIT))
        .getMessage();
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void should_read_only_a_file_of_a_settings_file_s_size() throws Exception {
    Path file = dir.resolve(Settings.FILE);
    assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
    assertEquals(file + " is not a file; put a file with settings there, or remove it.", refused());
    Files.delete(file);
    Files.createDirectory(file);
    assertTrue(refused().contains("is not a file"), refused());
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("/dev/zero"));
    assertTrue(refused().contains("is not a file"), refused());
    Files.delete(file);
    Files.createSymbolicLink(file, dir.resolve("nowhere"));
    assertTrue(refused().contains("a link to nothing"), refused());
    Files.writeString(dir.resolve("nowhere"), "limit: 4");
    assertEquals("4", settings().value(SettingKeys.LIMIT).text());
    Files.delete(file);
    config("#".repeat(Settings.MAX_BYTES + 1));
    assertTrue(refused().contains("larger than 1 MiB"), refused());
    Files.write(file, new byte[] {'l', (byte) 0xff});
    assertEquals(file + " is not in UTF-8; save it in that encoding.", refused());
  }

  @Test
  void should_name_the_settings_of_the_file() throws IOException {
    assertEquals(List.of(), settings().inFile());
    config("limit: 5\ndrawer:\n  size: 8\n");
    env.put("DRAWER_PATH", "/there");
    assertEquals(List.of("drawer.size", "limit"), settings().inFile());
  }
}
