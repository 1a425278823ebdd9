/**
 * Collections in LangChain4j: as an {@link dev.ragged.langchain4j.RaggedEmbeddingStore embedding
 * store}, as a {@link dev.ragged.langchain4j.RaggedContentRetriever content retriever} that also
 * searches by words, and embedders as an {@link dev.ragged.langchain4j.RaggedEmbeddingModel
 * embedding model}.
 */
@NullMarked
package dev.ragged.langchain4j;

import org.jspecify.annotations.NullMarked;
