package dev.ragged.peers;

import dev.ragged.eval.Contender;
import dev.ragged.eval.FolderBytes;
import dev.ragged.eval.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Python package LEANN. Its index is built from the given vectors. Its own server embeds
 * questions, and passages where it recomputes, with PyTorch in float32.
 */
final class PythonLeannContender implements Contender {
  /** For an index that recomputes: each answer embeds up to a thousand passages. */
  private static final int MAX_RECOMPUTED_QUESTIONS = 3;

  /** For DiskANN, which takes a third of a second. It ranks the same vectors as HNSW does. */
  private static final int MAX_DISKANN_QUESTIONS = 1_000;

  /** Complexities to try, the least first. */
  private static final List<Integer> COMPLEXITIES = List.of(8, 16, 32, 64, 128, 256, 512);

  /** The same where one question takes a minute or more. */
  private static final List<Integer> FEW_COMPLEXITIES = List.of(16, 64, 128);

  private static final String NOT_INDEX = "not index";

  private final PythonLeann python;
  private final Path folder;
  private final PythonLeannProcess.Index kind;
  private final Memory memory = new Memory();
  private PythonLeannProcess process;
  private String version;

  /**
   * Creates a contender; starts nothing yet.
   *
   * @param folder for its index alone
   */
  PythonLeannContender(PythonLeann python, Path folder, PythonLeannProcess.Index kind) {
    this.python = python;
    this.folder = folder;
    this.kind = kind;
  }

  @Override
  public String name() {
    return "Python LEANN " + kind.title();
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public int maxQuestions() {
    return switch (kind) {
      case HNSW, DISKANN -> MAX_RECOMPUTED_QUESTIONS;
      case HNSW_VECTORS -> Integer.MAX_VALUE;
      case DISKANN_VECTORS -> MAX_DISKANN_QUESTIONS;
    };
  }

  @Override
  public double index(List<String> passages, List<float[]> vectors) throws IOException {
    memory.begin();
    process =
        new PythonLeannProcess(python, folder, kind, passages, vectors, passages.subList(0, 1));
    version = process.versions();
    memory.started();
    return process.seconds();
  }

  @Override
  public List<Variant> variants() {
    return List.of(
        new Variant(name(), (query, k) -> search(query, k, process.defaultComplexity())));
  }

  @Override
  public List<Variant> efforts() {
    boolean slow = maxQuestions() == MAX_RECOMPUTED_QUESTIONS;
    return (slow ? FEW_COMPLEXITIES : COMPLEXITIES)
        .stream()
            .map(n -> new Variant("complexity " + n, (query, k) -> search(query, k, n)))
            .toList();
  }

  /** The package embeds the question in float32. */
  @Override
  public float[] questionVector(Query query) throws IOException {
    return process.embed(query.text());
  }

  /** The process embeds the question itself, and does not report the time separately. */
  private Answer search(Query query, int k, int complexity) throws IOException {
    try {
      PythonLeannProcess.Answer answer = process.ask(query.text(), k, complexity);
      return new Answer(
          answer.ids().stream().map(Integer::valueOf).toList(),
          answer.recomputed(),
          Double.NaN,
          Double.NaN,
          Double.NaN,
          answer.millis());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public Footprint finish() throws IOException {
    Memory.Used used = memory.end();
    close();
    Map<String, Long> bytes =
        new LinkedHashMap<>(FolderBytes.of(folder, PythonLeannContender::kind));
    bytes.remove(NOT_INDEX);
    return new Footprint(bytes, used.bytes(), used.kind());
  }

  private static String kind(Path file) {
    String name = file.getFileName().toString();
    if (name.startsWith(PythonLeannProcess.INPUT_PREFIX)
        || name.endsWith(".log")
        || name.endsWith(".py")) {
      return NOT_INDEX;
    }
    return name.endsWith(".index") || name.endsWith(".bin")
        ? "vectors"
        : name.endsWith(".jsonl")
            ? "text"
            : name.endsWith(".idx") || name.endsWith(".ids.txt") ? "ids_metadata" : "other";
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }
}
