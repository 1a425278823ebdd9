package dev.ragged.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What scripts rely on: the JSON of each command over LEANN and the bundled model. {@link
 * GoldenJson} says how the files are written anew.
 */
class JsonGoldenTest {
  static final String FACTS =
      """
      {"id": "moon", "text": "The moon orbits the earth.", "metadata": {"topic": "space", "year": 1969, "share": 0.25, "far": true}}
      {"id": "bread", "text": "Bread rises because of yeast.", "metadata": {"topic": "food", "tags": ["oven", "dough"]}}
      {"id": "bridge", "text": "橋は川の上にあります – the bridge is over the river.", "metadata": {"topic": "places"}}
      {"id": "bare", "text": "Rain falls from clouds."}
      """;

  @TempDir Path dir;

  private final GoldenJson golden = new GoldenJson();
  private Path docs;
  private Path facts;
  private Shell shell;

  @BeforeEach
  void write_documents() throws IOException {
    golden.replace(dir, "<dir>");
    docs = Files.createDirectories(dir.resolve("docs"));
    Files.writeString(docs.resolve("tea.md"), "# Tea\n\nGreen tea is steeped at eighty degrees.\n");
    Files.writeString(
        docs.resolve("bicycle.txt"), "To mend a puncture, glue a patch on the inner tube.\n");
    facts = Files.writeString(dir.resolve("facts.jsonl"), FACTS);
    shell = new Shell(dir.resolve("data"));
  }

  @AfterEach
  void everything_is_as_it_was() {
    golden.assertSame();
  }

  /** Runs a command with {@code --json} and compares; words are split at spaces. */
  private void step(String name, String command, String... more) {
    golden.compare(name, run(command, more));
  }

  private Shell.Result run(String command, String... more) {
    return shell.run(
        Stream.of(Stream.of(command.split(" ")), Stream.of(more), Stream.of("--json"))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  @Test
  void should_add_files() throws IOException {
    step("add-folder", "add " + docs);
    step("add-folder-unchanged", "add " + docs);
    Files.writeString(docs.resolve("tea.md"), "White tea is steeped at seventy-five degrees.\n");
    Files.delete(docs.resolve("bicycle.txt"));
    step("add-folder-edited", "add " + docs);
    Files.write(docs.resolve("noise.bin"), new byte[] {0, 1, 2, 3, 0, (byte) 0xff, 0, 9});
    step("add-folder-skipped", "add " + docs);
    step("add-jsonl", "add " + facts + " --collection facts");
    step("list-two", "list");
    step("add-nothing-there", "add " + dir.resolve("nowhere"));
    Files.writeString(facts, "{\"id\": 1.5}\n");
    step("add-jsonl-broken", "add " + facts + " --collection broken");
  }

  @Test
  void should_keep_a_collection_in_step_with_its_sources() throws IOException {
    step("update-nothing", "update");
    Files.writeString(docs.resolve("old.log"), "Nobody reads this.");
    step("add-with-options", "add --exclude *.log --type md,txt --chunk-tokens 64 " + docs);
    Files.createDirectories(docs.resolve("drinks"));
    Files.move(docs.resolve("tea.md"), docs.resolve("drinks/tea.md"));
    Files.writeString(docs.resolve("new.md"), "Wool is spun.\n");
    Files.write(docs.resolve("noise.txt"), new byte[] {0, 1, 2, 3, 0, (byte) 0xff, 0, 9});
    step("update", "update");
    step("sources", "sources");
    step("sources-skipped", "sources --skipped -c default");
    Files.move(docs, dir.resolve("away"));
    step("update-missing", "update -c default -c nowhere");
    step("update-prune", "update --prune");
    step("sources-remove-unconfirmed", "sources remove " + docs);
    step("sources-remove", "sources remove --yes " + docs);
    step("sources-none", "sources");
  }

  @Test
  void should_search() throws IOException {
    run("add " + facts + " " + docs);
    step("search-vector", "search What is up in the sky? -n 2");
    step("search-lexical", "search yeast bread --mode lexical");
    step("search-hybrid", "search glue for a puncture --mode hybrid -n 2");
    step("search-where", "search moon --where", "{\"topic\": \"food\"}");
    step(
        "search-where-all-kinds",
        "search moon -n 10 --where",
        """
        {"$or": [{"year": {"$gte": 1960}}, {"topic": {"$in": ["places"]}}, {"tags": {"$contains": "oven"}},
         {"$and": [{"source": {"$exists": true}}, {"$contains": "tea"}]}]}""");
    step("search-nothing", "search moon --where", "{\"topic\": \"none\"}");
    Path questions = dir.resolve("questions.txt");
    Files.writeString(questions, "What is up in the sky?\n\n  What makes dough grow?  \n");
    step("search-batch", "search -n 1 --batch " + questions);
    step("search-no-collection", "search moon --collection nowhere");
    step("search-no-question", "search");
  }

  @Test
  void should_read_and_remove_records() {
    run("add " + facts + " " + docs);
    step("get-ids", "get moon nowhere bread moon");
    step("get-where", "get --where", "{\"topic\": {\"$ne\": \"food\"}}");
    step("get-all", "get --where {}");
    step("get-limit", "get --where {} --limit 2");
    step("get-nothing", "get");
    step("list", "list");
    step("stats", "stats");
    step("stats-one", "stats --collection default");
    step("export", "export");
    step("export-embeddings", "export --embeddings");
    step("export-file", "export --output " + dir.resolve("out.jsonl"));
    step("check", "check");
    step("check-one", "check --collection default");
    step("doctor", "doctor");
    step("delete-ids", "delete moon nowhere");
    step("delete-where", "delete --where", "{\"topic\": \"food\"}");
    step("clear-unconfirmed", "clear");
    step("clear", "clear --yes");
    step("clear-no-collection", "clear --yes");
    step("list-none", "list");
    step("stats-none", "stats");
    step("check-none", "check");
    step("doctor-none", "doctor");
  }

  @Test
  void should_tell_an_unreadable_collection_from_a_good_one() throws IOException {
    run("add " + facts + " --collection good");
    run("add " + facts + " --collection bad");
    Path settings = dir.resolve("data/leann/bad/collection.json");
    String later = Files.readString(settings).replace("\"version\" : 1", "\"version\" : 99");
    Files.writeString(settings, later);
    for (String command : List.of("list", "stats", "check", "doctor")) {
      step(command + "-unreadable", command);
    }
    step("search-unreadable", "search moon --collection bad");
    step("clear-unreadable", "clear --yes --collection bad");
  }

  @Test
  void should_back_up_and_restore() throws IOException {
    Path backups = dir.resolve("backups");
    step("backup-nothing", "backup " + backups);
    run("add " + facts + " --collection facts");
    run("add " + docs + " --collection docs");
    Files.writeString(dir.resolve("data/config.yaml"), "limit: 5\n");
    step("backup", "backup " + backups);
    step("backup-again", "backup " + backups + " --keep 1");
    step("backup-one", "backup " + backups + " -c facts");
    step("backup-list", "backup --list " + backups);
    step("backup-check", "backup --check " + backups);
    step("restore-exists", "restore " + backups);
    step("restore-as", "restore " + backups + " -c facts --as facts.old");
    step("restore-replace", "restore " + backups + " -c facts --replace");
    step("restore-unknown", "restore " + backups + " --at 1999");
    shell = new Shell(dir.resolve("elsewhere"));
    step("restore-all", "restore " + backups);
    step("restore-list", "list");
    step("restore-settings", "restore --settings " + backups);
    try (Stream<Path> manifests = Files.list(backups.resolve("backups"))) {
      Files.writeString(manifests.sorted().findFirst().orElseThrow(), "{}");
    }
    step("backup-check-damaged", "backup --check " + backups);
  }

  @Test
  void should_renew_the_words_of_an_earlier_version() throws IOException {
    GoldenDataTest.unzip(dir.resolve("data"));
    step("reindex-words", "reindex --words -c facts -c nowhere");
    step("reindex-words-again", "reindex --words -c facts");
  }

  @Test
  void should_recode_the_vectors_of_a_collection() throws IOException {
    GoldenDataTest.unzip(dir.resolve("data"));
    step("recode", "recode facts nowhere --bytes-per-vector fastest");
    step("recode-again", "recode facts --bytes-per-vector fastest");
    step("recode-back", "recode facts --bytes-per-vector auto");
  }

  @Test
  void should_show_the_configuration() throws IOException {
    step("config-defaults", "config");
    Path data = Files.createDirectories(dir.resolve("data"));
    Files.writeString(
        data.resolve("config.yaml"),
        """
        limit: 5
        mode: lexical
        quiet: true
        vectorstore:
          collections:
            far: chromadb
            near: leann
        leann:
          graph_degree: 16
        chromadb:
          url: http://localhost:8000
          token: s3cret
          command: [python3, -m, chroma]
        """);
    shell.env.put("RAGGED_RECALL", "0.9");
    shell.env.put("RAGGED_LIMIT", "7");
    step("config", "config --backend leann");
    Files.writeString(data.resolve("config.yaml"), "limitt: 5\n");
    step("config-wrong", "config");
  }

  @Test
  void should_measure() {
    step("eval-run", "eval run synthetic:20");
    step("eval-run-again", "eval run synthetic:20 -k 1");
    // Without a Python on the path faiss is absent.
    step("eval-compare", "eval compare synthetic:60 --peers lucene,faiss");
  }

  @Test
  void should_judge_answers() throws IOException {
    Path small = EvalLabelsTest.write(dir.resolve("small"));
    Path other = EvalLabelsTest.write(dir.resolve("other"));
    Path answers = dir.resolve("answers.jsonl");
    step("eval-labels", "eval labels --peers lucene-bm25,faiss --write " + answers + " " + small);
    step("eval-labels-against", "eval labels --against " + answers + " " + small);
    step("eval-labels-two", "eval labels --quick --modes vector,lexical " + small + " " + other);
    step("eval-labels-nothing-there", "eval labels " + dir.resolve("nowhere"));
  }

  @Test
  void should_exchange_indexes_with_python_leann() {
    run("add " + facts + " " + docs);
    Path index = dir.resolve("out/docs.leann");
    step("leann-export", "leann export default " + index);
    step("leann-export-again", "leann export default " + index);
    step("leann-search", "leann search " + index + " What is up in the sky? -n 2");
    step("leann-import", "leann import " + index);
    step("leann-import-again", "leann import " + index);
    step("leann-list", "list");
  }

  @Test
  void should_run_the_demo() throws IOException {
    Path home = Files.createDirectories(dir.resolve("home"));
    Files.writeString(home.resolve("README.md"), "# Install\n\nYou need a JDK.\n");
    Files.createDirectories(home.resolve("docs"));
    Files.writeString(home.resolve("docs/cli.md"), "The option --json prints a JSON document.\n");
    shell.env.put("RAGGED_HOME", home.toString());
    step("demo", "demo");
    shell.env.put("RAGGED_HOME", dir.resolve("nowhere").toString());
    step("demo-no-documents", "demo");
  }

  @Test
  void should_print_a_completion_script() {
    step("completion", "completion");
  }
}
