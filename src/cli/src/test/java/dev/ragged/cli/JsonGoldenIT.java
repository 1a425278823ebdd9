package dev.ragged.cli;

import dev.ragged.testkit.ChromaInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The JSON of the commands that a real Chroma server answers. {@link GoldenJson} says how the files
 * are written anew.
 */
@Timeout(600)
class JsonGoldenIT {
  @TempDir Path dir;

  private final GoldenJson golden = new GoldenJson();
  private Shell shell;
  private Path facts;

  @BeforeEach
  void open() throws IOException {
    Path program = ChromaInstallation.program();
    golden.replace(program, "<chroma>").replace(dir, "<dir>");
    facts = Files.writeString(dir.resolve("facts.jsonl"), JsonGoldenTest.FACTS);
    shell = new Shell(dir.resolve("data"));
    shell.env.put("RAGGED_CHROMA_COMMAND", program.toString());
  }

  @AfterEach
  void everything_is_as_it_was() {
    golden.assertSame();
  }

  /** Runs a command with {@code --json} and compares; words are split at spaces. */
  private void step(String name, String command) {
    golden.compare("chroma-" + name, shell.run((command + " --json").split(" ")));
  }

  @Test
  void should_answer_from_chroma_and_migrate_both_ways() throws IOException {
    Path tea =
        Files.writeString(dir.resolve("tea.md"), "Green tea is steeped at eighty degrees.\n");
    step("add", "add " + facts + " " + tea + " --backend chromadb --collection notes");
    step("add-unchanged", "add " + tea + " --collection notes");
    step("search-vector", "search What is up in the sky? --collection notes -n 2");
    step("search-lexical", "search yeast --mode lexical --collection notes");
    step("search-hybrid", "search yeast --mode hybrid --collection notes -n 2");
    step("get", "get moon nowhere --collection notes");
    step("list", "list");
    step("stats", "stats");
    step("check", "check");
    step("doctor", "doctor");

    step("migrate-to-leann-dry-run", "migrate chromadb-to-leann --dry-run");
    step("migrate-to-leann", "migrate chromadb-to-leann");
    step("migrate-to-leann-again", "migrate chromadb-to-leann");
    step("list-both", "list");
    step("doctor-both", "doctor");
    step("clear", "clear --yes --backend chromadb --collection notes");

    step("migrate-from-leann-dry-run", "migrate leann-to-chromadb --dry-run");
    step("migrate-from-leann", "migrate leann-to-chromadb");
    step("list-back", "list");
    step("export-back", "export --backend chromadb --collection notes");
    step("migrate-none", "migrate leann-to-chromadb --collection nowhere");

    step("add-other-leann", "add " + facts + " --collection other --backend leann");
    step("add-other-chromadb", "add " + tea + " --collection other --backend chromadb");
    step("migrate-exists", "migrate chromadb-to-leann --collection other");
  }
}
