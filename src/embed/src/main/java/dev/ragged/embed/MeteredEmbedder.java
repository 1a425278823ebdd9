package dev.ragged.embed;

import dev.ragged.Embedder;
import dev.ragged.ModelIdentity;
import dev.ragged.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;

/**
 * Counts the passages that another embedder embeds, measures the time, and can report progress.
 * Questions are not counted.
 */
public final class MeteredEmbedder implements Embedder {
  /** Passages per processor between two reports: about half a second with the bundled model. */
  private static final int REPORT_EVERY = 32;

  private final Embedder delegate;
  private final IntConsumer progress;
  private final LongAdder texts = new LongAdder();
  private final LongAdder unread = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  /** Counts without reporting. */
  public MeteredEmbedder(Embedder delegate) {
    this(delegate, null);
  }

  /**
   * Counts and reports progress.
   *
   * @param progress receives the number of passages finished since the last call, on the thread
   *     that embeds; long lists are split, so that it is called while they are embedded
   */
  public MeteredEmbedder(Embedder delegate, IntConsumer progress) {
    this.delegate = delegate;
    this.progress = progress;
  }

  /** Passages embedded so far. */
  public long texts() {
    return texts.sum();
  }

  /** Those of them that the model cannot tell from each other. */
  public long unread() {
    return unread.sum();
  }

  /** Time spent in {@link #embed} so far, summed over threads that call it. */
  public long nanos() {
    return nanos.sum();
  }

  @Override
  public List<float[]> embed(List<String> batch) {
    if (progress == null) {
      return measured(batch);
    }
    int step = REPORT_EVERY * delegate.parallelism();
    List<float[]> vectors = new ArrayList<>(batch.size());
    for (int from = 0; from < batch.size(); from += step) {
      List<String> part = batch.subList(from, Math.min(batch.size(), from + step));
      vectors.addAll(measured(part));
      progress.accept(part.size());
    }
    return vectors;
  }

  private List<float[]> measured(List<String> batch) {
    long start = System.nanoTime();
    try {
      List<float[]> vectors = delegate.embed(batch);
      texts.add(batch.size());
      unread.add(batch.stream().filter(text -> !delegate.reads(text)).count());
      return vectors;
    } finally {
      nanos.add(System.nanoTime() - start);
    }
  }

  @Override
  public float[] embedQuery(String text) {
    return delegate.embedQuery(text);
  }

  @Override
  public ModelIdentity identity() {
    return delegate.identity();
  }

  @Override
  public int maxTokens() {
    return delegate.maxTokens();
  }

  @Override
  public Tokenizer tokenizer() {
    return delegate.tokenizer();
  }

  @Override
  public boolean reads(String text) {
    return delegate.reads(text);
  }

  @Override
  public int parallelism() {
    return delegate.parallelism();
  }

  @Override
  public void close() {
    delegate.close();
  }
}
