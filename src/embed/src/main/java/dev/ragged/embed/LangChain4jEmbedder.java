package dev.ragged.embed;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.ragged.Embedder;
import dev.ragged.ModelIdentity;
import dev.ragged.RaggedException;
import dev.ragged.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Wraps any LangChain4j {@link EmbeddingModel}, local or remote.
 *
 * <p>Such a model reveals neither its tokens nor its limit nor a digest. So the given name is its
 * identity: change the name when the model changes. Token counts are estimates that err on the high
 * side, and {@link #maxTokens()} is what the caller states. What happens to longer texts is up to
 * the model.
 *
 * <p>Texts go to the model in batches. If a model's vectors depend on the batch, as with a
 * quantised model that pads texts, use a batch size of 1: recomputing relies on equal vectors.
 * LangChain4j rejects blank texts; they are embedded as {@code "."}.
 */
public final class LangChain4jEmbedder implements Embedder {
  /** Default for {@link #maxTokens()}: the limit of most sentence models. */
  public static final int DEFAULT_MAX_TOKENS = 510;

  /** Default number of texts per call. */
  public static final int DEFAULT_BATCH = 32;

  private static final Tokenizer TOKENIZER = new ApproximateTokenizer();

  private final String name;
  private final EmbeddingModel model;
  private final int maxTokens;
  private final int batch;
  private final boolean costly;
  private final Lazy<ModelIdentity> identity = new Lazy<>(this::computeIdentity);
  private final Lazy<Double> spread = new Lazy<>(() -> CosineSpread.of(this));
  private volatile boolean closed;

  /**
   * Wraps a model, with default limits.
   *
   * @param name the identity of the model, stored with every collection it builds
   * @param model what embeds
   */
  public LangChain4jEmbedder(String name, EmbeddingModel model) {
    this(name, model, DEFAULT_MAX_TOKENS, DEFAULT_BATCH, false);
  }

  /**
   * Wraps a model in this process.
   *
   * @param name the identity of the model, stored with every collection it builds
   * @param model what embeds
   * @param maxTokens maximum number of tokens of a text that the model reads, at least 1
   * @param batch maximum number of texts given to the model in one call, at least 1
   */
  public LangChain4jEmbedder(String name, EmbeddingModel model, int maxTokens, int batch) {
    this(name, model, maxTokens, batch, false);
  }

  /**
   * Wraps a model.
   *
   * @param name the identity of the model, stored with every collection it builds
   * @param model what embeds
   * @param maxTokens maximum number of tokens of a text that the model reads
   * @param batch maximum number of texts sent to the model in one call
   * @param costly see {@link #costly()}: true for a model on a server
   */
  public LangChain4jEmbedder(
      String name, EmbeddingModel model, int maxTokens, int batch, boolean costly) {
    this.name = Objects.requireNonNull(name, "name");
    this.model = Objects.requireNonNull(model, "model");
    if (maxTokens < 1 || batch < 1) {
      throw new IllegalArgumentException(
          "maxTokens and batch must be at least 1, got " + maxTokens + " and " + batch + ".");
    }
    this.maxTokens = maxTokens;
    this.batch = batch;
    this.costly = costly;
  }

  /** Asks the model for its dimension; some models embed a word to find out. */
  @Override
  public ModelIdentity identity() {
    checkOpen();
    return identity.get();
  }

  private ModelIdentity computeIdentity() {
    return new ModelIdentity(name, model.dimension(), name);
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
    List<float[]> vectors = new ArrayList<>(texts.size());
    for (int from = 0; from < texts.size(); from += batch) {
      List<TextSegment> part =
          texts.subList(from, Math.min(texts.size(), from + batch)).stream()
              .map(text -> TextSegment.from(text.isBlank() ? "." : text))
              .toList();
      List<Embedding> answers = model.embedAll(part).content();
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
      answers.forEach(answer -> vectors.add(UnitVectors.normalise(answer.vector().clone())));
    }
    return vectors;
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
