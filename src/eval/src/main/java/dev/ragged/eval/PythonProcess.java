package dev.ragged.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A program that answers lines of JSON with lines of JSON, after a first one once it is ready. */
final class PythonProcess implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Path log;
  private final Process process;
  private final BufferedWriter questions;
  private final BufferedReader answers;
  private final JsonNode ready;

  /**
   * Starts it and waits until it is ready.
   *
   * @param name for errors
   * @param log takes what else it says
   */
  PythonProcess(String name, List<String> command, Path log) throws IOException {
    this.name = name;
    this.log = log;
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
      throw new IOException(name + " has ended: " + Program.lastLine(log));
    }
    return JSON.readTree(line);
  }

  /** What it said once it was ready. */
  JsonNode ready() {
    return ready;
  }

  JsonNode ask(Map<String, Object> question) throws IOException {
    questions.write(JSON.writeValueAsString(question));
    questions.newLine();
    questions.flush();
    return next();
  }

  /** The end of its input ends it, and with it what it has started itself. */
  @Override
  public void close() {
    try {
      questions.close();
    } catch (IOException e) {
      // It is gone already.
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
