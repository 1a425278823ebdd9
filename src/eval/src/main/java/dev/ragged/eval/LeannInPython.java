package dev.ragged.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Python package LEANN in a process of its own: {@code ci/bench_upstream.py}. */
final class LeannInPython implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final PythonProcess process;

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
    Files.createDirectories(folder);
    Path given = folder.resolve("given.json");
    JSON.writeValue(given.toFile(), Map.of("passages", passages, "sample", sample));
    List<String> line = new ArrayList<>(command);
    line.addAll(List.of(given.toString(), model.toString(), index().toString()));
    process = new PythonProcess("LEANN in Python", line, folder.resolve("python.log"));
  }

  /** As Python names it. */
  Path index() {
    return folder.resolve("passages.leann");
  }

  /** The packages and their versions. */
  String versions() {
    List<String> versions = new ArrayList<>();
    process
        .ready()
        .get("versions")
        .fields()
        .forEachRemaining(e -> versions.add(e.getKey() + " " + e.getValue().asText()));
    return String.join(", ", versions);
  }

  /** What it is asked with where nobody says otherwise. */
  int defaultComplexity() {
    return process.ready().get("complexity").asInt();
  }

  List<float[]> sample() {
    return JSON.convertValue(
        process.ready().get("sample"),
        JSON.getTypeFactory().constructCollectionType(List.class, float[].class));
  }

  Answer ask(String question, int k, int complexity) {
    try {
      JsonNode answer = process.ask(Map.of("question", question, "k", k, "complexity", complexity));
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
  public void close() {
    process.close();
  }
}
