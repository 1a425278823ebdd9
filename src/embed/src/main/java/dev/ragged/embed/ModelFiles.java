package dev.ragged.embed;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The source of a model's files. */
interface ModelFiles {

  /** Opens the tokenizer's {@code tokenizer.json}. */
  InputStream tokenizer() throws IOException;

  /** Loads the model. */
  ForwardPass load() throws IOException;

  /** The SHA-256, in hexadecimal, of each file that affects vectors, in a fixed order. */
  List<String> digests() throws IOException;
}
