package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.config.Settings;
import dev.ragged.spi.BackendProvider;
import dev.ragged.spi.SettingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings as the code has them are those of the command line and of the documents. */
class SettingsDocTest {
  private static final Path DOCUMENT = Path.of("../../docs/configuration.md");

  @TempDir Path dir;

  private List<SettingSpec> specs() {
    return Settings.of(dir, Map.of(), BackendProvider.installed()).specs();
  }

  private static String row(SettingSpec key) {
    return Stream.of(key.label(), key.flag(), key.variable(), key.defaultText(), key.meaning())
        .map(
            cell ->
                cell == null
                    ? ""
                    : cell.equals(key.meaning()) ? cell : "`" + cell.replace("|", "\\|") + "`")
        .collect(Collectors.joining(" | ", "| ", " |"))
        .replace("|  |", "| |")
        .replace("|  |", "| |");
  }

  private String table() {
    return specs().stream()
        .map(SettingsDocTest::row)
        .collect(
            Collectors.joining(
                "\n",
                "| setting | flag | variable | default | meaning |\n|---|---|---|---|---|\n",
                "\n"));
  }

  @Test
  void should_be_documented_as_they_are() throws IOException {
    String document = Files.readString(DOCUMENT);
    assertTrue(
        document.contains(table()), () -> DOCUMENT + " lacks this table:\n\n" + table() + "\n");
  }

  @Test
  void should_each_have_the_option_that_their_flag_names() {
    String help = new Shell(dir).run("search", "--help").out();
    String addHelp = new Shell(dir).run("add", "--help").out();
    String serveHelp = new Shell(dir).run("serve", "--help").out();
    for (SettingSpec spec : specs()) {
      assertTrue(
          spec.flag() == null || (help + addHelp + serveHelp).contains(spec.flag()),
          () -> "no option " + spec.flag());
    }
  }

  @Test
  void should_be_told_with_where_they_come_from_and_no_secrets() throws IOException {
    Files.writeString(
        dir.resolve("config.yaml"),
        """
        limit: 5
        vectorstore:
          backend: chromadb
          collections:
            notes: leann
        chromadb:
          url: http://localhost:8000
          token: pssst
          command: python3 -m chroma
        """);
    Shell shell = new Shell(dir);
    shell.env.put("RAGGED_LIMIT", "7");
    Shell.Result told = shell.run("config", "--json", "--model", "bundled");
    assertEquals(0, told.status(), told.err());
    Set<String> settings = new TreeSet<>();
    told.json()
        .get("settings")
        .forEach(
            s ->
                settings.add(
                    s.get("setting").asText()
                        + "="
                        + (s.get("value").isValueNode() ? s.get("value").asText() : s.get("value"))
                        + " "
                        + s.get("from").asText().replace(dir.toString(), "DIR")));
    assertEquals(specs().size(), settings.size());
    for (String expected :
        List.of(
            "limit=7 RAGGED_LIMIT",
            "model=bundled --model",
            "mode=auto default",
            "vectorstore.backend=chromadb DIR/config.yaml",
            "vectorstore.collections={\"notes\":\"leann\"} DIR/config.yaml",
            "chromadb.token=(secret) DIR/config.yaml",
            "chromadb.command=[\"python3\",\"-m\",\"chroma\"] DIR/config.yaml")) {
      assertTrue(settings.contains(expected), () -> expected + " in " + settings);
    }
    assertTrue(!told.out().contains("pssst") && !shell.run("config").out().contains("pssst"));
  }
}
