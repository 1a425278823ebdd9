package dev.ragged.embed.torch;

import dev.ragged.RaggedException;
import dev.ragged.embed.ForwardPass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Argument;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.GenericDict;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A loaded model. Each call runs on its caller's thread and shares only the weights. */
final class TorchModel implements ForwardPass {
  private static final String TOKENS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final String TYPES = "token_type_ids";

  /** What models call their inputs, in the order of those whose names say nothing. */
  private static final List<String> INPUTS = List.of(TOKENS, MASK, TYPES);

  /** What those that name their outputs call the ones that are embeddings, the best first. */
  private static final List<String> OUTPUTS =
      List.of("last_hidden_state", "token_embeddings", "sentence_embedding");

  private final JitModule module;

  /** Of {@link #INPUTS}, those that the model takes, in its order. */
  private final List<String> inputs;

  private TorchModel(JitModule module, List<String> inputs) {
    this.module = module;
    this.inputs = inputs;
  }

  @SuppressWarnings("try") // the scope frees what is made in it
  static TorchModel load(Path model) {
    try (PointerScope scope = new PointerScope()) {
      JitModule module =
          torch.load(model.toString(), new DeviceOptional(new Device(torch.DeviceType.CPU)), false);
      module.eval();
      TorchModel loaded = new TorchModel(module, inputs(module));
      module.retainReference(); // beyond the scope
      return loaded;
    } catch (RuntimeException e) {
      if (e instanceof RaggedException ragged) {
        throw ragged;
      }
      throw new RaggedException("The model cannot be loaded: " + Reasons.of(e) + ".", e);
    }
  }

  private static List<String> inputs(JitModule module) {
    Argument arguments = module.get_method("forward").function().getSchema().arguments();
    List<String> names = new ArrayList<>();
    for (long i = 1; i < arguments.limit(); i++) { // the first is the model itself
      Argument argument = arguments.getPointer(i);
      if (argument.default_value().has_value() && !INPUTS.contains(argument.name().getString())) {
        break; // and so have all that follow
      }
      names.add(argument.name().getString());
    }
    if (names.stream().noneMatch(INPUTS::contains) && names.size() <= INPUTS.size()) {
      names = INPUTS.subList(0, names.size());
    }
    for (String name : names) {
      if (!INPUTS.contains(name)) {
        throw new RaggedException(
            "The model needs the input '" + name + "', which is not supported.");
      }
    }
    if (!Set.copyOf(names).contains(TOKENS)) {
      throw new RaggedException("The model has no input '" + TOKENS + "'; it reads no text.");
    }
    return List.copyOf(names);
  }

  @Override
  @SuppressWarnings("try") // the scope frees what is made in it; the mode ends with it
  public Output run(long[] tokens) {
    // Of this thread: what ran before must not change how the next text is run.
    torch.setGraphExecutorOptimize(false);
    try (PointerScope scope = new PointerScope();
        InferenceMode mode = new InferenceMode(true)) {
      IValueVector values = new IValueVector();
      for (String input : inputs) {
        long[] value = tokens;
        if (!input.equals(TOKENS)) {
          value = new long[tokens.length];
          Arrays.fill(value, input.equals(MASK) ? 1 : 0);
        }
        values.push_back(new IValue(Tensor.create(value, 1, value.length)));
      }
      return output(module.forward(values), tokens.length);
    } catch (RuntimeException e) {
      if (e instanceof RaggedException ragged) {
        throw ragged;
      }
      throw new RaggedException("The model failed: " + Reasons.of(e) + ".", e);
    }
  }

  private static Output output(IValue value, int tokens) {
    Tensor tensor = tensor(value);
    long dimensions = tensor == null ? 0 : tensor.dim();
    boolean perToken = dimensions == 3 && tensor.size(1) == tokens;
    if (tensor == null || !(perToken || dimensions == 2) || tensor.size(0) != 1) {
      throw new RaggedException(
          "The model gives neither a vector for each token nor one for the text; save it so that"
              + " texts of all lengths pass.");
    }
    Tensor floats = tensor.to(torch.ScalarType.Float).contiguous();
    float[] values = new float[Math.toIntExact(floats.numel())];
    floats.data_ptr_float().get(values);
    return new Output(values, perToken);
  }

  /** The one that is an embedding; null if there is none. */
  private static Tensor tensor(IValue value) {
    if (value.isTensor()) {
      return value.toTensor();
    }
    if (value.isTuple() && value.toTuple().elements().size() > 0) {
      IValue first = value.toTuple().elements().get(0);
      return first.isTensor() ? first.toTensor() : null;
    }
    if (value.isGenericDict()) {
      GenericDict named = value.toGenericDict();
      for (String name : OUTPUTS) {
        if (named.contains(new IValue(name))) {
          return named.at(new IValue(name)).toTensor();
        }
      }
    }
    return null;
  }

  @Override
  public void close() {
    module.close();
  }
}
