package dev.ragged;

import org.jspecify.annotations.Nullable;

/**
 * What a collection is.
 *
 * @param backend the store's {@link VectorStore#backend()}
 * @param model the embedding model it was built with, or null if that is unknown or callers bring
 *     the vectors
 * @param bytesPerVector bytes that a vector takes once its collection has settled: those of its
 *     code or, if it is kept, its own
 * @param keptVectorBytes bytes that the vector of a text takes, besides what finds it; 0 if none is
 *     kept, so that a search embeds texts again
 * @param passages the number of passages
 * @param outdatedWords whether new collections find words that this one, made by an earlier
 *     version, does not; {@link VectorStore#reindexWords} renews it
 */
public record CollectionInfo(
    String name,
    String backend,
    Metric metric,
    int dimension,
    @Nullable ModelIdentity model,
    int bytesPerVector,
    int keptVectorBytes,
    long passages,
    boolean outdatedWords) {}
