package dev.ragged.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.ragged.Arguments;
import dev.ragged.Hit;
import dev.ragged.Passage;
import dev.ragged.ScoreScale;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A collection as LangChain4j's embedding store.
 *
 * <p>What is done with a given embedding is the collection's business, see {@link
 * VectorCollection#add}: one that the store's embedder makes of the same text need not be stored.
 * An embedding that is added under an id that exists replaces what was there. When an add or a
 * removal returns, it is durable; each is a commit, so {@code addAll} is far cheaper than many
 * single adds.
 *
 * <p>The types of metadata are LangChain4j's. A UUID is stored as a string, an Integer as a Long
 * and a Float as a Double; the getters of LangChain4j's metadata convert them back. Safe for use by
 * several threads.
 */
public final class RaggedEmbeddingStore implements EmbeddingStore<TextSegment> {
  private final VectorCollection collection;

  private RaggedEmbeddingStore(Builder builder) {
    this.collection = Arguments.required(builder.collection, "collection");
  }

  /**
   * A store over a collection, with the defaults.
   *
   * @param collection of any metric; stays the caller's to close
   * @return the store
   */
  public static RaggedEmbeddingStore of(VectorCollection collection) {
    return builder().collection(collection).build();
  }

  /**
   * Builds a store; {@link Builder#collection} is required.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds a {@link RaggedEmbeddingStore}; building reads and writes nothing. */
  public static final class Builder {
    private @Nullable VectorCollection collection;

    private Builder() {}

    /**
     * The collection that holds the embeddings.
     *
     * @param collection of any metric; stays the caller's to close
     * @return this builder
     */
    public Builder collection(VectorCollection collection) {
      this.collection = Arguments.required(collection, "collection");
      return this;
    }

    /**
     * The store.
     *
     * @return a new one over the same collection, each time
     * @throws IllegalStateException without a collection
     */
    public RaggedEmbeddingStore build() {
      if (collection == null) {
        throw new IllegalStateException("A store needs a collection; set one.");
      }
      return new RaggedEmbeddingStore(this);
    }
  }

  @Override
  public String add(Embedding embedding) {
    return addAll(List.of(embedding)).get(0);
  }

  @Override
  public void add(String id, Embedding embedding) {
    addAll(List.of(id), List.of(embedding), null);
  }

  @Override
  public String add(Embedding embedding, TextSegment segment) {
    return addAll(List.of(embedding), List.of(segment)).get(0);
  }

  @Override
  public List<String> addAll(List<Embedding> embeddings) {
    List<String> ids = generateIds(embeddings.size());
    addAll(ids, embeddings, null);
    return ids;
  }

  /**
   * Adds embeddings as one change, in which all are stored or none.
   *
   * @throws dev.ragged.DuplicateIdException if an id occurs twice here
   */
  @Override
  public void addAll(
      @Nullable List<String> ids,
      @Nullable List<Embedding> embeddings,
      @Nullable List<TextSegment> segments) {
    int size = embeddings == null ? 0 : embeddings.size();
    requireSame("ids", ids == null ? 0 : ids.size(), "embeddings", size);
    if (segments != null) {
      requireSame("embeddings", size, "embedded", segments.size());
    }
    if (ids == null || embeddings == null || ids.isEmpty()) {
      return;
    }
    List<Passage> passages = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      TextSegment segment = segments == null ? null : segments.get(i);
      passages.add(
          new Passage(
              ids.get(i),
              segment == null ? null : segment.text(),
              Segments.metadata(segment),
              embeddings.get(i).vector()));
    }
    collection.upsert(passages);
  }

  @Override
  public void removeAll(@Nullable Collection<String> ids) {
    if (ids != null && !ids.isEmpty()) {
      collection.delete(Selection.ids(List.copyOf(ids)));
    }
  }

  @Override
  public void removeAll(Filter filter) {
    if (filter == null) {
      throw new IllegalArgumentException("filter cannot be null");
    }
    collection.delete(Selection.where(Filters.translate(filter)));
  }

  @Override
  public void removeAll() {
    collection.delete(Selection.all());
  }

  /**
   * Finds the nearest embeddings, at most {@value dev.ragged.SearchRequest#MAX_K} even if more are
   * asked for. Scores are on the {@linkplain VectorCollection#scale scale} of the collection, which
   * for cosine is LangChain4j's. The minimum score ends the search early, so a high one makes it
   * cheaper.
   */
  @Override
  public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
    ScoreScale scale = collection.scale(SearchMode.VECTOR);
    SearchRequest ours =
        SearchRequest.vector(request.queryEmbedding().vector())
            .withMode(SearchMode.VECTOR)
            .withK(Math.min(request.maxResults(), SearchRequest.MAX_K))
            .withFilter(Filters.translate(request.filter()))
            .withMinScore(scale.fromUnit(request.minScore()))
            .withVectors(true);
    List<EmbeddingMatch<TextSegment>> matches = new ArrayList<>();
    for (Hit hit : collection.search(ours).hits()) {
      matches.add(
          new EmbeddingMatch<>(
              scale.toUnit(hit.score()),
              hit.id(),
              Embedding.from(hit.vector()),
              Segments.segment(hit)));
    }
    return new EmbeddingSearchResult<>(matches);
  }

  // In the words that LangChain4j's tests expect. Its own check is internal, and lacking in
  // versions before 1.19.
  private static void requireSame(String name, int size, String otherName, int otherSize) {
    if (size != otherSize) {
      throw new IllegalArgumentException(
          "%s size (%d) is not equal to %s size (%d)".formatted(name, size, otherName, otherSize));
    }
  }
}
