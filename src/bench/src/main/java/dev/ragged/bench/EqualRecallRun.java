package dev.ragged.bench;

import dev.ragged.Embedder;
import dev.ragged.bench.EqualRecallContenders.Entry;
import dev.ragged.eval.EmbeddedSet;
import dev.ragged.eval.EqualRecall;
import dev.ragged.eval.EqualRecallResult;
import dev.ragged.spi.DataFolders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What contenders are measured with.
 *
 * @param work see {@link EqualRecallContenders}
 * @param model embeds passages again; stays the caller's to close
 * @param embedMillis how long it takes to embed each question
 * @param limit how long to time the answers at one setting
 */
record EqualRecallRun(
    Path work, Embedder model, EmbeddedSet set, List<Double> embedMillis, Duration limit) {
  /** Hits per question. */
  static final int K = 3;

  private static final List<Double> TARGETS = List.of(0.95, 0.98);

  /** Measures a contender, whose index is gone afterwards. */
  EqualRecallResult of(Entry entry) throws IOException {
    SwitchedModel switched = new SwitchedModel(model, set);
    EqualRecallContenders contenders = new EqualRecallContenders(work, switched);
    DataFolders.remove(contenders.scratch());
    DataFolders.create(contenders.scratch());
    try {
      return new EqualRecall(set, embedMillis, K, limit)
          .measure(contenders.contender(entry), TARGETS, switched::make);
    } finally {
      DataFolders.remove(contenders.scratch());
    }
  }
}
