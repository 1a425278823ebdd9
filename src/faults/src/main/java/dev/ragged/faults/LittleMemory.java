package dev.ragged.faults;

import dev.ragged.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands with little memory. Each must do its work or refuse clearly, in reasonable time;
 * what was there must stay, and the next command with more memory must work.
 */
final class LittleMemory implements FaultKind {
  private static final int[] HEAPS = {48, 64, 96, 128, 192, 256};
  private static final int PASSAGES = 2_000;
  private static final int MEGABYTES = 12;
  private static final long LIMIT_SECONDS = 240;
  private static final String BASE = "base";

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public int faults() {
    return 84;
  }

  /** What to do with little memory. */
  private enum Job {
    ADD_MANY("add", "many.jsonl"),
    ADD_LONG_LINE("add", "line.jsonl"),
    ADD_LONG_TEXT("add", "page.html"),
    ADD_FOLDER("add", "folder"),
    SEARCH("search", "red tea 17", "--mode", "vector"),
    SEARCH_MANY("search", "red tea", "--mode", "hybrid", "-n", "2000"),
    SEARCH_WORDS("search", "tea", "--mode", "lexical", "-n", "10000"),
    EXPORT("export"),
    EXPORT_EMBEDDINGS("export", "--embeddings"),
    CHECK("check"),
    STATS("stats"),
    BACKUP("backup", "new"),
    RESTORE("restore", "backups", "--replace"),
    DELETE("delete", "--where", "{\"number\": {\"$lt\": 1000}}");

    private final List<String> words;

    Job(String... words) {
      this.words = List.of(words);
    }

    boolean writes() {
      return words.get(0).equals("add") || this == DELETE;
    }

    boolean takesFile() {
      return words.get(0).equals("add") || this == BACKUP || this == RESTORE;
    }

    List<String> command(Path files) {
      List<String> command = new ArrayList<>(words);
      if (takesFile()) {
        command.set(1, files.resolve(words.get(1)).toString());
      }
      if (this != CHECK && this != STATS) {
        command.addAll(List.of("-c", BASE));
      }
      return command;
    }
  }

  @Override
  public void run(Plan plan, Report report) throws Exception {
    Path files = Files.createDirectory(plan.work().resolve("files"));
    // Few in the sample: their number decides how long the model has to embed.
    int passages = plan.faults() < Job.values().length ? PASSAGES / 10 : PASSAGES;
    Path data = plan.work().resolve("data");
    prepare(files, passages, plan.random("texts"));
    String before = run(data, 1_024, "add", files.resolve("base.jsonl").toString(), "-c", BASE).err;
    if (!before.isEmpty() && before.contains("ragged: ")) {
      throw new IllegalStateException(before);
    }
    run(data, 1_024, "backup", files.resolve("backups").toString());
    int rounds = Math.max(2, plan.faults());
    Random random = plan.random("rounds");
    for (int i = 0; i < rounds; i++) {
      Job job = Job.values()[(i + random.nextInt(3)) % Job.values().length];
      int heap = HEAPS[i / Job.values().length % HEAPS.length];
      int direct = List.of(4, 16, heap).get(random.nextInt(3));
      String name = i + ":" + job + ":" + heap + "m:" + direct + "m";
      if (plan.includes(name)) {
        Path copy = plan.work().resolve("copy");
        Folder.remove(copy);
        Folder.copy(data, copy);
        List<String> wrong = new ArrayList<>();
        String ended = round(job, heap, direct, copy, files, passages, wrong);
        if (wrong.isEmpty()) {
          report.ended(this, job.toString().toLowerCase(Locale.ROOT), ended);
        } else {
          report.counterExample(
              this, job.toString().toLowerCase(Locale.ROOT), name, String.join("\n", wrong));
        }
      }
    }
  }

  private static void prepare(Path files, int passages, Random random) throws IOException {
    Files.writeString(files.resolve("base.jsonl"), lines("b", passages, random));
    Files.writeString(files.resolve("many.jsonl"), lines("m", passages, random));
    // Few tokens for their size: embedding twelve megabytes of prose would take minutes with any
    // memory.
    String prose = "tea and rain, and more of it. ".repeat(3_000);
    String words = ("x".repeat(1_000) + " ").repeat((MEGABYTES << 20) / 1_001);
    Files.writeString(
        files.resolve("line.jsonl"), "{\"id\": \"long\", \"text\": \"" + prose + words + "\"}\n");
    Files.writeString(
        files.resolve("page.html"),
        "<html><body>"
            + ("<p class='" + "x".repeat(2_000) + "'>tea</p>\n").repeat((MEGABYTES << 20) / 2_020)
            + "</body></html>");
    Path folder = Files.createDirectory(files.resolve("folder"));
    for (int i = 0; i < 200; i++) {
      Files.writeString(folder.resolve(i + ".txt"), "A note about tea, number " + i + ".");
    }
  }

  private static String lines(String prefix, int count, Random random) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append("{\"id\": \"").append(prefix).append(i).append("\", \"text\": \"red tea ");
      lines.append(i).append(" with ").append(random.nextInt(1_000));
      lines.append("\", \"metadata\": {\"number\": ").append(i).append("}}\n");
    }
    return lines.toString();
  }

  /** What a command with so much memory did. */
  private record Ran(int status, String out, String err) {}

  private String round(
      Job job, int heap, int direct, Path data, Path files, int passages, List<String> wrong)
      throws IOException, InterruptedException {
    Ran ran = run(data, heap, direct, job.command(files).toArray(String[]::new));
    if (ran.status() < 0) {
      wrong.add("no end after " + LIMIT_SECONDS + " s: " + ran.err());
    } else if (!Set.of(0, 1).contains(ran.status())) {
      wrong.add("exit status " + ran.status() + ": " + ran.err());
    }
    List<String> said = ran.err().lines().filter(line -> line.startsWith("ragged: ")).toList();
    if (ran.status() == 1 && said.isEmpty()) {
      wrong.add("refused without a word: " + ran.err());
    }
    for (String line : said) {
      String unclear = Sentences.unclear(line, "");
      if (unclear != null) {
        wrong.add(unclear);
      }
    }
    Ran check = run(data, 1_024, "check");
    if (check.status() != 0) {
      wrong.add("check: " + check.out() + check.err());
    }
    List<String> after = run(data, 1_024, "export", "-c", BASE).out().lines().toList();
    long old = after.stream().filter(line -> line.startsWith("{\"id\":\"b")).count();
    boolean done = ran.status() == 0;
    if (job != Job.DELETE && old != passages) {
      wrong.add("of " + passages + " passages " + old + " are left");
    }
    if (job == Job.DELETE && old != (done ? Math.max(0, passages - 1_000) : passages)) {
      wrong.add("after deleting some of " + passages + " passages, " + old + " are left");
    }
    if (job == Job.ADD_MANY && done && after.size() != 2 * passages) {
      wrong.add("added, yet there are " + after.size() + " passages");
    }
    if (!job.writes() && after.size() != passages) {
      wrong.add("a command that reads left " + after.size() + " passages");
    }
    if (job.words.get(0).equals("export") && done && ran.out().lines().count() != passages) {
      wrong.add("exported " + ran.out().lines().count() + " passages of " + passages);
    }
    // The same with memory must work.
    Ran again = run(data, 1_024, "search", "tea", "--mode", "lexical", "-c", BASE);
    if (again.status() != 0) {
      wrong.add("afterwards a search fails: " + again.err());
    }
    return done ? "done" : "clear refusal";
  }

  private static Ran run(Path data, int heap, String... command)
      throws IOException, InterruptedException {
    return run(data, heap, heap, command);
  }

  private static Ran run(Path data, int heap, int direct, String... command)
      throws IOException, InterruptedException {
    List<String> options =
        List.of(
            "-Xmx" + heap + "m",
            "-XX:MaxDirectMemorySize=" + direct + "m",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    Path folder = data.getParent();
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    ProcessBuilder builder = Worker.java(Main.class, folder, options, command);
    builder.environment().put("RAGGED_DATA_DIR", data.toString());
    builder.environment().put("RAGGED_QUIET", "true");
    builder.environment().put("RAGGED_CHROMA_COMMAND", "no-such-program");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    int status = -1;
    if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      status = process.exitValue();
    } else {
      process.destroyForcibly().waitFor();
    }
    String said = Files.readString(err);
    return new Ran(
        status, Files.readString(out), said.length() > 2_000 ? said.substring(0, 2_000) : said);
  }
}
