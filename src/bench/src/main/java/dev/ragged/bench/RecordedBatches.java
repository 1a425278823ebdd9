package dev.ragged.bench;

import dev.ragged.Embedder;
import dev.ragged.Hit;
import dev.ragged.SearchResult;
import dev.ragged.eval.WrappedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A model that records what a search embeds, so that a bare loop can embed the same passages. The
 * difference is the time of the search itself.
 */
final class RecordedBatches extends WrappedModel {
  private final List<List<String>> batches = new ArrayList<>();

  RecordedBatches(Embedder model) {
    super(model);
  }

  /** Times a search and, right after it, the bare loop. */
  synchronized Answer time(Supplier<SearchResult> search) {
    batches.clear();
    long start = System.nanoTime();
    SearchResult result = search.get();
    long answered = System.nanoTime();
    batches.forEach(model::embed);
    long embedded = System.nanoTime();
    return new Answer(
        (answered - start) / 1e6,
        (embedded - answered) / 1e6,
        batches.stream().mapToInt(List::size).sum(),
        result.hits().stream().map(Hit::id).toList());
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    batches.add(texts);
    return model.embed(texts);
  }
}
