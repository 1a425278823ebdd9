package dev.ragged.eval;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Python package LEANN with its graph and its own embedding server, which recomputes on every
 * hop. It embeds by PyTorch in float32, so that its vectors are near ragged's and not the same.
 */
public final class PythonLeann implements Contender {
  /** The least of the complexities it is measured with elsewhere; its default of 64 costs more. */
  private static final int COMPLEXITY = 16;

  /** Each embeds some hundred passages. */
  private static final int QUESTIONS = 3;

  private static final String NOT_ITS = "not its own";

  private final List<String> command;
  private final Path model;
  private final Path folder;
  private final Memory memory = new Memory();
  private LeannInPython process;
  private String version;

  /**
   * Prepares; the package is what {@code ci/bench-upstream.sh} installs.
   *
   * @param home the project's folder
   * @param folder of its own
   * @throws RaggedException if the package is not there
   */
  public PythonLeann(Path home, Path folder) {
    Path installed = home.resolve("target/bench/upstream");
    model = installed.resolve("all-MiniLM-L6-v2");
    Path script = home.resolve("ci/bench_upstream.py");
    if (!Files.exists(installed.resolve("venv/complete"))
        || !Files.isDirectory(model)
        || !Files.exists(script)) {
      throw new RaggedException(
          "It is not installed; ci/bench-upstream.sh of the sources does that.");
    }
    command = List.of(installed.resolve("venv/bin/python").toString(), script.toString());
    this.folder = folder;
  }

  @Override
  public String name() {
    return "Python LEANN HNSW, complexity " + COMPLEXITY;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public boolean embeds() {
    return true;
  }

  @Override
  public int mostQuestions() {
    return QUESTIONS;
  }

  /** The seconds have the start of Python and PyTorch in them. */
  @Override
  public double index(List<String> passages, List<float[]> vectors) throws IOException {
    memory.begin();
    long start = System.nanoTime();
    process = new LeannInPython(command, folder, model, passages, passages.subList(0, 1));
    version = process.versions();
    memory.started();
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public List<Variant> variants() {
    return List.of(new Variant(name(), this::ask));
  }

  /** It embeds the question itself, too; what of its time that takes cannot be seen from here. */
  private Found ask(Asked question, int k) throws IOException {
    try {
      Answer answer = process.ask(question.text(), k, COMPLEXITY);
      return new Found(
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
    Map<String, Long> bytes = new LinkedHashMap<>(FolderBytes.of(folder, PythonLeann::kind));
    bytes.remove(NOT_ITS);
    return new Footprint(bytes, used.bytes(), used.kind());
  }

  private static String kind(Path file) {
    String name = file.getFileName().toString();
    if (name.equals("given.json") || name.endsWith(".log")) {
      return NOT_ITS;
    }
    return name.endsWith(".index")
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
