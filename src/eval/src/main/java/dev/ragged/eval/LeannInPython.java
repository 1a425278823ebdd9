package dev.ragged.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Python package LEANN in a process of its own: {@code ci/bench_upstream.py}. */
final class LeannInPython implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Path log;
  private final Process process;
  private final BufferedWriter questions;
  private final BufferedReader answers;
  private final JsonNode built;

  /**
   * Builds an index in a folder and gets ready to answer, which takes as long as embedding all
   * passages; their ids are their numbers.
   *
   * @param command the program without its arguments
   * @param sample texts whose vectors Python is to tell
   */
  LeannInPython(
      List<String> command, Path folder, Path model, List<String> passages, List<String> sample)
      throws IOException {
    this.folder = folder;
    log = folder.resolve("python.log");
    Files.createDirectories(folder);
    Path given = folder.resolve("given.json");
    JSON.writeValue(given.toFile(), Map.of("passages", passages, "sample", sample));
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of(given.toString(), model.toString(), index().toString()));
    process = new ProcessBuilder(line).redirectError(log.toFile()).start();
    questions = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
    built = next();
  }

  private JsonNode next() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("LEANN in Python has ended; " + log + " says why.");
    }
    return JSON.readTree(line);
  }

  /** As Python names it. */
  Path index() {
    return folder.resolve("passages.leann");
  }

  /** The packages and their versions. */
  String versions() {
    List<String> versions = new ArrayList<>();
    built
        .get("versions")
        .fields()
        .forEachRemaining(e -> versions.add(e.getKey() + " " + e.getValue().asText()));
    return String.join(", ", versions);
  }

  List<float[]> sample() {
    return JSON.convertValue(
        built.get("sample"),
        JSON.getTypeFactory().constructCollectionType(List.class, float[].class));
  }

  Answer ask(String question, int k, int complexity) {
    try {
      questions.write(
          JSON.writeValueAsString(Map.of("question", question, "k", k, "complexity", complexity)));
      questions.newLine();
      questions.flush();
      JsonNode answer = next();
      List<String> ids = new ArrayList<>();
      answer.get("ids").forEach(id -> ids.add(id.asText()));
      return new Answer(
          answer.get("ms").asDouble(), Double.NaN, answer.get("recomputed").asInt(), ids);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the program, and with it the embedding server that it started. */
  @Override
  public void close() throws IOException {
    questions.close();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
