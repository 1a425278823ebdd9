package dev.ragged.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example in the help of a command works as it stands there. */
class ExamplesTest {
  /** In the order in which they can follow each other. */
  private static final List<String> COMMANDS =
      List.of(
          "add",
          "update",
          "sources",
          "search",
          "ask",
          "mcp",
          "stop",
          "list",
          "stats",
          "reindex",
          "recode",
          "get",
          "export",
          "backup",
          "restore",
          "delete",
          "clear",
          "check",
          "doctor",
          "config",
          "completion",
          "help",
          "demo",
          "eval run",
          "eval labels",
          "eval compare");

  /** Commands that need what no test of this kind has, such as a server. */
  private static final List<String> WITHOUT =
      List.of("serve", "migrate", "eval", "leann", "leann search", "leann import", "leann export");

  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  @TempDir Path dir;

  private Shell shell;

  @BeforeEach
  void write_documents() throws IOException {
    Path home = dir.toRealPath();
    Path trip = Files.createDirectories(home.resolve("notes/trip"));
    Files.writeString(home.resolve("notes/tea.md"), "# Tea\n\nThe water is eighty degrees hot.\n");
    Files.writeString(trip.resolve("ferry.md"), "# Ferry\n\nThe ferry leaves at seven.\n");
    EvalLabelsTest.write(home.resolve("labelled"));
    Files.writeString(home.resolve("README.md"), "# Install\n\nYou need a JDK.\n");
    shell = new Shell(home.resolve("data"));
    shell.width = 200;
    shell.env.put("HOME", home.toString());
    shell.env.put("RAGGED_HOME", home.toString());
  }

  /** The words of an example, as a shell gives them. */
  private List<String> words(String example) throws IOException {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(example);
    while (word.find()) {
      String bare = word.group(3);
      String text = bare != null ? bare : word.group(1) != null ? word.group(1) : word.group(2);
      // What is quoted reaches the program with its tilde.
      words.add(text.replace("~/", dir.toRealPath() + "/"));
    }
    return words;
  }

  private List<String> examples(String command) {
    List<String> asked = new ArrayList<>(List.of(command.split(" ")));
    asked.add("--help");
    return shell
        .run(asked.toArray(String[]::new))
        .out()
        .lines()
        .filter(line -> line.startsWith("  ragged "))
        .map(String::strip)
        .toList();
  }

  @Test
  void should_work_one_after_the_other() throws IOException {
    Map<String, String> failed = new LinkedHashMap<>();
    for (String command : COMMANDS) {
      List<String> examples = examples(command);
      assertFalse(examples.isEmpty(), "'" + command + "' has no example");
      for (String example : examples) {
        assertTrue(example.startsWith("ragged " + command), example);
        List<String> words = words(example);
        int input = words.indexOf("<");
        shell.input = input < 0 ? "" : Files.readString(Path.of(words.get(input + 1)));
        int end = input < 0 ? words.size() : input;
        Shell.Result result = shell.run(words.subList(1, end).toArray(String[]::new));
        if (result.status() != 0
            || result.out().contains("No passage found")
            || result.out().startsWith("Deleted 0")) {
          failed.put(example, result.status() + " " + result.out() + result.err());
        }
      }
    }
    assertEquals(Map.of(), failed);
  }

  @Test
  void should_have_examples_for_every_command() {
    List<String> all =
        shell
            .run("help")
            .out()
            .lines()
            .filter(line -> line.matches("  [a-z]+ .*"))
            .map(line -> line.strip().split(" ")[0])
            .toList();
    assertTrue(all.size() > 10, all.toString());
    all.forEach(name -> assertTrue(COMMANDS.contains(name) || WITHOUT.contains(name), name));
  }

  @Test
  void should_complete_names_of_collections_in_bash() throws Exception {
    Path bash = Path.of("/bin/bash");
    Assumptions.assumeTrue(Files.isExecutable(bash), "no bash");
    shell.json("add", dir.resolve("notes").toString(), "--collection", "travel");
    assertEquals("travel\n", shell.run("completion", "--collections").out());
    Path script = Files.writeString(dir.resolve("completion"), shell.run("completion").out());
    Path names = Files.writeString(dir.resolve("ragged"), "#!/bin/sh\necho travel trains other\n");
    assertTrue(names.toFile().setExecutable(true));
    String test =
        "PATH='"
            + dir
            + "':$PATH; source '"
            + script
            + "'; "
            + "COMP_WORDS=(ragged search -c tra); COMP_CWORD=3; "
            + "_ragged_and_collections ragged tra -c; echo \"${COMPREPLY[@]}\"; "
            + "COMP_WORDS=(ragged sea); COMP_CWORD=1; COMP_LINE='ragged sea'; "
            + "_ragged_and_collections ragged sea ragged; echo \"${COMPREPLY[@]}\"";
    Process process = new ProcessBuilder(bash.toString(), "-c", test).start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals("travel trains\nsearch\n", new String(process.getInputStream().readAllBytes()));
  }

  @Test
  void should_complete_the_values_of_options_as_the_help_writes_them() {
    String bash = shell.run("completion").out();
    assertTrue(
        bash.contains("MODE_option_args=(\"auto\" \"vector\" \"lexical\" \"hybrid\")"), bash);
    String fish = shell.run("completion", "fish").out();
    assertTrue(fish.contains("-l mode -x -a 'auto vector lexical hybrid'"), fish);
  }

  @Test
  void should_write_a_script_for_fish() {
    String script = shell.run("completion", "fish").out();
    assertTrue(
        script.contains(
            "-n '__fish_seen_subcommand_from search' -s c -l collection"
                + " -x -a '(ragged completion --collections 2>/dev/null)'"),
        script);
    assertTrue(script.contains("-f -n __fish_use_subcommand -a search -d "), script);
    assertTrue(script.lines().allMatch(line -> line.startsWith("complete -c ragged ")), script);
    assertTrue(
        script
            .lines()
            .map(line -> line.replace("\\'", ""))
            .allMatch(line -> line.chars().filter(c -> c == '\'').count() % 2 == 0),
        script);
  }

  @Test
  void should_write_pages_for_the_manual() {
    String page = shell.run("help", "--man", "search").out();
    assertTrue(page.startsWith(".TH RAGGED-SEARCH 1 "), page);
    assertTrue(page.contains("\n.SH NAME\nragged\\-search \\- Find the passages"), page);
    assertTrue(page.contains("\n.TP\n\\fB\\-c, \\-\\-collection NAME\\fR\n"), page);
    assertTrue(page.contains("\n.SH EXAMPLES\n.nf\nragged search "), page);
    List<String> requests = List.of(".TH", ".SH", ".TP", ".nf", ".fi");
    page.lines()
        .filter(line -> line.startsWith(".") || line.startsWith("'"))
        .forEach(line -> assertTrue(requests.contains(line.split(" ")[0]), line));
  }
}
