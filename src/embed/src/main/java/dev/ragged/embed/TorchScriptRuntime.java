package dev.ragged.embed;

import java.io.IOException;
import java.nio.file.Path;

/**
 * What runs models in TorchScript. It is found by {@link java.util.ServiceLoader}, as it is too
 * large to be on every class path.
 */
public interface TorchScriptRuntime {
  /**
   * Loads a model.
   *
   * @param model a file that {@code torch.jit.save} has written
   * @return the model, to be closed by the caller
   * @throws dev.ragged.RaggedException if it is damaged, needs something unsupported or may do
   *     harm, or if the runtime's own libraries are missing; in one sentence
   * @throws IOException if the file cannot be read
   */
  ForwardPass load(Path model) throws IOException;
}
