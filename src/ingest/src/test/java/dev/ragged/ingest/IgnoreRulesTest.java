package dev.ragged.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ragged.testkit.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ignore files, compared with Git itself where it is installed. */
@Tag("random")
class IgnoreRulesTest extends IngestFixture {
  private static final List<String> NAMES =
      List.of("a", "b", "ab", "abc.txt", "x.log", "y.log", "doc", "tmp", "a b", "#c", "!d", "e[1]");

  private Set<String> walk(SourceRules rules, Path root) throws IOException {
    FileWalk walk = new FileWalk(new GitHome(folder.resolve("home"), Map.of()));
    walk.walk(new Source(root, rules, OPTIONS));
    return walk.files().values().stream()
        .flatMap(List::stream)
        .map(file -> root.relativize(file.path()).toString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> walk(Path root) throws IOException {
    return walk(SourceRules.NONE, root);
  }

  @Test
  void should_obey_the_ignore_files_of_a_repository_and_of_the_user() throws IOException {
    write("home/.gitconfig", "[core]\n\texcludesFile = ~/my-ignores\n");
    write("home/my-ignores", "*.mine\n");
    write("repo/.git/info/exclude", "*.local\n");
    write("repo/.gitignore", "*.secret\nprivate/\n!keep.secret\n/anchored.md\n");
    write("repo/sub/.gitignore", "draft*\n!draft-kept.md\n");
    for (String name :
        List.of(
            "a.md",
            "a.mine",
            "a.local",
            "a.secret",
            "keep.secret",
            "private/x.md",
            "anchored.md",
            "sub/anchored.md",
            "sub/draft1.md",
            "sub/draft-kept.md",
            "sub/deep/draft2.md",
            "draft3.md")) {
      write("repo/" + name, "Text.");
    }
    Set<String> all =
        Set.of("a.md", "keep.secret", "sub/anchored.md", "sub/draft-kept.md", "draft3.md");
    assertEquals(new TreeSet<>(all), walk(folder.resolve("repo")));
    assertEquals(
        Set.of("anchored.md", "draft-kept.md"),
        walk(folder.resolve("repo/sub")),
        "the folders above count too");
    assertEquals(
        12,
        walk(new SourceRules(List.of(), List.of(), List.of(), true), folder.resolve("repo"))
            .size());
  }

  @Test
  void should_obey_raggedignore_everywhere() throws IOException {
    write("plain/.raggedignore", "*.secret\n!open.secret\n");
    write("plain/repo/.git/HEAD", "");
    write("plain/repo/.gitignore", "*.md\n");
    write("plain/repo/.raggedignore", "!wanted.md\n");
    for (String name : List.of("a.secret", "open.secret", "repo/b.secret", "repo/c.md")) {
      write("plain/" + name, "Text.");
    }
    write("plain/repo/wanted.md", "Text.");
    Path root = folder.resolve("plain");
    assertEquals(Set.of("open.secret", "repo/wanted.md"), walk(root));
    assertEquals(
        Set.of("open.secret", "repo/c.md", "repo/wanted.md"),
        walk(new SourceRules(List.of(), List.of(), List.of(), true), root));
  }

  @Test
  void should_obey_a_raggedignore_in_any_folder_above() throws IOException {
    write("above/.raggedignore", "*.secret\n");
    write("above/.gitignore", "*.md\n");
    write("above/plain/a.secret", "Text.");
    write("above/plain/b.md", "Text.");
    write("above/repo/.git/HEAD", "");
    write("above/repo/.gitignore", "*.log\n");
    write("above/repo/sub/a.secret", "Text.");
    write("above/repo/sub/b.md", "Text.");
    write("above/repo/sub/c.log", "Text.");
    for (String name : List.of("plain", "repo/sub")) {
      assertEquals(Set.of("b.md"), walk(folder.resolve("above").resolve(name)), name);
    }
  }

  @Test
  void should_not_carry_the_rules_of_one_repository_into_another() throws IOException {
    write("out/.git/HEAD", "");
    write("out/.gitignore", "*.md\n");
    write("out/in/.git/HEAD", "");
    write("out/in/a.md", "Text.");
    write("out/a.md", "Text.");
    assertEquals(Set.of("in/a.md"), walk(folder.resolve("out")));
    assertEquals(Set.of("a.md"), walk(folder.resolve("out/in")));
  }

  @Test
  void should_find_the_exclude_file_of_a_working_tree() throws IOException {
    write("main/.git/info/exclude", "*.local\n");
    write("main/.git/worktrees/w/commondir", "../..\n");
    write("tree/.git", "gitdir: " + folder.resolve("main/.git/worktrees/w") + "\n");
    write("tree/a.local", "Text.");
    write("tree/b.md", "Text.");
    assertEquals(Set.of("b.md"), walk(folder.resolve("tree")));
  }

  @Test
  void should_take_only_what_somebody_asked_for() throws IOException {
    for (String name : List.of("a.md", "b.PDF", "c.txt", "doc/d.md", "doc/e.txt", "old/f.md")) {
      write("in/" + name, "Text.");
    }
    Path in = folder.resolve("in");
    assertEquals(
        Set.of("a.md", "b.PDF", "doc/d.md", "old/f.md"),
        walk(new SourceRules(List.of(), List.of(), List.of("pdf", ".md"), false), in));
    assertEquals(
        Set.of("a.md", "doc/d.md", "doc/e.txt"),
        walk(new SourceRules(List.of("*.md", "doc/"), List.of("old/"), List.of(), false), in));
  }

  @Test
  void should_not_be_held_up_by_a_hostile_pattern() throws IOException {
    write("in/.gitignore", "*a".repeat(60) + "b\n[\n\0\n" + "x".repeat(100_000) + "\n*.log\n");
    write("in/" + "a".repeat(200), "Text.");
    write("in/x.log", "Text.");
    assertEquals(Set.of("a".repeat(200)), walk(folder.resolve("in")));
  }

  @Test
  void should_agree_with_git_on_random_trees() throws Exception {
    assumeTrue(isGitHere(), "no git");
    long seed = Seeds.seed();
    Random random = new Random(seed);
    int ignored = 0;
    for (int round = 0; round < 25; round++) {
      Path root = Files.createDirectories(folder.resolve("tree" + round));
      git(root, "", "init", "-q");
      grow(root, random, 3);
      Set<String> all;
      try (Stream<Path> files = Files.walk(root)) {
        all =
            files
                .filter(Files::isRegularFile)
                .map(file -> root.relativize(file).toString())
                .filter(name -> !name.startsWith(".git/") && !name.endsWith(".gitignore"))
                .collect(Collectors.toCollection(TreeSet::new));
      }
      String answer = git(root, String.join("\0", all), "check-ignore", "-z", "--stdin");
      Set<String> expected = new TreeSet<>(all);
      expected.removeAll(List.of(answer.split("\0")));
      ignored += all.size() - expected.size();
      assertEquals(
          expected, walk(root), () -> Seeds.repeat(seed) + " " + rules(root) + " of " + all);
    }
    System.out.println("Git and ragged ignore the same " + ignored + " files.");
  }

  private static String rules(Path root) {
    try (Stream<Path> files = Files.walk(root)) {
      StringBuilder rules = new StringBuilder();
      for (Path file : files.filter(path -> path.endsWith(".gitignore")).toList()) {
        rules.append(root.relativize(file)).append(": ").append(Files.readAllLines(file));
      }
      return rules.toString();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void grow(Path folder, Random random, int depth) throws IOException {
    if (random.nextInt(3) > 0) {
      StringBuilder rules = new StringBuilder();
      for (int i = random.nextInt(5); i >= 0; i--) {
        rules.append(pattern(random)).append('\n');
      }
      Files.writeString(folder.resolve(".gitignore"), rules);
    }
    for (String name : NAMES) {
      Path path = folder.resolve(name);
      if (depth > 0 && random.nextInt(4) == 0) {
        grow(Files.createDirectory(path), random, depth - 1);
      } else if (random.nextInt(2) == 0) {
        Files.writeString(path, "Text.");
      }
    }
  }

  private static String pattern(Random random) {
    List<String> parts = new ArrayList<>();
    for (int i = random.nextInt(6) == 0 ? 2 : random.nextInt(2); i >= 0; i--) {
      parts.add(
          switch (random.nextInt(8)) {
            case 0 -> "*";
            case 1 -> "**";
            case 2 -> "*.log";
            case 3 -> "a*";
            case 4 -> "?";
            case 5 -> "[ax]*";
            default -> NAMES.get(random.nextInt(NAMES.size()));
          });
    }
    String pattern = String.join("/", parts);
    return (random.nextInt(4) == 0 ? "!" : "")
        + (random.nextInt(4) == 0 ? "/" : "")
        + pattern
        + (random.nextInt(4) == 0 ? "/" : "");
  }

  private static boolean isGitHere() throws InterruptedException {
    try {
      return new ProcessBuilder("git", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private String git(Path folder, String input, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("HOME", this.folder.resolve("home").toString());
    builder.environment().put("XDG_CONFIG_HOME", this.folder.resolve("home/.config").toString());
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }
}
