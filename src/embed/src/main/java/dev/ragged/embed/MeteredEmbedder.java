package dev.ragged.embed;

import dev.ragged.Embedder;
import dev.ragged.ModelIdentity;
import dev.ragged.Tokenizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the passages that another embedder embeds, measures the time, and can report progress and
 * be stopped on the way. Questions are not counted.
 */
public final class MeteredEmbedder implements Embedder {
  /** Passages per processor between two reports at most, so that processors seldom wait. */
  private static final int MAX_STEP = 32;

  /** Time between two reports, as far as single passages allow: a person waits for it to stop. */
  private static final double SECONDS_PER_STEP = 0.4;

  /** Hears how far a call of {@link #embed} has come, on the thread that embeds. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Some passages are done.
     *
     * @param passages since the last report
     * @param done of this call
     * @param all in this call
     * @throws CancellationException to end the call; what it has embedded is kept for the next one
     */
    void embedded(int passages, int done, int all);
  }

  private final Embedder delegate;
  private final Progress progress;
  private final LongAdder texts = new LongAdder();
  private final LongAdder unread = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  /** Texts that the model reads, as was asked before it is to embed them. */
  private final Set<String> judged = ConcurrentHashMap.newKeySet();

  /** Passages per processor until the next report. */
  private int step = 1;

  /** Of a call that was ended: what it had embedded, and what not. */
  private Map<String, float[]> kept = Map.of();

  private volatile Set<String> lacking = Set.of();

  /**
   * Counts without reporting.
   *
   * @param delegate what embeds; closed with this
   */
  public MeteredEmbedder(Embedder delegate) {
    this(delegate, null);
  }

  /**
   * Counts and reports progress; {@link #embed} is then to be called by one thread at a time.
   *
   * @param delegate what embeds; closed with this
   * @param progress called several times a second while a long list is embedded, which is split
   */
  public MeteredEmbedder(Embedder delegate, Progress progress) {
    this.delegate = delegate;
    this.progress = progress;
  }

  /**
   * Passages embedded so far.
   *
   * @return how many, each time counted
   */
  public long texts() {
    return texts.sum();
  }

  /**
   * Passages that the model cannot read, whether or not they were embedded.
   *
   * @return how many
   */
  public long unread() {
    return unread.sum();
  }

  /**
   * Time spent in {@link #embed} so far, summed over threads that call it.
   *
   * @return nanoseconds
   */
  public long nanos() {
    return nanos.sum();
  }

  /**
   * Whether the last call was to embed a text, but was ended before.
   *
   * @param text one of the last call
   * @return whether it has no vector yet
   */
  public boolean lacks(String text) {
    return lacking.contains(text);
  }

  @Override
  public List<float[]> embed(List<String> batch) {
    if (progress == null) {
      return measured(batch);
    }
    Map<String, float[]> known = kept;
    kept = Map.of();
    lacking = Set.of();
    List<String> missing = batch.stream().filter(text -> !known.containsKey(text)).toList();
    List<float[]> made = inSteps(missing, batch.size());
    if (known.isEmpty()) {
      return made;
    }
    List<float[]> vectors = new ArrayList<>(batch.size());
    int next = 0;
    for (String text : batch) {
      float[] vector = known.get(text);
      vectors.add(vector != null ? vector : made.get(next++));
    }
    return vectors;
  }

  private List<float[]> inSteps(List<String> missing, int all) {
    List<float[]> vectors = new ArrayList<>(missing.size());
    int before = all - missing.size();
    while (vectors.size() < missing.size()) {
      int from = vectors.size();
      int to = Math.min(missing.size(), from + step * delegate.parallelism());
      long start = System.nanoTime();
      vectors.addAll(measured(missing.subList(from, to)));
      adjustStep((System.nanoTime() - start) / 1e9);
      try {
        progress.embedded(to - from, before + to, all);
      } catch (CancellationException e) {
        keep(missing, vectors);
        throw e;
      }
    }
    return vectors;
  }

  /** Doubles at most: the first texts may be short. */
  private void adjustStep(double seconds) {
    double fitting = step * SECONDS_PER_STEP / Math.max(1e-6, seconds);
    step = (int) Math.max(1, Math.min(Math.min(MAX_STEP, 2L * step), fitting));
  }

  private void keep(List<String> texts, List<float[]> vectors) {
    Map<String, float[]> done = new HashMap<>();
    for (int i = 0; i < vectors.size(); i++) {
      done.put(texts.get(i), vectors.get(i));
    }
    Set<String> rest = new HashSet<>(texts.subList(vectors.size(), texts.size()));
    rest.removeAll(done.keySet());
    kept = done;
    lacking = rest;
  }

  private List<float[]> measured(List<String> batch) {
    long start = System.nanoTime();
    try {
      List<float[]> vectors = delegate.embed(batch);
      texts.add(batch.size());
      batch.stream().filter(text -> !judged.remove(text)).forEach(this::judge);
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
  public double reading(String text) {
    double reading = judge(text);
    if (reading > 0) {
      judged.add(text);
    }
    return reading;
  }

  private double judge(String text) {
    double reading = delegate.reading(text);
    if (reading == 0) {
      unread.increment();
    }
    return reading;
  }

  @Override
  public double spread() {
    return delegate.spread();
  }

  @Override
  public boolean costly() {
    return delegate.costly();
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
