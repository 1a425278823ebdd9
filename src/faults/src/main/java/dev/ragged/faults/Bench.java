package dev.ragged.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * A place to run commands on hostile inputs: a store with a sound collection, a folder that nobody
 * may touch or read, and a worker whose memory and time are limited.
 */
final class Bench implements AutoCloseable {
  static final String SOUND = "sound";

  /** Stands in the folder that nobody may read. */
  static final String SECRET = "canary-5d0c2e";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SOUND_PASSAGES = 6;

  private final Path folder;
  private final Worker worker;
  private final String canary;
  private final String contents;

  Bench(Path folder) throws Exception {
    this.folder = folder;
    this.worker = new Worker(CommandWorker.class, folder.resolve("cwd"), "-Xmx256m", "-Xss1m");
    Files.createDirectories(canaryFolder().resolve("inner"));
    Files.writeString(canaryFolder().resolve("secret.txt"), SECRET);
    Files.writeString(canaryFolder().resolve("inner").resolve("more.txt"), SECRET + " once more");
    canary = fingerprint();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < SOUND_PASSAGES; i++) {
      lines.append("{\"id\": \"s").append(i).append("\", \"text\": \"sound passage ");
      lines.append("about tea number ").append(i);
      lines.append("\", \"metadata\": {\"sound\": true, \"year\": ").append(1990 + i);
      lines.append(", \"tags\": [\"a\", \"b").append(i).append("\"]}}\n");
    }
    Path passages = folder.resolve("sound.jsonl");
    Files.writeString(passages, lines);
    mustRun(Duration.ofMinutes(2), "add", passages.toString(), "-c", SOUND);
    contents = sound();
  }

  Path data() {
    return folder.resolve("data");
  }

  Path canaryFolder() {
    return folder.resolve("canary");
  }

  /** A new, empty folder for inputs. */
  Path inputs() throws IOException, InterruptedException {
    removeInputs();
    return Files.createDirectories(folder.resolve("in"));
  }

  /** Some names Java cannot spell, so what made the files removes them. */
  private void removeInputs() throws IOException, InterruptedException {
    String remove = "chmod -R u+rwX \"$0\" 2>/dev/null; rm -rf \"$0\"";
    new ProcessBuilder("sh", "-c", remove, folder.resolve("in").toString()).start().waitFor();
  }

  /** Runs a command on this bench's store. */
  CommandWorker.Result run(Duration limit, String... args) throws Exception {
    return runIn(data(), limit, args);
  }

  /** Runs a command on another store. */
  CommandWorker.Result runIn(Path data, Duration limit, String... args) throws Exception {
    List<String> request = new ArrayList<>();
    request.add("RAGGED_DATA_DIR=" + data);
    request.add("RAGGED_CHROMA_COMMAND=" + folder.resolve("no-such-program"));
    request.add("PATH=");
    request.add(CommandWorker.ARGUMENTS);
    request.addAll(List.of(args));
    return worker.ask(limit, CommandWorker.Result.class, request.toArray(String[]::new));
  }

  /** Runs what cannot fail. */
  CommandWorker.Result mustRun(Duration limit, String... args) throws Exception {
    CommandWorker.Result result = run(limit, args);
    if (result.status() != 0) {
      throw new IllegalStateException(String.join(" ", args) + " failed: " + result);
    }
    return result;
  }

  static JsonNode json(CommandWorker.Result result) throws IOException {
    return JSON.readTree(result.out());
  }

  /**
   * Adds what is wrong with the result of a command, whatever its input was.
   *
   * @param input what messages may quote
   */
  static void judge(
      CommandWorker.Result result, String input, Set<Integer> statuses, List<String> wrong) {
    if (result.threw() != null) {
      wrong.add("threw " + result.threw().lines().limit(8).toList());
      return;
    }
    if (!statuses.contains(result.status())) {
      wrong.add("exit status " + result.status() + ": " + cut(result.err()));
    }
    List<String> said = result.err().lines().filter(l -> l.startsWith("ragged: ")).toList();
    // A check says what is wrong in its answer.
    if (result.status() != 0 && said.isEmpty() && result.out().isBlank()) {
      wrong.add("exit status " + result.status() + " without a word: " + cut(result.err()));
    }
    for (String line : said) {
      String unclear = Sentences.unclear(line, input);
      if (unclear != null) {
        wrong.add(cut(unclear));
      }
    }
    if (result.err().contains("\n\tat ")) {
      wrong.add("a stack trace: " + cut(result.err()));
    }
    String control = Sentences.control(result.err(), true);
    if (control != null) {
      wrong.add("on standard error " + control);
    }
    if ((result.out() + result.err()).contains(SECRET)) {
      wrong.add("what is in a file that nobody named was read");
    }
  }

  static String cut(String text) {
    return text.length() > 500 ? text.substring(0, 500) + "..." : text;
  }

  /** Adds what has changed that must not. */
  void judgeSurroundings(List<String> wrong) throws Exception {
    if (!fingerprint().equals(canary)) {
      wrong.add("a folder that nobody named was changed: " + fingerprint());
    }
    String now = sound();
    if (!now.equals(contents)) {
      wrong.add("the sound collection was changed: " + cut(now));
    }
  }

  /** Adds what an export prints other than it should. */
  void judgeSame(String collection, String expected, List<String> wrong) throws Exception {
    CommandWorker.Result result = run(Duration.ofMinutes(1), "export", "-c", collection);
    if (!result.out().equals(expected)) {
      wrong.add(collection + " holds something else: " + cut(result.out() + result.err()));
    }
  }

  private String sound() throws Exception {
    CommandWorker.Result result =
        run(
            Duration.ofMinutes(1),
            "get",
            "-c",
            SOUND,
            "--where",
            "{\"sound\": true}",
            "--limit",
            "100",
            "--json");
    return result.status() == 0 ? result.out() : result.err();
  }

  private String fingerprint() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path path : Folder.paths(canaryFolder())) {
      all.append(path.getFileName()).append(' ').append(Files.getLastModifiedTime(path));
      if (Files.isRegularFile(path)) {
        CRC32 crc = new CRC32();
        crc.update(Files.readAllBytes(path));
        all.append(' ').append(HexFormat.of().toHexDigits(crc.getValue()));
      }
      all.append('\n');
    }
    return all.toString();
  }

  @Override
  public void close() throws IOException {
    worker.close();
    try {
      removeInputs();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
