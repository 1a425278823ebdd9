package dev.ragged.embed;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.ragged.RaggedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A model in a local folder. */
final class FolderFiles implements ModelFiles {
  private final Path model;
  private final Path tokenizer;

  /** Finds the files without reading them. */
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
      throws IOException, OrtException {
    ExternalWeights.requireBeside(model);
    // By path: weights above 2 GB are in a second file next to it.
    return environment.createSession(model.toString(), options);
  }

  @Override
  public List<String> digests() throws IOException {
    List<String> digests = new ArrayList<>();
    digests.add(sha256(model));
    for (String suffix : new String[] {"_data", ".data"}) {
      Path weights = model.resolveSibling("model.onnx" + suffix);
      if (Files.isRegularFile(weights)) {
        digests.add(sha256(weights));
      }
    }
    digests.add(sha256(tokenizer));
    return digests;
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = Sha256.newDigest();
    try (InputStream stream = new DigestInputStream(Files.newInputStream(file), digest)) {
      stream.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
