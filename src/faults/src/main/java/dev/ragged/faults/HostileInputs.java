package dev.ragged.faults;

import static dev.ragged.faults.HostileText.bytes;
import static dev.ragged.faults.HostileText.nested;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Gives commands what nobody should: documents, passages, conditions, settings, indexes, models and
 * arguments made to break them. Each must end soon, with a status and one clear sentence, with
 * nothing else touched, and with the good documents added.
 *
 * <p>Long because it has a method for each kind of input, which share how they are judged.
 */
final class HostileInputs implements FaultKind {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** A document alone: the time that parsing may take by the documentation, and some more. */
  private static final Duration DOCUMENT_LIMIT = Duration.ofSeconds(150);

  private static final int BATCH = 16;
  private static final Set<Integer> ANY = Set.of(0, 1, 2);
  private static final String OK = "done";
  private static final String CLEAR = "clear error";

  @Override
  public String name() {
    return "hostile-inputs";
  }

  @Override
  public int faults() {
    return 1_500;
  }

  /** One input of a group. */
  private interface Trial {
    /** Tries it and adds what was wrong; says how it ended. */
    String run(int number, Random random, List<String> wrong) throws Exception;
  }

  private Plan plan;
  private Report report;
  private Bench bench;

  @Override
  public void run(Plan plan, Report report) throws Exception {
    this.plan = plan;
    this.report = report;
    try (Bench opened = new Bench(plan.work())) {
      bench = opened;
      group("arguments", 14, this::arguments);
      group("conditions", 14, this::condition);
      group("settings", 12, this::settings);
      group("jsonl", 12, this::jsonLines);
      documents(share(30));
      group("special-files", 4, this::specialFile);
      group("indexes", 10, this::index);
      group("models", 4, this::model);
    }
  }

  private int share(int percent) {
    return Math.max(1, plan.faults() * percent / 100);
  }

  private void group(String group, int percent, Trial trial) throws Exception {
    for (int i = 0; i < share(percent); i++) {
      String name = group + "-" + i;
      if (!plan.includes(name)) {
        continue;
      }
      List<String> wrong = new ArrayList<>();
      String ended = null;
      try {
        ended = trial.run(i, plan.random(name), wrong);
        bench.judgeSurroundings(wrong);
      } catch (Worker.NoAnswerException e) {
        wrong.add(e.getMessage());
        // The next one must not suffer.
        bench.run(
            LIMIT, "delete", "-c", Bench.SOUND, "--where", "{\"sound\": {\"$exists\": false}}");
      }
      report(group, name, ended, wrong);
    }
  }

  private void report(String group, String name, String ended, List<String> wrong) {
    if (wrong.isEmpty()) {
      report.ended(this, group, ended);
    } else {
      report.counterExample(this, group, name, String.join("\n", wrong));
    }
  }

  private static String ended(CommandWorker.Result result) {
    return result.status() == 0 ? OK : CLEAR;
  }

  private String arguments(int number, Random random, List<String> wrong) throws Exception {
    // "eval" and "demo" would measure and index for minutes.
    List<String> commands =
        List.of(
            "add",
            "search",
            "list",
            "stats",
            "get",
            "delete",
            "clear",
            "export",
            "migrate",
            "check",
            "doctor",
            "config",
            "completion",
            "help",
            "leann",
            "backup",
            "restore",
            "nonsense");
    List<String> options =
        List.of(
            "--data-dir",
            "--backend",
            "--model",
            "--json",
            "-q",
            "-v",
            "--help",
            "--version",
            "-c",
            "--collection",
            "--chunk-tokens",
            "--overlap",
            "-n",
            "--limit",
            "--mode",
            "--where",
            "--recall",
            "--search-complexity",
            "--batch",
            "--output",
            "--embeddings",
            "--yes",
            "--from",
            "--to",
            "--from-folder",
            "--vectors",
            "--min-overlap",
            "--questions",
            "--dry-run",
            "--chroma-url",
            "--no-such-option");
    List<String> args = new ArrayList<>();
    args.add(commands.get(random.nextInt(commands.size())));
    for (int i = random.nextInt(6); i >= 0; i--) {
      if (random.nextInt(3) > 0) {
        args.add(options.get(random.nextInt(options.size())));
      }
      if (random.nextInt(3) > 0) {
        args.add(HostileText.string(random));
      }
    }
    // Stack traces are what --verbose is for.
    args.removeIf(arg -> arg.equals("-v"));
    String input = String.join(" ", args);
    // Paths that exist would be read for minutes.
    args.removeIf(arg -> Set.of("/", "~", ".", "..", "...").contains(arg));
    Path scratch = bench.inputs().resolve("data");
    CommandWorker.Result result = bench.runIn(scratch, LIMIT, args.toArray(String[]::new));
    Bench.judge(result, input, ANY, wrong);
    if (!wrong.isEmpty()) {
      wrong.add("arguments: " + args);
    }
    return ended(result);
  }

  private String condition(int number, Random random, List<String> wrong) throws Exception {
    List<String> valid =
        List.of(
            "{\"year\": {\"$gt\": 1990, \"$lte\": 1995}}",
            "{\"$and\": [{\"tags\": \"a\"}, {\"$or\": [{\"year\": 1991}, {\"sound\": true}]}]}",
            "{\"$not\": {\"tags\": {\"$starts_with\": \"b\"}}}",
            "{\"tags\": {\"$in\": [\"a\", \"b\"]}, \"year\": {\"$exists\": true}}",
            "{\"$contains\": \"tea\", \"year\": {\">=\": 1960, \"is_true\": 1}}");
    int deep = 10 << random.nextInt(12);
    String json =
        switch (random.nextInt(8)) {
          case 0 -> nested("{\"$not\":", "{\"a\":1}", "}", deep);
          case 1 -> nested("{\"$and\":[", "{\"a\":1}", "]}", deep);
          case 2 -> "{\"$or\":[" + "{\"a\":1},".repeat(deep) + "{\"b\":2}]}";
          case 3 ->
              "{\"" + HostileText.string(random) + "\":\"" + HostileText.string(random) + "\"}";
          default -> HostileText.mutate(valid.get(random.nextInt(valid.size())), random);
        };
    CommandWorker.Result found =
        bench.run(LIMIT, "get", "-c", Bench.SOUND, "--where", json, "--limit", "3");
    Bench.judge(found, json, ANY, wrong);
    CommandWorker.Result search =
        bench.run(LIMIT, "search", "tea", "-c", Bench.SOUND, "--mode", "lexical", "--where", json);
    Bench.judge(search, json, ANY, wrong);
    if (found.status() != search.status()) {
      wrong.add("get ended with " + found.status() + ", search with " + search.status());
    }
    if (!wrong.isEmpty()) {
      wrong.add("condition: " + (json.length() > 300 ? json.substring(0, 300) : json));
    }
    return ended(found);
  }

  private String settings(int number, Random random, List<String> wrong) throws Exception {
    String valid =
        "collection: notes\nlimit: 5\nmode: hybrid\nrecall: 0.9\nquiet: true\n"
            + "vectorstore:\n  backend: auto\n  collections:\n    archive: chromadb\n"
            + "leann:\n  graph_degree: 8\nchromadb:\n  url: http://127.0.0.1:1\n  timeout: 1\n"
            + "  token: a-secret\n  command: [no-such, program]\n";
    int deep = 10 << random.nextInt(12);
    byte[] yaml =
        switch (random.nextInt(12)) {
          case 0 -> bytes("a: &a [" + "x,".repeat(9) + "]\n" + aliases());
          case 1 -> bytes("limit: !!javax.script.ScriptEngineManager [!!java.net.URL ['x:']]\n");
          case 2 -> bytes(nested("[", "1", "]", deep));
          case 3 -> bytes(nested("{a: ", "1", "}", deep));
          case 4 -> bytes("- ".repeat(deep) + "x");
          case 5 -> bytes("? ".repeat(deep) + "x");
          case 6 -> HostileText.encoded(valid, random);
          case 7 -> HostileText.mutate(bytes(valid), random);
          case 8 -> bytes("limit: " + HostileText.string(random) + "\n");
          default -> bytes(HostileText.mutate(valid, random));
        };
    Path data = Files.createDirectories(bench.inputs().resolve("data"));
    Files.write(data.resolve("config.yaml"), yaml);
    String input = new String(yaml, StandardCharsets.UTF_8);
    CommandWorker.Result config = bench.runIn(data, LIMIT, "config");
    Bench.judge(config, input, ANY, wrong);
    CommandWorker.Result list = bench.runIn(data, LIMIT, "list");
    Bench.judge(list, input, ANY, wrong);
    String control = Sentences.control(config.out(), true);
    if (control != null) {
      wrong.add("on standard output " + control);
    }
    if ((config.out() + config.err() + list.out() + list.err()).contains("a-secret")) {
      wrong.add("a secret was shown");
    }
    if (!wrong.isEmpty()) {
      wrong.add("file: " + (input.length() > 600 ? input.substring(0, 600) : input));
    }
    return ended(config);
  }

  private static String aliases() {
    StringBuilder lines = new StringBuilder();
    for (char c = 'b'; c < 'j'; c++) {
      char before = (char) (c - 1);
      lines.append(c).append(": &").append(c).append(" [");
      lines.append(("*" + before + ",").repeat(9)).append("]\n");
    }
    return lines.toString();
  }

  private String jsonLines(int number, Random random, List<String> wrong) throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      lines.append("{\"id\": \"h").append(i).append("\", \"text\": \"a line about rain ").append(i);
      lines.append("\", \"metadata\": {\"year\": 2024, \"tags\": [\"x\", \"y\"]}}\n");
    }
    int deep = 10 << random.nextInt(14);
    byte[] file =
        switch (random.nextInt(12)) {
          case 0 -> bytes(lines + nested("{\"a\":", "1", "}", deep));
          case 1 -> bytes(lines + nested("[", "", "]", deep));
          case 2 -> bytes("{\"id\": \"h\", \"text\": \"" + "x".repeat(deep * 40) + "\"}");
          case 3 -> bytes("{\"id\": \"" + "i".repeat(deep) + "\", \"text\": \"t\"}");
          case 4 ->
              bytes(
                  "{\"id\": \"h\", \"text\": \"t\", \"metadata\": {\"y\": 1e"
                      + deep
                      + ", \"z\": "
                      + "9".repeat(deep)
                      + "}}");
          case 5 -> bytes("{\"id\": \"h\", \"text\": \"\\ud800 \\u0000 \\u001b[2J\"}");
          case 6 -> HostileText.encoded(lines.toString(), random);
          case 7 -> HostileText.mutate(bytes(lines.toString()), random);
          case 8 -> bytes("{\"id\": \"h\", \"text\": \"t\", \"embedding\": [1, 2, 1e99, \"x\"]}");
          default -> bytes(HostileText.mutate(lines.toString(), random));
        };
    Path path = bench.inputs().resolve("x.jsonl");
    Files.write(path, file);
    String input = new String(file, StandardCharsets.UTF_8);
    CommandWorker.Result added =
        bench.run(DOCUMENT_LIMIT, "add", path.toString(), "-c", Bench.SOUND, "--json");
    Bench.judge(added, input, ANY, wrong);
    CommandWorker.Result shown =
        bench.run(LIMIT, "get", "-c", Bench.SOUND, "--where", "{}", "--limit", "100");
    Bench.judge(shown, input, ANY, wrong);
    String control = Sentences.control(shown.out(), true);
    if (control != null) {
      wrong.add("on standard output " + control);
    }
    CommandWorker.Result cleaned =
        bench.run(
            LIMIT, "delete", "-c", Bench.SOUND, "--where", "{\"sound\": {\"$exists\": false}}");
    Bench.judge(cleaned, "", Set.of(0), wrong);
    if (!wrong.isEmpty()) {
      wrong.add("file: " + (input.length() > 500 ? input.substring(0, 500) : input));
    }
    return ended(added);
  }

  /** Documents go in batches beside a good one; if a batch ends badly, each is tried alone. */
  private void documents(int count) throws Exception {
    for (int from = 0; from < count; from += BATCH) {
      List<String> names = new ArrayList<>();
      for (int i = from; i < Math.min(count, from + BATCH); i++) {
        if (plan.includes("documents-" + i)) {
          names.add("documents-" + i);
        }
      }
      if (names.isEmpty()) {
        continue;
      }
      List<String> wrong = new ArrayList<>();
      int skipped = documents(names, wrong);
      if (wrong.isEmpty()) {
        report.ended(this, "documents", "skipped with a reason", skipped);
        report.ended(this, "documents", "added", names.size() - skipped);
        continue;
      }
      for (String name : names) {
        List<String> alone = new ArrayList<>();
        int left = documents(List.of(name), alone);
        report("documents", name, left > 0 ? "skipped with a reason" : "added", alone);
      }
    }
  }

  private int documents(List<String> names, List<String> wrong) throws Exception {
    Path inputs = bench.inputs();
    Files.writeString(inputs.resolve("good.txt"), "The good document is about umbrellas.");
    String secret = bench.canaryFolder().resolve("secret.txt").toUri().toString();
    for (String name : names) {
      HostileDocuments.Document document = new HostileDocuments(secret, plan.random(name)).draw();
      Path folder = Files.createDirectory(inputs.resolve(name));
      Files.write(folder.resolve(document.name()), document.bytes());
    }
    int skipped = 0;
    try {
      CommandWorker.Result added =
          bench.run(DOCUMENT_LIMIT, "add", inputs.toString(), "-c", "docs", "--json");
      Bench.judge(added, "", Set.of(0), wrong);
      if (added.status() == 0) {
        JsonNode all = Bench.json(added).path("skipped");
        for (JsonNode each : all) {
          skipped++;
          String unclear = Sentences.unclear(each.path("why").asText(), "");
          if (unclear != null) {
            wrong.add(each.path("path").asText() + ": " + unclear);
          }
        }
        good(wrong);
      }
      CommandWorker.Result cleared = bench.run(LIMIT, "clear", "-c", "docs", "--yes");
      Bench.judge(cleared, "", Set.of(0, 1), wrong);
      bench.judgeSurroundings(wrong);
    } catch (Worker.NoAnswerException e) {
      wrong.add(e.getMessage());
      bench.run(LIMIT, "clear", "-c", "docs", "--yes");
    }
    return skipped;
  }

  /** The good document must be there, and what the others say must not control a terminal. */
  private void good(List<String> wrong) throws Exception {
    CommandWorker.Result found =
        bench.run(LIMIT, "get", "-c", "docs", "--where", "{\"$contains\": \"umbrellas\"}");
    Bench.judge(found, "", Set.of(0), wrong);
    if (!found.out().contains("umbrellas")) {
      wrong.add("the good document was not added");
    }
    CommandWorker.Result all = bench.run(LIMIT, "get", "-c", "docs", "--where", "{}");
    Bench.judge(all, all.out(), Set.of(0), wrong);
    String control = Sentences.control(all.out(), true);
    if (control != null) {
      wrong.add("on standard output " + control);
    }
  }

  private String specialFile(int number, Random random, List<String> wrong) throws Exception {
    Path inputs = bench.inputs();
    Files.writeString(inputs.resolve("good.txt"), "The good document is about umbrellas.");
    List<String> scripts =
        List.of(
            "mkfifo x",
            "ln -s /dev/zero x",
            "ln -s x x",
            "mkdir x; ln -s .. x/up",
            "ln -s '" + bench.canaryFolder() + "' x",
            "ln -s /dev/stdin x",
            "printf text > \"$(printf 'x\\377\\376.txt')\"",
            "printf text > \"$(printf 'x\\033[31m\\r\\n.txt')\"",
            "printf text > \"$(printf 'x\\342\\200\\256txt.exe')\"",
            "printf text > x; chmod 0 x",
            "mkdir x; chmod 0 x",
            "mkdir -p \"$(printf 'd%.0s' $(seq 200))\"/\"$(printf 'e%.0s' $(seq 200))\"",
            "truncate -s 60M x",
            "truncate -s 20G x",
            "mkdir x; cd x; for i in $(seq 300); do printf a > $i.bin; done",
            "p=.; for i in $(seq 120); do p=$p/dddddddd; done; mkdir -p $p; printf text > $p/t.txt");
    String script = scripts.get(number % scripts.size());
    int status =
        new ProcessBuilder("sh", "-c", script).directory(inputs.toFile()).start().waitFor();
    if (status != 0) {
      return "not possible here";
    }
    CommandWorker.Result added =
        bench.run(DOCUMENT_LIMIT, "add", inputs.toString(), "-c", "docs", "--json");
    Bench.judge(added, "", Set.of(0), wrong);
    if (added.status() == 0) {
      good(wrong);
      for (JsonNode each : Bench.json(added).path("skipped")) {
        String unclear = Sentences.unclear(each.path("why").asText(), "");
        if (unclear != null) {
          wrong.add(each.path("path").asText() + ": " + unclear);
        }
      }
    }
    Bench.judge(bench.run(LIMIT, "clear", "-c", "docs", "--yes"), "", Set.of(0, 1), wrong);
    // Named itself, it may be refused as a whole.
    String named = inputs.resolve("x").toString();
    CommandWorker.Result direct = bench.run(DOCUMENT_LIMIT, "add", named, "-c", "docs");
    Bench.judge(direct, "", ANY, wrong);
    Bench.judge(bench.run(LIMIT, "clear", "-c", "docs", "--yes"), "", Set.of(0, 1), wrong);
    if (!wrong.isEmpty()) {
      wrong.add("made by: " + script);
    }
    return ended(direct);
  }

  private String index(int number, Random random, List<String> wrong) throws Exception {
    Path sound = plan.work().resolve("index");
    if (!Files.isDirectory(sound)) {
      Files.createDirectory(sound);
      bench.mustRun(LIMIT, "leann", "export", Bench.SOUND, sound.resolve("x.leann").toString());
    }
    Path inputs = bench.inputs();
    List<Path> files = Folder.paths(sound).stream().filter(Files::isRegularFile).toList();
    for (Path file : files) {
      Files.copy(file, inputs.resolve(file.getFileName()));
    }
    Path chosen = inputs.resolve(files.get(number % files.size()).getFileName());
    byte[] bytes = Files.readAllBytes(chosen);
    boolean pickle = chosen.toString().endsWith(".idx");
    boolean isText = chosen.toString().endsWith(".json") || chosen.toString().endsWith(".jsonl");
    byte[] changed =
        pickle && random.nextBoolean()
            ? pickle(random)
            : isText && random.nextBoolean()
                ? bytes(HostileText.mutate(new String(bytes, StandardCharsets.UTF_8), random))
                : HostileText.mutate(bytes, random);
    Files.write(chosen, changed);
    String input = new String(changed, StandardCharsets.UTF_8);
    String path = inputs.resolve("x.leann").toString();
    CommandWorker.Result found = bench.run(LIMIT, "leann", "search", path, "tea");
    Bench.judge(found, input, ANY, wrong);
    String control = Sentences.control(found.out(), true);
    if (control != null) {
      wrong.add("on standard output " + control);
    }
    if (number % 3 == 0) {
      CommandWorker.Result imported = bench.run(LIMIT, "leann", "import", path, "-c", "imported");
      Bench.judge(imported, input, ANY, wrong);
      Bench.judge(bench.run(LIMIT, "clear", "-c", "imported", "--yes"), "", Set.of(0, 1), wrong);
    }
    if (!wrong.isEmpty()) {
      wrong.add("changed: " + chosen.getFileName());
    }
    return ended(found);
  }

  /** A program that would touch the folder that nobody named, or use up what there is. */
  private byte[] pickle(Random random) {
    String touch = "touch " + bench.canaryFolder().resolve("touched");
    List<String> programs =
        List.of(
            "cos\nsystem\n(S'" + touch + "'\ntR.",
            "\u0080\u0002cposix\nsystem\nX\u0004\u0000\u0000\u0000true\u0085R.",
            "(".repeat(100_000) + ".",
            "]" + "2".repeat(100_000) + "e.",
            "\u0080\u0004\u0095" + "\u007f".repeat(8) + ".",
            "(dp0\n" + "S'a'\nI1\ns".repeat(50_000) + ".",
            "\u008a\u00ff" + "x".repeat(255) + ".",
            "B\u00ff\u00ff\u00ff\u007f.",
            "h\u00ff.",
            "");
    byte[] program =
        programs.get(random.nextInt(programs.size())).getBytes(StandardCharsets.ISO_8859_1);
    return random.nextBoolean() ? program : HostileText.mutate(program, random);
  }

  private String model(int number, Random random, List<String> wrong) throws Exception {
    Path model = Files.createDirectory(bench.inputs().resolve("model"));
    byte[] onnx = resource("all-minilm-l6-v2-q.onnx");
    byte[] tokenizer = resource("all-minilm-l6-v2-q-tokenizer.json");
    switch (number % 4) {
      case 0 -> tokenizer = HostileText.mutate(tokenizer, random);
      case 1 -> onnx = HostileText.mutate(onnx, random);
      case 2 -> {
        String config =
            "{\"max_seq_length\": 128, \"do_lower_case\": true, \"max_position_embeddings\""
                + ": 512, \"pooling_mode_cls_token\": true, \"model_max_length\": 512}";
        Files.createDirectory(model.resolve("1_Pooling"));
        for (String file :
            List.of(
                "config.json",
                "tokenizer_config.json",
                "sentence_bert_config.json",
                "1_Pooling/config.json",
                "modules.json")) {
          Files.write(model.resolve(file), bytes(HostileText.mutate(config, random)));
        }
      }
      default -> {
        onnx = random.nextBoolean() ? new byte[0] : bytes(HostileText.string(random));
        tokenizer = random.nextBoolean() ? tokenizer : bytes(nested("[", "", "]", 100_000));
      }
    }
    Files.write(model.resolve("model.onnx"), onnx);
    Files.write(model.resolve("tokenizer.json"), tokenizer);
    Path text = model.resolveSibling("text.txt");
    Files.writeString(text, "A text about umbrellas.");
    CommandWorker.Result added =
        bench.run(LIMIT, "add", text.toString(), "-c", "model", "--model", model.toString());
    Bench.judge(added, "", ANY, wrong);
    Bench.judge(bench.run(LIMIT, "clear", "-c", "model", "--yes"), "", Set.of(0, 1), wrong);
    if (!wrong.isEmpty()) {
      wrong.add("changed: " + List.of("tokenizer", "onnx", "config", "all").get(number % 4));
    }
    return ended(added);
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream stream = HostileInputs.class.getClassLoader().getResourceAsStream(name)) {
      return stream.readAllBytes();
    }
  }
}
