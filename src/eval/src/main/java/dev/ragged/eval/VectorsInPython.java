package dev.ragged.eval;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A library that searches vectors, in a Python process of its own. It keeps no texts: who takes it
 * keeps them elsewhere, and what that costs is not counted.
 */
public final class VectorsInPython implements Contender {

  /** Which. */
  public enum Kind {
    FAISS_FLAT("faiss flat", "faiss", List.of("numpy==2.2.6", "faiss-cpu==1.15.1")),
    FAISS_HNSW("faiss HNSW", "faiss", List.of("numpy==2.2.6", "faiss-cpu==1.15.1")),
    HNSWLIB("hnswlib", "hnswlib", List.of("numpy==2.2.6", "hnswlib==0.8.0"));

    private final String title;
    private final String environment;
    private final List<String> packages;

    Kind(String title, String environment, List<String> packages) {
      this.title = title;
      this.environment = environment;
      this.packages = packages;
    }

    /** The name of the environment that it runs in. */
    public String environment() {
      return environment;
    }

    /** What that needs, for pip. */
    public List<String> packages() {
      return packages;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private final Kind kind;
  private final Path python;
  private final Path folder;
  private final int candidates;
  private final Memory memory = new Memory();
  private PythonProcess process;

  /**
   * Prepares.
   *
   * @param python that has the {@link Kind#packages}
   * @param folder of its own
   * @param candidates that a search of a graph collects
   */
  public VectorsInPython(Kind kind, Path python, Path folder, int candidates) {
    this.kind = kind;
    this.python = python;
    this.folder = folder;
    this.candidates = candidates;
  }

  @Override
  public String name() {
    return kind.title;
  }

  @Override
  public String version() {
    return process.ready().path("version").asText();
  }

  private Path index() {
    return folder.resolve("index");
  }

  @Override
  public double index(List<String> passages, List<float[]> vectors) throws IOException {
    Path file = folder.resolve("given.vectors");
    new VectorFile(0, vectors).write(file);
    Path script = folder.resolve("vectors_in_python.py");
    try (InputStream in = VectorsInPython.class.getResourceAsStream("vectors_in_python.py")) {
      Files.write(script, in.readAllBytes());
    }
    memory.begin();
    process =
        new PythonProcess(
            name(),
            List.of(
                python.toString(),
                script.toString(),
                kind.toString(),
                file.toString(),
                Integer.toString(VectorFile.HEADER),
                Integer.toString(vectors.get(0).length),
                Integer.toString(vectors.size()),
                Integer.toString(candidates),
                index().toString()),
            folder.resolve("python.log"));
    memory.started();
    return process.ready().path("seconds").asDouble();
  }

  @Override
  public List<Variant> variants() {
    return List.of(new Variant(name(), this::ask));
  }

  private Found ask(Asked question, int k) throws IOException {
    JsonNode answer = process.ask(Map.of("vector", question.vector(), "k", k));
    List<Integer> ids = new ArrayList<>();
    answer.path("ids").forEach(id -> ids.add(id.asInt()));
    return Found.byVector(question, ids, answer.path("ms").asDouble());
  }

  @Override
  public Footprint finish() throws IOException {
    Memory.Used used = memory.end();
    close();
    return new Footprint(Map.of("vectors", Files.size(index())), used.bytes(), used.kind());
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }
}
