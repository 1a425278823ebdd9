package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no collection: wrong arguments, help, version, completion, doctor. */
class UsageTest {
  @TempDir Path dir;

  private Shell.Result run(String line) {
    return new Shell(dir.resolve("data")).run(line.isEmpty() ? new String[0] : line.split(" "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--json",
        "nonsense",
        "serch tea",
        "--no-such-option",
        "list extra",
        "reindex",
        "reindex --words notes",
        "recode a b --bytes-per-vector 12",
        "recode --bytes-per-vector",
        "reindex --words -c a",
        "migrate",
        "migrate sideways",
        "leann",
        "leann sideways",
        "leann search",
        "leann search documents.leann",
        "leann search documents.leann question --complexity 0",
        "leann import",
        "leann import a.leann",
        "leann export documents",
        "leann export / documents.leann",
        "migrate --from leann --to leann",
        "leann search x.leann y --limit 0",
        "leann import /",
        "migrate leann-to-nowhere",
        "migrate --from leann",
        "migrate",
        "migrate leann-to-chromadb --vectors sideways",
        "migrate leann-to-chromadb --min-overlap 2",
        "migrate leann-to-chromadb --questions -1",
        "migrate leann-to-chromadb --collection a",
        "list --no-such-option",
        "list --backend",
        "list --backend sideways",
        "search",
        "search x --batch questions.txt",
        "search --batch no-such-file",
        "search x -n three",
        "search x -n 0",
        "search x -n 1000000",
        "search x --mode sideways",
        "search x --recall 0",
        "search x --recall 1.5",
        "search x --recall NaN",
        "search x --search-complexity 0",
        "search x --where {",
        "search x --where {\"a\":{\"$regex\":\"x\"}}",
        "search x --collection a",
        "search x --collection ../../etc",
        "add",
        "add no-such-file",
        "add . --collection a..b",
        "add . --chunk-tokens 0",
        "add . --chunk-tokens many",
        "add . --overlap -1",
        "add . --chunk-tokens 32 --overlap 16",
        "add . --type a/b",
        "update notes",
        "update --collection a..b",
        "sources remove",
        "sources remove .",
        "sources remove . --yes",
        "get",
        "get x --where {}",
        "get x --context -1",
        "search x --all --collection a1b",
        "search x --since yesterday",
        "search x --in",
        "search x --open 0",
        "export --before 24",
        "get --limit 0",
        "delete",
        "delete --where {}",
        "delete x --where {\"a\":1}",
        "clear",
        "clear --json",
        "export extra",
        "stats --collection /",
        "check --collection /",
        "help no-such-command"
      })
  void should_answer_wrong_usage_with_one_sentence_and_status_2(String line) {
    Shell.Result result = run(line);
    assertEquals(2, result.status(), result.err());
    assertEquals("", result.out());
    assertEquals(1, result.err().lines().count(), result.err());
    assertTrue(
        result.err().matches("ragged: .*( --help'\\.|did you mean '.*'\\?)\\n"), result.err());
    assertFalse(Files.exists(dir.resolve("data")), "nothing is made");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "search x --backend chromadb",
        "search x --collection nowhere --json",
        "search x --collection nowhere --mode lexical",
        "get x --collection nowhere --json",
        "delete x --collection nowhere",
        "clear --collection nowhere --yes",
        "export --collection nowhere",
        "stats --collection nowhere --json",
        "check --collection nowhere --json",
        "search x --model no-such-folder"
      })
  void should_answer_a_failure_with_one_sentence_and_status_1(String line) {
    Shell.Result result = run(line);
    assertEquals(1, result.status(), result.err());
    assertEquals("", result.out());
    assertEquals(1, result.err().lines().count(), result.err());
    assertFalse(result.err().contains("Exception"), result.err());
    assertFalse(Files.exists(dir.resolve("data")), "nothing is made");
  }

  @Test
  void should_show_stack_traces_only_when_asked() {
    assertTrue(run("search x --collection nowhere -v").err().contains("\tat dev.ragged."));
    Shell shell = new Shell(dir);
    shell.env.put("RAGGED_DEBUG", "1");
    assertTrue(shell.run("delete").err().contains("\tat dev.ragged."));
  }

  @Test
  void should_suggest_what_was_meant() {
    assertTrue(run("serch tea").err().contains("'search'"));
    assertTrue(run("search tea --limt 3").err().contains("'--limit'"));
  }

  @Test
  void should_show_help_and_version_on_standard_output() {
    for (String line : List.of("--help", "help", "search --help", "help search", "--version")) {
      Shell.Result result = run(line);
      assertEquals(0, result.status(), line);
      assertTrue(result.out().contains("ragged"), line);
      assertEquals("", result.err(), line);
    }
    assertTrue(run("--version").out().matches("ragged \\d+\\.\\d+.*\\n"));
    assertEquals(run("search --help").out(), run("help search").out());
  }

  @Test
  void should_list_every_command_in_the_help() {
    String help = run("help").out();
    for (String command :
        List.of(
            "demo",
            "add",
            "search",
            "list",
            "stats",
            "get",
            "delete",
            "clear",
            "export",
            "backup",
            "restore",
            "migrate",
            "reindex",
            "recode",
            "leann",
            "check",
            "doctor",
            "config",
            "completion",
            "help")) {
      assertTrue(help.contains("\n  " + command + " "), command);
      assertEquals(0, run("help " + command).status(), command);
    }
  }

  @Test
  void should_print_a_completion_script() {
    String script = run("completion").out();
    assertTrue(script.contains("complete -F _complete_ragged"));
    assertTrue(script.contains("--search-complexity"));
    assertEquals(script, run("completion --json").json().get("script").asText());
  }

  @Test
  void should_find_nothing_in_an_empty_data_directory() {
    assertEquals("[]", run("list --json").json().get("collections").toString());
    assertEquals("[]", run("stats --json").json().get("collections").toString());
    JsonNode check = run("check --json").json();
    assertTrue(check.get("ok").asBoolean());
    assertEquals("", run("list").out());
    assertFalse(Files.exists(dir.resolve("data")), "looking makes nothing");
  }

  @Test
  void should_report_what_the_machine_has() {
    Shell.Result result = run("doctor --json");
    assertEquals(0, result.status(), result.err());
    JsonNode report = result.json();
    assertTrue(report.get("ok").asBoolean());
    assertTrue(report.get("native_library").get("available").asBoolean());
    assertTrue(
        List.of("scalar", "avx2", "avx512", "neon")
            .contains(report.get("native_library").get("simd").asText()));
    assertTrue(report.get("model").get("ok").asBoolean());
    assertEquals(384, report.get("model").get("dimension").asInt());
    assertTrue(report.get("data_dir").get("writable").asBoolean());
    assertFalse(report.get("chroma").get("configured").asBoolean());
    assertTrue(run("doctor").out().contains("simd"));
  }

  @Test
  void should_report_a_model_that_does_not_load() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("model"));
    Shell.Result result = run("doctor --json --model " + folder);
    assertEquals(0, result.status(), result.err());
    assertFalse(result.json().get("model").get("ok").asBoolean());
  }

  @Test
  void should_not_take_nothing_for_the_current_folder() {
    for (String[] command : new String[][] {{"add", ""}, {"list", "--data-dir", ""}}) {
      Shell.Result result = new Shell(dir).run(command);
      assertEquals(2, result.status(), result.err());
      assertTrue(result.err().contains("for the current folder write '.'"), result.err());
    }
  }

  @Test
  void should_say_in_words_what_is_no_number() {
    assertTrue(run("search tea --limit ten").err().contains("'ten' is not a whole number"));
    assertTrue(run("search tea --recall all").err().contains("'all' is not a number"));
    String error = new Shell(dir).run("search", "tea", "--where", "{").err();
    assertTrue(error.contains("is not valid JSON"), error);
    assertFalse(error.contains("Source"), error);
  }

  @Test
  void should_name_the_option_that_is_wrong_or_was_meant() {
    assertEquals(
        "ragged: There is no option '--form'; did you mean '--from'?\n",
        run("search tea --form alice").err());
    assertEquals(
        "ragged: There is no option '-z'; see 'ragged list --help'.\n", run("list -z").err());
    String limit = "ragged: --limit must be between 1 and 10000, got 0";
    assertEquals(limit + "; see 'ragged search --help'.\n", run("search tea -n 0").err());
    Shell shell = new Shell(dir.resolve("data"));
    shell.env.put("RAGGED_LIMIT", "0");
    String set = shell.run("search", "tea").err();
    assertTrue(set.startsWith(limit + " (set by "), set);
    for (String command : new String[] {"get", "delete"}) {
      String both = run(command + " tea --in notes").err();
      assertTrue(both.contains("such as --in, not both"), both);
    }
  }

  @Test
  void should_name_the_place_that_an_output_cannot_go_to() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("folder"));
    Shell.Result result = run("export --output " + folder);
    assertEquals(2, result.status(), result.err());
    assertTrue(result.err().contains("'" + folder + "' is a folder"), result.err());
    result = run("export --output " + folder.resolve("none/a.jsonl"));
    assertEquals(2, result.status(), result.err());
    assertTrue(
        result.err().contains("There is no folder '" + folder.resolve("none")), result.err());
    result = run("search --batch " + folder);
    assertEquals(2, result.status(), result.err());
    assertTrue(result.err().contains("'" + folder + "' is a folder"), result.err());
  }

  @Test
  void should_refuse_a_name_that_no_file_can_have() {
    for (String command : new String[] {"add", "backup", "restore"}) {
      Shell.Result result = new Shell(dir).run(command, "a\0b");
      assertEquals(2, result.status(), result.err());
      assertTrue(result.err().contains("no file can have such a name"), result.err());
      assertFalse(result.err().contains("java."), result.err());
    }
  }
}
