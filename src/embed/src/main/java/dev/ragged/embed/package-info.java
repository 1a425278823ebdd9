/**
 * Embedding models behind {@link dev.ragged.Embedder}: {@link dev.ragged.embed.OnnxEmbedder} runs a
 * bundled or a local ONNX model in this process, {@link dev.ragged.embed.LangChain4jEmbedder} wraps
 * any LangChain4j model, {@link dev.ragged.embed.MeteredEmbedder} counts what another one does.
 *
 * <p>Nothing here opens a network connection, except what a wrapped LangChain4j model does itself.
 */
package dev.ragged.embed;
