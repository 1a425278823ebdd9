package dev.ragged.cli;

import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import dev.ragged.eval.Contender;
import dev.ragged.eval.DataSet;
import dev.ragged.eval.JVectorContender;
import dev.ragged.eval.LuceneContender;
import dev.ragged.eval.Progress;
import dev.ragged.eval.PythonEnvironment;
import dev.ragged.eval.PythonLeann;
import dev.ragged.eval.Report;
import dev.ragged.eval.VectorsInPython;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Puts ragged and its peers together; a peer that cannot be had here is absent, with the reason.
 */
final class EvalPeers {
  private static final String CHROMA_VERSION = "1.5.9";

  /** Tells on every run what this Java does not have; the version says it too. */
  private static final Logger JVECTOR = Logger.getLogger("io.github.jbellis.jvector");

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
        case CHROMA -> add("Chroma", () -> List.of(chroma()));
        case LUCENE -> add("Lucene", this::lucene);
        case JVECTOR -> add("JVector", () -> List.of(jvector()));
        case FAISS ->
            add(
                "faiss",
                () ->
                    List.of(
                        inPython(VectorsInPython.Kind.FAISS_FLAT),
                        inPython(VectorsInPython.Kind.FAISS_HNSW)));
        case HNSWLIB -> add("hnswlib", () -> List.of(inPython(VectorsInPython.Kind.HNSWLIB)));
        case LEANN_PYTHON -> add("Python LEANN", this::leannInPython);
      }
    }
    return new Evaluating.Contenders(present, absent);
  }

  private void add(String name, Supplier<List<Contender>> contenders) {
    try {
      present.addAll(contenders.get());
    } catch (RaggedException e) {
      absent.add(new Report.Absent(name, e.getMessage()));
    }
  }

  private PythonEnvironment environment(String name) {
    return new PythonEnvironment(evaluating.work().resolve("peers").resolve(name), env);
  }

  private List<Contender> lucene() {
    return Stream.of(LuceneContender.Kept.values())
        .<Contender>map(
            kept ->
                new LuceneContender(
                    evaluating.scratch().resolve("lucene-" + kept), kept, CANDIDATES))
        .toList();
  }

  private Contender jvector() {
    JVECTOR.setLevel(Level.SEVERE);
    return new JVectorContender(evaluating.scratch().resolve("jvector"), CANDIDATES);
  }

  private List<Contender> leannInPython() {
    return PythonLeann.all(ragged.projectFolder(), evaluating.scratch().resolve("python-leann"));
  }

  private Contender chroma() {
    if (ragged.stores().chromaCommand().isPresent()) {
      return EvalStores.chroma(ragged, evaluating, model, null, null);
    }
    List<String> command = environment("chroma").chroma(CHROMA_VERSION);
    return EvalStores.chroma(ragged, evaluating, model, command, CHROMA_VERSION);
  }

  private Contender inPython(VectorsInPython.Kind kind) {
    PythonEnvironment python = environment(kind.environment());
    python.install(kind.packages());
    return new VectorsInPython(
        kind, python.python(), evaluating.scratch().resolve(kind.toString()), CANDIDATES);
  }
}
