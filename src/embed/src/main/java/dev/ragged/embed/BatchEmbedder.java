package dev.ragged.embed;

import dev.ragged.Embedder;
import dev.ragged.ModelIdentity;
import dev.ragged.RaggedException;
import dev.ragged.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An embedder over another library's model, local or remote, that embeds a batch of texts.
 *
 * <p>Such a model reveals neither its tokens nor its limit nor a digest. So the given name is its
 * identity: change the name when the model changes. Token counts are estimates that err on the high
 * side, and {@link #maxTokens()} is what the caller states. What happens to longer texts is up to
 * the model.
 *
 * <p>If a model's vectors depend on the batch, as with a quantised model that pads texts, use a
 * batch size of 1: recomputing relies on equal vectors. Such libraries reject blank texts; they are
 * embedded as {@code "."}.
 */
public abstract class BatchEmbedder implements Embedder {
  /** Default for {@link #maxTokens()}: the limit of most sentence models. */
  public static final int DEFAULT_MAX_TOKENS = 510;

  /** Default number of texts per call. */
  public static final int DEFAULT_BATCH = 32;

  private static final Tokenizer TOKENIZER = new ApproximateTokenizer();

  private final String name;
  private final int maxTokens;
  private final int batch;
  private final boolean costly;
  private final Lazy<ModelIdentity> identity = new Lazy<>(this::computeIdentity);
  private final Lazy<Double> spread = new Lazy<>(() -> CosineSpread.of(this));
  private volatile boolean closed;

  /**
   * An embedder; nothing is asked of the model yet.
   *
   * @param name the identity of the model, stored with every collection it builds
   * @param maxTokens maximum number of tokens of a text that the model reads
   * @param batch maximum number of texts sent to the model in one call
   * @param costly see {@link #costly()}: true for a model on a server
   */
  protected BatchEmbedder(String name, int maxTokens, int batch, boolean costly) {
    this.name = Objects.requireNonNull(name, "name");
    if (maxTokens < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "maxTokens and batch must be at least 1, got " + maxTokens + " and " + batch + ".");
    }
    this.maxTokens = maxTokens;
    this.batch = batch;
    this.costly = costly;
  }

  /**
   * The number of values of each of the model's vectors; asked for once.
   *
   * @return at least 1
   */
  protected abstract int dimension();

  /**
   * The model's vectors of some texts.
   *
   * @param texts not blank, as many as a batch has or fewer
   * @return one for each text, in order, of any length but 0; they are not changed
   */
  protected abstract List<float[]> vectors(List<String> texts);

  /** Asks the model for its dimension; some models embed a word to find out. */
  @Override
  public ModelIdentity identity() {
    checkOpen();
    return identity.get();
  }

  private ModelIdentity computeIdentity() {
    return new ModelIdentity(name, dimension(), name);
  }

  @Override
  public int maxTokens() {
    return maxTokens;
  }

  @Override
  public Tokenizer tokenizer() {
    return TOKENIZER;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    checkOpen();
    List<float[]> made = new ArrayList<>(texts.size());
    for (int from = 0; from < texts.size(); from += batch) {
      List<String> part =
          texts.subList(from, Math.min(texts.size(), from + batch)).stream()
              .map(text -> text.isBlank() ? "." : text)
              .toList();
      List<float[]> answers = vectors(part);
      if (answers.size() != part.size()) {
        throw new RaggedException(
            "The model '"
                + name
                + "' gave "
                + answers.size()
                + " vectors for "
                + part.size()
                + " texts.");
      }
      answers.forEach(answer -> made.add(UnitVectors.normalise(answer.clone())));
    }
    return made;
  }

  /** Embeds a few sentences to find out, once. */
  @Override
  public double spread() {
    return spread.get();
  }

  @Override
  public boolean costly() {
    return costly;
  }

  @Override
  public int parallelism() {
    return batch;
  }

  /** Leaves the wrapped model open. */
  @Override
  public void close() {
    closed = true;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("The embedder is closed.");
    }
  }
}
