package dev.ragged.app;

import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import dev.ragged.eval.Contender;
import dev.ragged.eval.DataSet;
import dev.ragged.eval.DjangoDocs;
import dev.ragged.eval.DocumentFolder;
import dev.ragged.eval.Peer;
import dev.ragged.eval.PeerContext;
import dev.ragged.eval.Progress;
import dev.ragged.eval.Report;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Measures the preferred backend beside what users would take instead: same texts, questions,
 * vectors, run. A peer that cannot be had here is absent from the report, with the reason.
 */
public final class CompareWithPeers {
  private static final DocumentFolder.Limits QUICK = new DocumentFolder.Limits(1_500, 100);
  private static final DocumentFolder.Limits FULL =
      new DocumentFolder.Limits(Integer.MAX_VALUE, 200);

  /** The default target, and what more and less cost. */
  private static final double[] RECALL_TARGETS = {0.9, 0.95, 0.99};

  /** What searches of graphs collect for a question: enough to find what is near. */
  private static final int CANDIDATES = 64;

  /**
   * What to compare.
   *
   * @param quick only some passages and questions, drawn at random
   * @param peers ids of those to compare with, or null for all; if quick, all that are quick
   */
  public record Request(EvaluationRequest evaluation, boolean quick, List<String> peers) {

    private List<Peer> chosen() {
      return Peer.all().stream()
          .filter(peer -> peers == null ? !quick || peer.quick() : peers.contains(peer.id()))
          .toList();
    }
  }

  private final StoreRouter stores;

  public CompareWithPeers(StoreRouter stores) {
    this.stores = stores;
  }

  /**
   * Compares; touches no collection.
   *
   * @param remark told what a person may want to know meanwhile
   * @throws InvalidRequestException if the data set does not exist
   * @throws java.util.concurrent.CancellationException if it was cancelled
   */
  public Report run(
      Request request, Progress progress, Consumer<String> remark, Cancellation cancellation) {
    String preferred = stores.providers().get(0).id();
    // Before any work: nothing is compared without it.
    stores.requireAvailable(preferred);
    Measurement measurement =
        new Measurement(
            stores, request.evaluation().work(), Measurement.stopping(progress, cancellation));
    try (Embedder model = stores.embedder()) {
      DataSet data = data(request, measurement, model, remark);
      return measurement.run(
          model,
          data,
          request.evaluation().k(),
          listener -> contenders(request.chosen(), preferred, measurement, model, listener));
    }
  }

  private DataSet data(
      Request request, Measurement measurement, Embedder model, Consumer<String> remark) {
    DocumentFolder.Limits limits = request.quick() ? QUICK : FULL;
    DataSet data = data(request.evaluation(), limits, measurement, model, remark);
    boolean large =
        data.passages().size() > QUICK.passages() || data.questions().size() > QUICK.questions();
    return request.quick() && large
        ? data.sample(QUICK.passages(), QUICK.questions(), EvaluationData.SEED)
        : data;
  }

  private DataSet data(
      EvaluationRequest request,
      DocumentFolder.Limits limits,
      Measurement measurement,
      Embedder model,
      Consumer<String> remark) {
    if (request.dataSet() != null) {
      return EvaluationData.read(request.dataSet(), request.questions(), model, limits);
    }
    try {
      remark.accept("Fetching the " + DjangoDocs.title() + ", unless it is there.");
      return DocumentFolder.read(
          DjangoDocs.title(),
          DjangoDocs.fetch(measurement.work(), stores.settings().environment()),
          null,
          model,
          limits);
    } catch (RaggedException e) {
      remark.accept(e.getMessage() + " Using made-up texts instead.");
      return EvaluationData.read(EvaluationData.SYNTHETIC, null, model, limits);
    }
  }

  private Measurement.Contenders contenders(
      List<Peer> peers,
      String preferred,
      Measurement measurement,
      Embedder model,
      Progress progress) {
    List<Contender> present = new ArrayList<>();
    List<Report.Absent> absent = new ArrayList<>();
    present.add(measurement.backend(preferred, null, null, Map.of(), model, RECALL_TARGETS));
    PeerContext context = new Context(measurement, model);
    for (Peer peer : peers) {
      progress.at("preparing " + peer.id(), 0, 0);
      try {
        present.addAll(peer.contenders(context));
      } catch (RaggedException e) {
        absent.add(new Report.Absent(peer.title(), e.getMessage()));
      }
    }
    return new Measurement.Contenders(present, absent);
  }

  private final class Context implements PeerContext {
    private final Measurement measurement;
    private final Embedder model;

    Context(Measurement measurement, Embedder model) {
      this.measurement = measurement;
      this.model = model;
    }

    @Override
    public Path work() {
      return measurement.work();
    }

    @Override
    public Path scratch() {
      return measurement.scratch();
    }

    @Override
    public Map<String, String> env() {
      return stores.settings().environment();
    }

    @Override
    public int candidates() {
      return CANDIDATES;
    }

    /** Other backends have no recall target; they are asked once. */
    @Override
    public Contender backend(
        String id, String title, String version, Map<String, Object> settings) {
      return measurement.backend(id, title, version, settings, model, 1);
    }

    @Override
    public boolean isAvailable(String id) {
      try (StoreRouter scratch = stores.scratch(measurement.scratch(), Map.of())) {
        return scratch.backend(id).availability().ok();
      }
    }
  }
}
