package dev.ragged.eval;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Python package LEANN, at its default complexity. Its index is made of the given vectors;
 * questions, and passages where it recomputes, are embedded by its own server, by PyTorch in
 * float32.
 */
public final class PythonLeann implements Contender {
  /** For an index that recomputes: an answer embeds up to a thousand passages. */
  private static final int FEW_QUESTIONS = 3;

  private static final String NOT_ITS = "not its own";

  private final List<String> command;
  private final Path model;
  private final Path folder;
  private final LeannInPython.Index kind;
  private final Memory memory = new Memory();
  private LeannInPython process;
  private String version;

  private PythonLeann(List<String> command, Path model, Path folder, LeannInPython.Index kind) {
    this.command = command;
    this.model = model;
    this.folder = folder;
    this.kind = kind;
  }

  /**
   * Its two backends, each recomputing and with the vectors kept. The package is what {@code
   * ci/bench-upstream.sh} installs.
   *
   * @param home the project's folder
   * @param folder of their own
   * @throws RaggedException if the package is not there
   */
  public static List<Contender> all(Path home, Path folder) {
    Path installed = home.resolve("target/bench/upstream");
    Path model = installed.resolve("all-MiniLM-L6-v2");
    Path script = home.resolve("ci/bench_upstream.py");
    if (!Files.exists(installed.resolve("venv/complete"))
        || !Files.isDirectory(model)
        || !Files.exists(script)) {
      throw new RaggedException(
          "It is not installed; ci/bench-upstream.sh of the sources does that.");
    }
    List<String> command =
        List.of(installed.resolve("venv/bin/python").toString(), script.toString());
    return Arrays.stream(LeannInPython.Index.values())
        .<Contender>map(
            kind -> new PythonLeann(command, model, folder.resolve(kind.toString()), kind))
        .toList();
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
  public int mostQuestions() {
    return kind.recomputes() ? FEW_QUESTIONS : Integer.MAX_VALUE;
  }

  @Override
  public double index(List<String> passages, List<float[]> vectors) throws IOException {
    memory.begin();
    process =
        new LeannInPython(command, folder, model, kind, passages, vectors, passages.subList(0, 1));
    version = process.versions();
    memory.started();
    return process.seconds();
  }

  @Override
  public List<Variant> variants() {
    return List.of(new Variant(name(), this::ask));
  }

  /** It embeds the question itself, too; what of its time that takes cannot be seen from here. */
  private Found ask(Asked question, int k) throws IOException {
    try {
      Answer answer = process.ask(question.text(), k, process.defaultComplexity());
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
    if (name.startsWith(LeannInPython.GIVEN) || name.endsWith(".log")) {
      return NOT_ITS;
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
