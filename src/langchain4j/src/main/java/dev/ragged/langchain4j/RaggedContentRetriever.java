package dev.ragged.langchain4j;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.ragged.Arguments;
import dev.ragged.Hit;
import dev.ragged.ScoreScale;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.VectorCollection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks a collection in words: by meaning and by shared words at once, if its store can do that.
 *
 * <p>A content has the passage's text and metadata, so for a passage of a file also where it is:
 * {@link dev.ragged.Metadata#SOURCE}, {@link dev.ragged.Metadata#START_LINE}, {@link
 * dev.ragged.Metadata#PAGE} and the like. {@link Content#metadata()} has the {@linkplain
 * ContentMetadata#SCORE score}, from 0 to 1 on the {@linkplain VectorCollection#scale scale} of the
 * collection, and the {@linkplain ContentMetadata#EMBEDDING_ID id}. Safe for use by several
 * threads.
 */
public final class RaggedContentRetriever implements ContentRetriever {
  private final VectorCollection collection;
  private final SearchMode mode;
  private final Function<Query, Integer> maxResults;
  private final Function<Query, Double> minScore;
  private final Function<Query, @Nullable Filter> filter;
  private final @Nullable Executor executor;
  private final String displayName;

  private RaggedContentRetriever(Builder builder, VectorCollection collection) {
    this.collection = collection;
    this.mode = builder.mode;
    this.maxResults = builder.maxResults;
    this.minScore = builder.minScore;
    this.filter = builder.filter;
    this.executor = builder.executor;
    this.displayName = builder.displayName;
  }

  /**
   * A retriever over a collection, with the defaults.
   *
   * @param collection of a store with an embedder; stays the caller's to close
   * @return the retriever
   */
  public static RaggedContentRetriever of(VectorCollection collection) {
    return builder().collection(collection).build();
  }

  /**
   * Builds a retriever; {@link Builder#collection} is required.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds a {@link RaggedContentRetriever}; building reads nothing. */
  public static final class Builder {
    private @Nullable VectorCollection collection;
    private SearchMode mode = SearchMode.AUTO;
    private Function<Query, Integer> maxResults = query -> 3;
    private Function<Query, Double> minScore = query -> 0.0;
    private Function<Query, @Nullable Filter> filter = query -> null;
    private @Nullable Executor executor;
    private String displayName = "Default";

    private Builder() {}

    /**
     * The collection to ask.
     *
     * @param collection of a store with an embedder; stays the caller's to close
     * @return this builder
     */
    public Builder collection(VectorCollection collection) {
      this.collection = Arguments.required(collection, "collection");
      return this;
    }

    /**
     * What ranks contents.
     *
     * @param mode default {@link SearchMode#AUTO}: hybrid if the store offers it
     * @return this builder
     */
    public Builder searchMode(SearchMode mode) {
      this.mode = Arguments.required(mode, "mode");
      return this;
    }

    /**
     * The maximum number of contents.
     *
     * @param maxResults at least 1; default 3
     * @return this builder
     */
    public Builder maxResults(int maxResults) {
      if (maxResults < 1) {
        throw new IllegalArgumentException(
            "maxResults must be at least 1, got " + maxResults + ".");
      }
      return dynamicMaxResults(query -> maxResults);
    }

    /**
     * The maximum number of contents for each query.
     *
     * @param maxResults gives at least 1
     * @return this builder
     */
    public Builder dynamicMaxResults(Function<Query, Integer> maxResults) {
      this.maxResults = Arguments.required(maxResults, "maxResults");
      return this;
    }

    /**
     * Contents with a lower score are left out, and not looked for.
     *
     * @param minScore 0 to 1; default 0
     * @return this builder
     */
    public Builder minScore(double minScore) {
      if (!(minScore >= 0 && minScore <= 1)) {
        throw new IllegalArgumentException(
            "minScore must be between 0 and 1, got " + minScore + ".");
      }
      return dynamicMinScore(query -> minScore);
    }

    /**
     * The minimum score for each query.
     *
     * @param minScore gives 0 to 1
     * @return this builder
     */
    public Builder dynamicMinScore(Function<Query, Double> minScore) {
      this.minScore = Arguments.required(minScore, "minScore");
      return this;
    }

    /**
     * Which passages to search.
     *
     * @param filter on their metadata, or null for all, the default
     * @return this builder
     */
    public Builder filter(@Nullable Filter filter) {
      return dynamicFilter(query -> filter);
    }

    /**
     * Which passages to search for each query, such as those of its user.
     *
     * @param filter gives a condition on metadata, or null for all
     * @return this builder
     */
    public Builder dynamicFilter(Function<Query, @Nullable Filter> filter) {
      this.filter = Arguments.required(filter, "filter");
      return this;
    }

    /**
     * Where {@link #retrieveAsync} searches. A search computes and reads files, so it occupies a
     * thread.
     *
     * @param executor stays the caller's; by default there is none, and asynchronous retrieval is
     *     refused as LangChain4j's own retriever refuses it
     * @return this builder
     */
    public Builder executor(Executor executor) {
      this.executor = Arguments.required(executor, "executor");
      return this;
    }

    /**
     * The name in logs.
     *
     * @param displayName for people
     * @return this builder
     */
    public Builder displayName(String displayName) {
      this.displayName = Arguments.required(displayName, "displayName");
      return this;
    }

    /**
     * The retriever.
     *
     * @return a new one
     * @throws IllegalStateException without a collection
     */
    public RaggedContentRetriever build() {
      if (collection == null) {
        throw new IllegalStateException("A retriever needs a collection; set one.");
      }
      return new RaggedContentRetriever(this, collection);
    }
  }

  @Override
  public List<Content> retrieve(Query query) {
    ScoreScale scale = collection.scale(mode);
    SearchRequest request =
        SearchRequest.text(query.text())
            .withMode(mode)
            .withK(Math.min(maxResults.apply(query), SearchRequest.MAX_K))
            .withFilter(Filters.translate(filter.apply(query)))
            .withMinScore(scale.fromUnit(minScore.apply(query)));
    List<Content> contents = new ArrayList<>();
    for (Hit hit : collection.search(request).hits()) {
      TextSegment segment = Segments.segment(hit);
      if (segment != null) { // nothing can be said of a passage without text
        contents.add(
            Content.from(
                segment,
                Map.of(
                    ContentMetadata.SCORE, scale.toUnit(hit.score()),
                    ContentMetadata.EMBEDDING_ID, hit.id())));
      }
    }
    return contents;
  }

  @Override
  public CompletableFuture<List<Content>> retrieveAsync(Query query) {
    return executor == null
        ? ContentRetriever.super.retrieveAsync(query)
        : CompletableFuture.supplyAsync(() -> retrieve(query), executor);
  }

  @Override
  public String toString() {
    return "RaggedContentRetriever{displayName='" + displayName + "'}";
  }
}
