/**
 * Runs embedding models in TorchScript by PyTorch's own library, for models that have no export to
 * ONNX. {@link dev.ragged.embed.OnnxEmbedder} finds it on the class path and does all the rest.
 *
 * <p>PyTorch itself is in jars with the platform as classifier, which whoever uses this adds.
 */
package dev.ragged.embed.torch;
