/**
 * Collections in Spring AI: as a {@link dev.ragged.springai.RaggedVectorStore vector store}; its
 * models as {@link dev.ragged.springai.SpringAiEmbedder embedders}, and embedders as its {@link
 * dev.ragged.springai.RaggedEmbeddingModel model}.
 */
@NullMarked
package dev.ragged.springai;

import org.jspecify.annotations.NullMarked;
