/**
 * Embedding models behind {@link dev.ragged.Embedder}: {@link dev.ragged.embed.OnnxEmbedder} runs a
 * bundled or local ONNX model in this process, {@link dev.ragged.embed.LangChain4jEmbedder} wraps
 * any LangChain4j model, {@link dev.ragged.embed.MeteredEmbedder} counts and times another
 * embedder.
 *
 * <p>Nothing here opens a network connection, except for a wrapped LangChain4j model itself.
 */
package dev.ragged.embed;
