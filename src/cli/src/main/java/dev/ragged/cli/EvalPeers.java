package dev.ragged.cli;

import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import dev.ragged.eval.Contender;
import dev.ragged.eval.DataSet;
import dev.ragged.eval.LuceneContender;
import dev.ragged.eval.Progress;
import dev.ragged.eval.PythonEnvironment;
import dev.ragged.eval.PythonLeann;
import dev.ragged.eval.Report;
import dev.ragged.eval.VectorsInPython;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Puts ragged and its peers together; a peer that cannot be had here is absent, with the reason.
 */
final class EvalPeers {
  private static final String CHROMA_VERSION = "1.5.9";

  /** The default target, and what more and less cost. */
  private static final double[] RECALL_TARGETS = {0.9, 0.95, 0.99};

  /** What graphs collect for a question: enough to find what is near, for all the same. */
  private static final int CANDIDATES = 64;

  private final RaggedCommand ragged;
  private final Evaluating evaluating;
  private final Embedder model;
  private final DataSet data;
  private final Map<String, String> env;
  private final List<Contender> present = new ArrayList<>();
  private final List<Report.Absent> absent = new ArrayList<>();

  EvalPeers(RaggedCommand ragged, Evaluating evaluating, Embedder model, DataSet data) {
    this.ragged = ragged;
    this.evaluating = evaluating;
    this.model = model;
    this.data = data;
    this.env = ragged.terminal.env();
  }

  /** Installs what is missing; fails only without LEANN, which all are compared with. */
  Evaluating.Contenders of(Set<EvalPeer> wanted, Progress progress) {
    present.add(EvalStores.leann(ragged, evaluating, model, RECALL_TARGETS));
    for (EvalPeer peer : wanted) {
      progress.at("preparing " + peer, 0, 0);
      switch (peer) {
        case CHROMA -> add("Chroma", this::chroma);
        case LUCENE -> {
          for (LuceneContender.Kept kept : LuceneContender.Kept.values()) {
            Path folder = evaluating.scratch().resolve("lucene-" + kept);
            add("Lucene", () -> new LuceneContender(folder, kept, CANDIDATES));
          }
        }
        case FAISS -> {
          add("faiss", () -> inPython(VectorsInPython.Kind.FAISS_FLAT));
          add("faiss", () -> inPython(VectorsInPython.Kind.FAISS_HNSW));
        }
        case HNSWLIB -> add("hnswlib", () -> inPython(VectorsInPython.Kind.HNSWLIB));
        case LEANN_PYTHON ->
            add(
                "Python LEANN",
                () ->
                    new PythonLeann(
                        ragged.projectFolder(), evaluating.scratch().resolve("python-leann")));
      }
    }
    return new Evaluating.Contenders(present, absent);
  }

  private void add(String name, Supplier<Contender> contender) {
    try {
      present.add(contender.get());
    } catch (RaggedException e) {
      absent.add(new Report.Absent(name, e.getMessage()));
    }
  }

  private PythonEnvironment environment(String name) {
    return new PythonEnvironment(evaluating.work().resolve("peers").resolve(name), env);
  }

  private Contender chroma() {
    boolean known = ragged.stores().chromaCommand().isPresent();
    return EvalStores.chroma(
        ragged, evaluating, model, known ? null : environment("chroma").chroma(CHROMA_VERSION));
  }

  private Contender inPython(VectorsInPython.Kind kind) {
    PythonEnvironment python = environment(kind.environment());
    python.install(kind.packages());
    return new VectorsInPython(
        kind, python.python(), evaluating.scratch().resolve(kind.toString()), CANDIDATES);
  }
}
