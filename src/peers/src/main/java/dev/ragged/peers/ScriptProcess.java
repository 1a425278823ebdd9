package dev.ragged.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ragged.eval.Program;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs a script from the resources, in Python or Java. It writes a line of JSON when it is ready,
 * then answers each line of JSON with another.
 */
final class ScriptProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Path log;
  private final Process process;
  private final BufferedWriter questions;
  private final BufferedReader answers;
  private final JsonNode ready;

  /**
   * Starts the script and waits until it is ready.
   *
   * @param name for error messages
   * @param interpreter the command that runs a script
   * @param script name of the resource
   * @param folder for the script and its other output, {@code script.log}
   */
  ScriptProcess(
      String name, List<String> interpreter, String script, List<String> arguments, Path folder)
      throws IOException {
    this.name = name;
    this.log = folder.resolve("script.log");
    Path file = folder.resolve(script);
    try (InputStream in = ScriptProcess.class.getResourceAsStream(script)) {
      Files.write(file, in.readAllBytes());
    }
    List<String> command = new ArrayList<>(interpreter);
    command.add(file.toString());
    command.addAll(arguments);
    process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    questions = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
    try {
      ready = next();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private JsonNode next() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException(name + " exited: " + Program.lastLine(log));
    }
    return JSON.readTree(line);
  }

  /** The line it wrote when it was ready. */
  JsonNode ready() {
    return ready;
  }

  JsonNode ask(Map<String, Object> question) throws IOException {
    questions.write(JSON.writeValueAsString(question));
    questions.newLine();
    questions.flush();
    return next();
  }

  /** Closes its input, which makes it stop along with everything it started. */
  @Override
  public void close() {
    try {
      questions.close();
    } catch (IOException e) {
      // It has already exited.
    }
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
