package dev.ragged.embed.torch;

import dev.ragged.embed.ForwardPass;
import dev.ragged.embed.TorchScriptRuntime;
import java.io.IOException;
import java.nio.file.Path;

/** Runs models in TorchScript on the CPU. */
public final class TorchRuntime implements TorchScriptRuntime {
  @Override
  public ForwardPass load(Path model) throws IOException {
    TorchArchive.requireHarmless(model);
    TorchLibrary.load();
    return TorchModel.load(model);
  }
}
