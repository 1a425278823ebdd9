package dev.ragged.embed;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.ragged.RaggedException;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A loaded ONNX model. One session serves all threads: each call runs on its caller's thread and
 * shares only the weights.
 */
final class OnnxModel implements ForwardPass {
  private static final Set<String> KNOWN_INPUTS =
      Set.of("input_ids", "attention_mask", "token_type_ids");

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String output;
  private final int rank;

  private OnnxModel(OrtEnvironment environment, OrtSession session) throws OrtException {
    this.environment = environment;
    this.session = session;
    for (String input : session.getInputNames()) {
      if (!KNOWN_INPUTS.contains(input)) {
        throw new RaggedException(
            "The model needs the input '" + input + "', which is not supported.");
      }
    }
    Set<String> outputs = session.getOutputNames();
    this.output =
        outputs.contains("last_hidden_state")
            ? "last_hidden_state"
            : outputs.contains("sentence_embedding")
                ? "sentence_embedding"
                : outputs.iterator().next();
    TensorInfo info = (TensorInfo) session.getOutputInfo().get(output).getInfo();
    this.rank = info.getShape().length;
    if (rank != 2 && rank != 3) {
      throw new RaggedException("The model's output '" + output + "' is not a text embedding.");
    }
  }

  /** Starts a session with a model's bytes, wherever they lie. */
  @FunctionalInterface
  interface Opener {
    OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options)
        throws IOException, OrtException;
  }

  static OnnxModel load(Opener opener) throws IOException {
    OrtEnvironment environment = OnnxLibrary.environment();
    OrtSession session = null;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      session = opener.open(environment, options);
      return new OnnxModel(environment, session);
    } catch (OrtException | RuntimeException e) {
      if (session != null) {
        try {
          session.close();
        } catch (OrtException closing) {
          e.addSuppressed(closing);
        }
      }
      if (e instanceof RaggedException ragged) {
        throw ragged;
      }
      throw new RaggedException("The model cannot be loaded: " + e.getMessage() + ".", e);
    }
  }

  @Override
  public Output run(long[] ids) {
    long[] shape = {1, ids.length};
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      for (String input : session.getInputNames()) {
        long[] values = ids;
        if (!input.equals("input_ids")) {
          values = new long[ids.length];
          Arrays.fill(values, input.equals("attention_mask") ? 1 : 0);
        }
        inputs.put(input, OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape));
      }
      try (OrtSession.Result result = session.run(inputs, Set.of(output))) {
        OnnxValue value = result.get(0);
        FloatBuffer buffer = ((OnnxTensor) value).getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return new Output(values, rank == 3);
      }
    } catch (OrtException e) {
      throw new RaggedException("The model failed: " + e.getMessage() + ".", e);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new RaggedException("The model cannot be closed: " + e.getMessage() + ".", e);
    }
  }
}
