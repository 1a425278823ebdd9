package dev.ragged.app;

import dev.ragged.Embedder;
import dev.ragged.RaggedException;
import dev.ragged.eval.Contender;
import dev.ragged.eval.DataSet;
import dev.ragged.eval.DjangoDocs;
import dev.ragged.eval.DocumentFolder;
import dev.ragged.eval.Peer;
import dev.ragged.eval.Progress;
import dev.ragged.eval.Report;
import java.util.ArrayList;
import java.util.List;
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

  /** Where more is varied. */
  private static final double[] USUAL_TARGET = {0.95};

  /**
   * What to compare.
   *
   * @param quick only some passages and questions, drawn at random
   * @param peers ids of those to compare with, or null for all; if quick, all that are quick
   */
  public record Request(EvaluationRequest evaluation, boolean quick, List<String> peers) {

    private List<Peer> chosen() {
      return Peer.all().stream()
          .filter(Peer::byVector)
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
          listener -> {
            List<Contender> all = new ArrayList<>();
            List<String> bytes = request.evaluation().bytesPerVector();
            double[] targets = bytes.isEmpty() ? RECALL_TARGETS : USUAL_TARGET;
            all.addAll(measurement.backends(preferred, bytes, model, targets));
            Measurement.Contenders others =
                new PeerSetup(stores, measurement, model).contenders(request.chosen(), listener);
            all.addAll(others.present());
            return new Measurement.Contenders(all, others.absent());
          });
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
}
