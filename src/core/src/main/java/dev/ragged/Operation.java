package dev.ragged;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One call of a store's or a collection's method.
 *
 * @param kind which method
 * @param backend the store's {@link VectorStore#backend()}
 * @param collection the collection's name; null for an operation on all of them
 * @param given how many passages or ids the caller gave; 0 if the method takes none
 * @param search the request if this is a search, otherwise null
 */
public record Operation(
    Kind kind,
    String backend,
    @Nullable String collection,
    int given,
    @Nullable SearchRequest search) {

  /** The methods that are told of. */
  public enum Kind {
    /** {@link VectorStore#names()}. */
    NAMES,
    /** {@link VectorStore#create}. */
    CREATE,
    /** {@link VectorStore#open}. */
    OPEN,
    /** {@link VectorStore#rename}. */
    RENAME,
    /** {@link VectorStore#reindexWords}. */
    REINDEX_WORDS,
    /** {@link VectorStore#recodeVectors}. */
    RECODE_VECTORS,
    /** {@link VectorStore#drop}. */
    DROP,
    /** {@link VectorCollection#info()}. */
    INFO,
    /** {@link VectorCollection#apply}, also by {@link Batch#commit()}. */
    APPLY,
    /** {@link VectorCollection#add}. */
    ADD,
    /** {@link VectorCollection#upsert}. */
    UPSERT,
    /** {@link VectorCollection#replace}. */
    REPLACE,
    /** {@link VectorCollection#delete}. */
    DELETE,
    /** {@link VectorCollection#get}, also for each page of {@link VectorCollection#stream}. */
    GET,
    /** {@link VectorCollection#count}. */
    COUNT,
    /** {@link VectorCollection#search}. */
    SEARCH,
    /** {@link VectorCollection#warm}. */
    WARM,
    /** {@link VectorCollection#embeddings}. */
    EMBEDDINGS,
    /** {@link VectorCollection#stats()}. */
    STATS,
    /** {@link VectorCollection#compact()}. */
    COMPACT,
    /** {@link VectorCollection#check()}. */
    CHECK
  }

  /**
   * The operation's name for metrics and logs.
   *
   * @return the kind in lower-case letters and underscores
   */
  public String name() {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
