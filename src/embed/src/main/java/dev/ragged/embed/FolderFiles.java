package dev.ragged.embed;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.ragged.RaggedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** A model in a local folder. */
final class FolderFiles implements ModelFiles {
  private final Path model;
  private final Path tokenizer;

  /** Finds the files; reads none. */
  FolderFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new RaggedException("There is no model folder " + folder + "; check the path.");
    }
    Path top = folder.resolve("model.onnx");
    Path nested = folder.resolve("onnx").resolve("model.onnx");
    model = Files.isRegularFile(top) ? top : nested;
    if (!Files.isRegularFile(model)) {
      throw new RaggedException(
          "The model folder "
              + folder
              + " has neither model.onnx nor onnx/model.onnx; export the model to ONNX.");
    }
    tokenizer = folder.resolve("tokenizer.json");
    if (!Files.isRegularFile(tokenizer)) {
      throw new RaggedException(
          "The model folder "
              + folder
              + " has no tokenizer.json; save the model's fast tokenizer there.");
    }
  }

  @Override
  public InputStream tokenizer() throws IOException {
    return Files.newInputStream(tokenizer);
  }

  @Override
  public OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options)
      throws OrtException {
    // By path: weights above 2 GB lie in a second file beside it.
    return environment.createSession(model.toString(), options);
  }

  @Override
  public void digest(MessageDigest digest) throws IOException {
    ModelFiles.digest(digest, Files.newInputStream(model));
    for (String suffix : new String[] {"_data", ".data"}) {
      Path weights = model.resolveSibling("model.onnx" + suffix);
      if (Files.isRegularFile(weights)) {
        ModelFiles.digest(digest, Files.newInputStream(weights));
      }
    }
    ModelFiles.digest(digest, Files.newInputStream(tokenizer));
  }
}
