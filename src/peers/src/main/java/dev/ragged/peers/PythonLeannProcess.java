package dev.ragged.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ragged.eval.VectorFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Python package LEANN in a process of its own, with one index. */
public final class PythonLeannProcess implements AutoCloseable {
  /** What it builds. */
  public enum Index {
    /** Its default: a graph without vectors, walked by passages that it embeds again. */
    HNSW("HNSW", "hnsw", true),
    HNSW_VECTORS("HNSW, vectors kept", "hnsw", false),
    DISKANN("DiskANN", "diskann", true),
    DISKANN_VECTORS("DiskANN, vectors kept", "diskann", false);

    private final String title;
    private final String backend;
    private final boolean recomputes;

    Index(String title, String backend, boolean recomputes) {
      this.title = title;
      this.backend = backend;
      this.recomputes = recomputes;
    }

    String title() {
      return title;
    }

    /** Whether an answer embeds passages again. */
    boolean recomputes() {
      return recomputes;
    }
  }

  /**
   * What one question cost and found.
   *
   * @param millis from question to passages
   * @param recomputed passages embedded
   * @param ids best first
   */
  public record Answer(double millis, int recomputed, List<String> ids) {}

  /** What the names of the files start with that it is given, beside those that it makes. */
  static final String GIVEN = "given.";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final PythonProcess process;

  /**
   * Builds an index in a folder and gets ready to answer; the passages' ids are their numbers.
   *
   * @param vectors the passages'; null if it shall embed them, which takes most of the time then
   * @param sample texts whose vectors Python is to tell
   */
  public PythonLeannProcess(
      PythonLeann python,
      Path folder,
      Index kind,
      List<String> passages,
      List<float[]> vectors,
      List<String> sample)
      throws IOException {
    this.folder = folder;
    Files.createDirectories(folder);
    Path given = folder.resolve(GIVEN + "json");
    JSON.writeValue(given.toFile(), Map.of("passages", passages, "sample", sample));
    List<String> line = new ArrayList<>();
    line.addAll(List.of(given.toString(), python.model().toString(), index().toString()));
    line.addAll(List.of(kind.backend, kind.recomputes ? "recompute" : "keep"));
    if (vectors != null) {
      Path file = folder.resolve(GIVEN + "vectors");
      new VectorFile(0, vectors).write(file);
      String dimension = Integer.toString(vectors.get(0).length);
      line.addAll(List.of(file.toString(), Integer.toString(VectorFile.HEADER), dimension));
    }
    process =
        new PythonProcess("LEANN in Python", python.python(), "leann_in_python.py", line, folder);
  }

  /** As Python names it. */
  public Path index() {
    return folder.resolve("passages.leann");
  }

  /** The packages and their versions. */
  public String versions() {
    List<String> versions = new ArrayList<>();
    process
        .ready()
        .get("versions")
        .fields()
        .forEachRemaining(e -> versions.add(e.getKey() + " " + e.getValue().asText()));
    return String.join(", ", versions);
  }

  /** What building the index took, with embedding the passages where it did that. */
  public double seconds() {
    return process.ready().get("seconds").asDouble();
  }

  /** What it is asked with where nobody says otherwise. */
  public int defaultComplexity() {
    return process.ready().get("complexity").asInt();
  }

  /** The vectors of the sample. */
  public List<float[]> sample() {
    return JSON.convertValue(
        process.ready().get("sample"),
        JSON.getTypeFactory().constructCollectionType(List.class, float[].class));
  }

  /** Asks; the complexity is how many candidates its search keeps. */
  public Answer ask(String question, int k, int complexity) {
    try {
      JsonNode answer = process.ask(Map.of("question", question, "k", k, "complexity", complexity));
      List<String> ids = new ArrayList<>();
      answer.get("ids").forEach(id -> ids.add(id.asText()));
      return new Answer(answer.get("ms").asDouble(), answer.get("recomputed").asInt(), ids);
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
