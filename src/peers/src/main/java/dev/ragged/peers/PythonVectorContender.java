package dev.ragged.peers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ragged.eval.Contender;
import dev.ragged.eval.Memory;
import dev.ragged.eval.PeerContext;
import dev.ragged.eval.VectorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A vector search library in a separate Python process. It stores no texts, and the cost of storing
 * them elsewhere is not counted.
 */
final class PythonVectorContender implements Contender {

  /** The library and its index type. */
  enum Kind {
    FAISS_FLAT("faiss flat"),
    FAISS_HNSW("faiss HNSW"),
    HNSWLIB("hnswlib");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  private static final Duration TIMEOUT = Duration.ofMinutes(8);

  private final Kind kind;
  private final Path python;
  private final Path folder;
  private final int candidates;
  private final Memory memory = new Memory();
  private PythonProcess process;

  /**
   * Creates a contender; starts nothing yet.
   *
   * @param python an interpreter that can import the library
   * @param folder for its index alone
   * @param candidates how many a graph search collects
   */
  PythonVectorContender(Kind kind, Path python, Path folder, int candidates) {
    this.kind = kind;
    this.python = python;
    this.folder = folder;
    this.candidates = candidates;
  }

  /**
   * The contenders of one library, which is installed if missing.
   *
   * @param environment the library's name in {@code src/python}
   */
  static List<Contender> contenders(String environment, PeerContext context, Kind... kinds) {
    PythonEnvironment python =
        new PythonEnvironment(context.work().resolve("peers").resolve(environment), context.env());
    python.install(TIMEOUT, environment);
    return Stream.of(kinds)
        .<Contender>map(
            kind ->
                new PythonVectorContender(
                    kind,
                    python.program("python"),
                    context.scratch().resolve(kind.toString()),
                    context.candidates()))
        .toList();
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
    memory.begin();
    process =
        new PythonProcess(
            name(),
            python,
            "vectors_in_python.py",
            List.of(
                kind.toString(),
                file.toString(),
                Integer.toString(VectorFile.HEADER),
                Integer.toString(vectors.get(0).length),
                Integer.toString(vectors.size()),
                Integer.toString(candidates),
                index().toString()),
            folder);
    memory.started();
    return process.ready().path("seconds").asDouble();
  }

  @Override
  public List<Variant> variants() {
    return List.of(new Variant(name(), this::search));
  }

  private Answer search(Query query, int k) throws IOException {
    JsonNode answer = process.ask(Map.of("vector", query.vector(), "k", k));
    List<Integer> ids = new ArrayList<>();
    answer.path("ids").forEach(id -> ids.add(id.asInt()));
    return Answer.byVector(query, ids, answer.path("ms").asDouble());
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
