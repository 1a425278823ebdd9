package dev.ragged.embed;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The source of a model's files. */
interface ModelFiles {

  /** Opens the tokenizer's {@code tokenizer.json}. */
  InputStream tokenizer() throws IOException;

  /** Loads the model. */
  OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options)
      throws IOException, OrtException;

  /** The SHA-256, in hexadecimal, of each file that affects vectors, in a fixed order. */
  List<String> digests() throws IOException;
}
