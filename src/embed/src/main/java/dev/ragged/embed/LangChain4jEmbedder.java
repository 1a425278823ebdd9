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
 * <p>Such a model tells neither its tokens nor its limit nor a digest of itself. So the given name
 * is its identity: change the name when the model changes. Tokens are estimated, rather too many
 * than too few, and {@link #maxTokens()} is what the caller says. What the model does with a longer
 * text is up to the model.
 *
 * <p>Texts go to the model in batches. If a model's vectors depend on the batch, as those of a
 * quantised model that pads its texts do, use a batch of 1: recomputing relies on equal vectors.
 * LangChain4j refuses blank texts; they are embedded as {@code "."}.
 */
public final class LangChain4jEmbedder implements Embedder {
  /** Default for {@link #maxTokens()}: what most sentence models read. */
  public static final int DEFAULT_MAX_TOKENS = 510;

  /** Default number of texts a call. */
  public static final int DEFAULT_BATCH = 32;

  private static final Tokenizer TOKENIZER = new ApproximateTokenizer();

  private final String name;
  private final EmbeddingModel model;
  private final int maxTokens;
  private final int batch;
  private final Lazy<ModelIdentity> identity = new Lazy<>(this::computeIdentity);
  private volatile boolean closed;

  /** With the defaults. */
  public LangChain4jEmbedder(String name, EmbeddingModel model) {
    this(name, model, DEFAULT_MAX_TOKENS, DEFAULT_BATCH);
  }

  /**
   * With a limit.
   *
   * @param name the identity of the model, stored with every collection it builds
   * @param maxTokens most tokens of a text that the model reads
   * @param batch most texts sent to the model in one call
   */
  public LangChain4jEmbedder(String name, EmbeddingModel model, int maxTokens, int batch) {
    this.name = Objects.requireNonNull(name, "name");
    this.model = Objects.requireNonNull(model, "model");
    if (maxTokens < 1 || batch < 1) {
      throw new IllegalArgumentException("maxTokens and batch are at least 1.");
    }
    this.maxTokens = maxTokens;
    this.batch = batch;
  }

  /** Asks the model for its dimension, which makes some models embed a word. */
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

  @Override
  public int parallelism() {
    return batch;
  }

  /** The model is its owner's to close. */
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
