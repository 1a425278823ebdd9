/**
 * Embedding models behind {@link dev.ragged.Embedder}: {@link dev.ragged.embed.OnnxEmbedder} runs a
 * model in this process: the bundled one, one of a folder or of a jar. {@link
 * dev.ragged.embed.TorchScriptRuntime} is for a module that runs those in TorchScript. {@link
 * dev.ragged.embed.HubModels} fetches models, {@link dev.ragged.embed.RemoteModel} asks a server,
 * {@link dev.ragged.embed.LangChain4jEmbedder} wraps any LangChain4j model. {@link
 * dev.ragged.embed.ShortenedEmbedder} shortens another's vectors, {@link
 * dev.ragged.embed.MeteredEmbedder} counts and times another.
 *
 * <p>Nothing here opens a network connection but for a model of a hub that is not here yet, and for
 * models on a server.
 */
package dev.ragged.embed;
