package dev.ragged.app;

import dev.ragged.Embedder;
import dev.ragged.SearchRequest;
import dev.ragged.eval.Contender;
import dev.ragged.eval.DataSet;
import dev.ragged.eval.DocumentFolder;
import dev.ragged.eval.Progress;
import dev.ragged.eval.Report;
import java.util.List;

/** Measures the backend that a new collection would get against exact search. */
public final class EvaluateBackend {
  private static final int MAX_HEADINGS = 200;

  private final StoreRouter stores;

  public EvaluateBackend(StoreRouter stores) {
    this.stores = stores;
  }

  /**
   * Measures; touches no collection.
   *
   * @param recall the recall target of the searches
   * @throws InvalidRequestException if the data set does not exist or the target is out of range
   * @throws java.util.concurrent.CancellationException if it was cancelled
   */
  public Report run(
      EvaluationRequest request, double recall, Progress progress, Cancellation cancellation) {
    if (request.dataSet() == null) {
      throw new InvalidRequestException("Name a data set.");
    }
    InvalidRequestException.check(() -> SearchRequest.text("a question").withRecallTarget(recall));
    Measurement measurement =
        new Measurement(stores, request.work(), Measurement.stopping(progress, cancellation));
    try (Embedder model = stores.embedder()) {
      String id = measurement.chosen();
      List<Contender> contenders =
          measurement.backends(id, request.bytesPerVector(), model, recall);
      DocumentFolder.Limits limits = new DocumentFolder.Limits(Integer.MAX_VALUE, MAX_HEADINGS);
      DataSet data = EvaluationData.read(request.dataSet(), request.questions(), model, limits);
      return measurement.run(
          model, data, request.k(), all -> new Measurement.Contenders(contenders, List.of()));
    }
  }
}
