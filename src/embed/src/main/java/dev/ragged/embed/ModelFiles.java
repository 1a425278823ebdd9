package dev.ragged.embed;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Where the bytes of a model come from. */
interface ModelFiles {

  /** Opens the tokenizer's {@code tokenizer.json}. */
  InputStream tokenizer() throws IOException;

  /** Loads the model. */
  OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options)
      throws IOException, OrtException;

  /** Feeds every byte that decides about vectors to a digest. */
  void digest(MessageDigest digest) throws IOException;

  /** Feeds a stream to a digest and closes it. */
  static void digest(MessageDigest digest, InputStream stream) throws IOException {
    try (stream) {
      byte[] buffer = new byte[1 << 16];
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
  }
}
