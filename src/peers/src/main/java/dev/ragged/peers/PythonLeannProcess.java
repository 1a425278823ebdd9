package dev.ragged.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ragged.eval.VectorFile;
import dev.ragged.spi.DataFolders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Python package LEANN in a separate process, with one index. */
public final class PythonLeannProcess implements AutoCloseable {
  /** The kind of index. */
  public enum Index {
    /**
     * The package's default: a graph without vectors; a search re-embeds the passages it visits.
     */
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
  }

  /**
   * The result and cost of one question.
   *
   * @param millis time from question to passages
   * @param recomputed number of passages embedded
   * @param ids best first
   */
  public record Answer(double millis, int recomputed, List<String> ids) {}

  /** File name prefix of the input, to tell it from what the package writes. */
  static final String INPUT_PREFIX = "given.";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final ScriptProcess process;

  /**
   * Builds an index in a folder and gets ready to answer; passage ids are their positions.
   *
   * @param vectors of the passages; null to let it embed them, which takes most of the time
   * @param sample texts to embed for {@link #sample}
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
    DataFolders.create(folder);
    Path input = folder.resolve(INPUT_PREFIX + "json");
    JSON.writeValue(input.toFile(), Map.of("passages", passages, "sample", sample));
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of(input.toString(), python.model().toString(), index().toString()));
    arguments.addAll(List.of(kind.backend, kind.recomputes ? "recompute" : "keep"));
    if (vectors != null) {
      Path file = folder.resolve(INPUT_PREFIX + "vectors");
      new VectorFile(0, vectors).write(file);
      String dimension = Integer.toString(vectors.get(0).length);
      arguments.addAll(List.of(file.toString(), Integer.toString(VectorFile.HEADER), dimension));
    }
    process =
        new ScriptProcess(
            "LEANN in Python",
            List.of(python.python().toString()),
            "leann_in_python.py",
            arguments,
            folder);
  }

  /** The index's path as the package expects it. */
  public Path index() {
    return folder.resolve("passages.leann");
  }

  /** The packages and their versions. */
  public String versions() {
    List<String> versions = new ArrayList<>();
    process
        .ready()
        .get("versions")
        .properties()
        .forEach(e -> versions.add(e.getKey() + " " + e.getValue().asText()));
    return String.join(", ", versions);
  }

  /** How long building the index took, including embedding if it embedded the passages. */
  public double seconds() {
    return process.ready().get("seconds").asDouble();
  }

  /** The package's default complexity. */
  public int defaultComplexity() {
    return process.ready().get("complexity").asInt();
  }

  /** The sample's vectors as the package embeds them. */
  public List<float[]> sample() {
    return JSON.convertValue(
        process.ready().get("sample"),
        JSON.getTypeFactory().constructCollectionType(List.class, float[].class));
  }

  /** The vector of a question as the package makes it. */
  public float[] embed(String question) throws IOException {
    return JSON.convertValue(process.ask(Map.of("embed", question)).get("vector"), float[].class);
  }

  /** Asks a question; the complexity is how many candidates the search keeps. */
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

  /** Stops the program and the embedding server that it started. */
  @Override
  public void close() {
    process.close();
  }
}
