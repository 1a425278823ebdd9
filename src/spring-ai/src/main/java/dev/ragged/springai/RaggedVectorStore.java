package dev.ragged.springai;

import dev.ragged.Arguments;
import dev.ragged.CollectionInfo;
import dev.ragged.Hit;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.ai.document.Document;
import org.springframework.ai.document.DocumentMetadata;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.observation.conventions.VectorStoreSimilarityMetric;
import org.springframework.ai.vectorstore.AbstractVectorStoreBuilder;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.filter.Filter;
import org.springframework.ai.vectorstore.observation.AbstractObservationVectorStore;
import org.springframework.ai.vectorstore.observation.VectorStoreObservationContext;

/**
 * A collection as Spring AI's vector store.
 *
 * <p>Documents are handed to the collection as texts, which embeds each new text once; it re-embeds
 * the best candidates of a search from their texts, so a document's metadata is not part of what is
 * embedded. A document that is added under an id that exists replaces what was there. When an add
 * or a removal returns, it is durable; each is a commit, so one call with many documents is far
 * cheaper than many calls.
 *
 * <p>The score of a document is the cosine in a search by {@linkplain SearchMode#VECTOR vectors} of
 * a collection of cosine, which is the default; otherwise a number from 0 to 1. Its metadata has 1
 * less the score as {@code distance}. A similarity threshold is part of the search, so a high one
 * makes it cheaper.
 *
 * <p>Metadata may hold strings, numbers, booleans and lists of one of them. Dates, times, UUIDs and
 * enums are stored as strings. A whole number comes back as an Integer if it fits, and otherwise as
 * a Long; a Float as a Double. Safe for use by several threads.
 */
public final class RaggedVectorStore extends AbstractObservationVectorStore {
  /** The system in observations. */
  public static final String SYSTEM = "ragged";

  /** Embeddings of nothing at all are noise; a blank question is asked as this. */
  private static final String BLANK = ".";

  private final VectorCollection collection;
  private final CollectionInfo info;
  private final SearchMode mode;
  private final boolean embeds;

  private RaggedVectorStore(Builder builder) {
    super(builder);
    this.collection = builder.collection;
    this.info = collection.info();
    this.mode = builder.mode;
    this.embeds = builder.embeds;
  }

  /**
   * Builds a store over a collection whose own store embeds.
   *
   * @param collection of a store with an embedder; stays the caller's to close
   * @return a builder with the defaults
   */
  public static Builder builder(VectorCollection collection) {
    return new Builder(collection, new NoModel(), false);
  }

  /**
   * Builds a store over a collection without a model: documents and questions are embedded by the
   * given one, in batches, and the collection keeps the vectors.
   *
   * @param collection of a store without an embedder; stays the caller's to close
   * @param model of the collection's dimension
   * @return a builder with the defaults
   */
  public static Builder builder(VectorCollection collection, EmbeddingModel model) {
    return new Builder(collection, model, true);
  }

  /** Builds a {@link RaggedVectorStore}; building asks the collection for its metric and name. */
  public static final class Builder extends AbstractVectorStoreBuilder<Builder> {
    private final VectorCollection collection;
    private final boolean embeds;
    private SearchMode mode = SearchMode.VECTOR;

    private Builder(VectorCollection collection, EmbeddingModel model, boolean embeds) {
      super(model);
      this.collection = Arguments.required(collection, "collection");
      this.embeds = embeds;
    }

    /**
     * What ranks documents; default {@link SearchMode#VECTOR}. {@link SearchMode#HYBRID} also
     * counts the words that a document shares with the question.
     *
     * @param mode one that the collection's store offers
     * @return this builder
     */
    public Builder searchMode(SearchMode mode) {
      this.mode = Arguments.required(mode, "mode");
      return this;
    }

    @Override
    public RaggedVectorStore build() {
      return new RaggedVectorStore(this);
    }
  }

  @Override
  public void doAdd(List<Document> documents) {
    List<float[]> vectors =
        embeds
            ? embeddingModel.embed(documents, EmbeddingOptions.builder().build(), batchingStrategy)
            : List.of();
    List<Passage> passages = new ArrayList<>(documents.size());
    for (int i = 0; i < documents.size(); i++) {
      Document document = documents.get(i);
      passages.add(
          new Passage(
              document.getId(),
              document.getText(),
              DocumentMetadataValues.metadata(document.getMetadata()),
              embeds ? vectors.get(i) : null));
    }
    collection.upsert(passages);
  }

  @Override
  public void doDelete(List<String> ids) {
    collection.delete(Selection.ids(ids));
  }

  @Override
  protected void doDelete(Filter.Expression expression) {
    collection.delete(Selection.where(FilterExpressions.translate(expression)));
  }

  /** Finds the best documents, at most 10,000 even if more are asked for, none if 0 are. */
  @Override
  public List<Document> doSimilaritySearch(SearchRequest request) {
    if (request.getTopK() == 0) {
      return List.of();
    }
    boolean blank = request.getQuery().isBlank();
    String question = blank ? BLANK : request.getQuery();
    SearchMode asked = blank ? SearchMode.VECTOR : mode;
    Scores scores = Scores.of(collection, info.metric(), asked);
    dev.ragged.SearchRequest ours =
        question(question, asked)
            .withMode(asked)
            .withK(Math.min(request.getTopK(), dev.ragged.SearchRequest.MAX_K))
            .withFilter(FilterExpressions.translate(request.getFilterExpression()))
            .withMinScore(scores.least(request.getSimilarityThreshold()));
    return collection.search(ours).hits().stream()
        .map(hit -> document(hit, scores.similarity(hit.score())))
        .toList();
  }

  private dev.ragged.SearchRequest question(String text, SearchMode asked) {
    dev.ragged.SearchRequest one = dev.ragged.SearchRequest.text(text);
    if (!embeds || asked == SearchMode.LEXICAL) {
      return one;
    }
    return new dev.ragged.SearchRequest(
        text,
        embeddingModel.embed(text),
        one.k(),
        one.filter(),
        one.mode(),
        one.recallTarget(),
        one.searchComplexity(),
        one.minScore(),
        one.vectors(),
        one.within());
  }

  private static Document document(Hit hit, double score) {
    Map<String, Object> metadata = DocumentMetadataValues.readable(hit.metadata());
    metadata.put(DocumentMetadata.DISTANCE.value(), 1 - score);
    return Document.builder()
        .id(hit.id())
        .text(Objects.requireNonNullElse(hit.text(), ""))
        .metadata(metadata)
        .score(score)
        .build();
  }

  @Override
  public VectorStoreObservationContext.Builder createObservationContextBuilder(String operation) {
    VectorStoreSimilarityMetric metric =
        switch (info.metric()) {
          case COSINE -> VectorStoreSimilarityMetric.COSINE;
          case DOT_PRODUCT -> VectorStoreSimilarityMetric.DOT;
          case EUCLIDEAN -> VectorStoreSimilarityMetric.EUCLIDEAN;
        };
    return VectorStoreObservationContext.builder(SYSTEM, operation)
        .collectionName(info.name())
        .dimensions(info.dimension())
        .similarityMetric(metric.value());
  }

  /**
   * The collection.
   *
   * @return the {@link VectorCollection} that this store was built over
   */
  @Override
  @SuppressWarnings("unchecked")
  public <T> Optional<T> getNativeClient() {
    return Optional.of((T) collection);
  }
}
