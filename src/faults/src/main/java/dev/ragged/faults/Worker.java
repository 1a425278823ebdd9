package dev.ragged.faults;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A JVM beside this one that answers requests one after the other. It may crash, hang or run out of
 * memory; the next request then gets a new one.
 */
final class Worker implements AutoCloseable {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final int FRAMES = 14;

  /** No answer came. The message says how the process ended, or where it hung. */
  static final class NoAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswerException(String message) {
      super(message);
    }
  }

  /** Answers requests, in the worker. */
  interface Service {
    Object answer(String[] request) throws Exception;
  }

  private final Class<?> main;
  private final Path folder;
  private final List<String> options;
  private Process process;
  private BlockingQueue<Optional<String>> lines;

  /**
   * @param main has a {@code main} that calls {@link #serve}
   * @param folder its working directory
   * @param options for the JVM
   */
  Worker(Class<?> main, Path folder, String... options) {
    this.main = main;
    this.folder = folder;
    this.options = List.of(options);
  }

  /** Serves requests until standard input ends. */
  static void serve(Service service) throws Exception {
    // Nobody would read the answers of an orphan.
    ProcessHandle.current()
        .parent()
        .ifPresent(parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
    PrintStream answers = System.out;
    System.setOut(System.err);
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      Object answer = service.answer(JSON.readValue(line, String[].class));
      answers.println(JSON.writeValueAsString(answer));
      answers.flush();
    }
    System.exit(0);
  }

  /** Sends a request and waits for the answer. */
  <T> T ask(Duration limit, Class<T> type, String... request)
      throws IOException, InterruptedException, NoAnswerException {
    if (process == null) {
      start();
    }
    OutputStream in = process.getOutputStream();
    Optional<String> line = Optional.empty();
    try {
      in.write((JSON.writeValueAsString(request) + "\n").getBytes(StandardCharsets.US_ASCII));
      in.flush();
      line = lines.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      // It has died; how is found out below.
    }
    if (line == null) {
      String where = stack();
      close();
      throw new NoAnswerException("no answer after " + limit.toSeconds() + " s; " + where);
    }
    if (line.isEmpty()) {
      String how = "the process ended with status " + process.waitFor() + "; " + lastWords();
      close();
      throw new NoAnswerException(how);
    }
    return JSON.readValue(line.get(), type);
  }

  private Path log() {
    return folder.resolve(main.getSimpleName() + ".log");
  }

  private void start() throws IOException {
    Files.createDirectories(folder);
    Process started = java(main, folder, options).redirectError(log().toFile()).start();
    BlockingQueue<Optional<String>> queue = new LinkedBlockingQueue<>();
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader out = started.inputReader(StandardCharsets.US_ASCII)) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                  queue.add(Optional.of(line));
                }
              } catch (IOException e) {
                // It was ended.
              }
              queue.add(Optional.empty());
            });
    reader.setDaemon(true);
    reader.start();
    process = started;
    lines = queue;
  }

  /** A JVM like this one, with another main class. */
  static ProcessBuilder java(Class<?> main, Path folder, List<String> options, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:+DisplayVMOutputToStderr",
            "-XX:ErrorFile=" + folder.resolve("hs_err.txt"),
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=off"));
    command.addAll(options);
    command.addAll(List.of("-cp", absoluteClassPath(), main.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder;
  }

  private static String absoluteClassPath() {
    String separator = System.getProperty("path.separator");
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(separator)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(separator, entries);
  }

  /** Where the main thread is. */
  private String stack() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start().waitFor();
    Thread.sleep(500);
    List<String> frames =
        Files.readString(log(), StandardCharsets.ISO_8859_1)
            .lines()
            .dropWhile(line -> !line.startsWith("\"main\""))
            .skip(2)
            .takeWhile(line -> !line.isBlank())
            .map(String::strip)
            .filter(line -> line.startsWith("at "))
            .limit(FRAMES)
            .toList();
    return String.join(" ", frames);
  }

  /** What it wrote last. */
  private String lastWords() throws IOException {
    List<String> said = Files.readString(log(), StandardCharsets.ISO_8859_1).lines().toList();
    List<String> crash =
        said.stream().filter(line -> line.startsWith("# C ") || line.contains("SIG")).toList();
    return String.join(
        " ", crash.isEmpty() ? said.subList(Math.max(0, said.size() - 3), said.size()) : crash);
  }

  /** Ends the process; the next request starts another. */
  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
      process = null;
    }
  }
}
