package dev.ragged.embed;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Which of several exports of one model to run, by their files' names without {@code .onnx}. */
final class OnnxPrecision {
  /**
   * The best for a CPU first: int8 has the quality of float32 within noise at half of its time and
   * a quarter of its bytes; fewer bits save bytes but no time. Those for one kind of processor run
   * on all. The same on every machine, since the choice is part of a collection's model.
   */
  private static final List<String> BEST_FIRST =
      List.of(
          "model_quantized",
          "model_int8",
          "model_uint8",
          "model_quint8_avx2",
          "model_qint8_avx512_vnni",
          "model_qint8_avx512",
          "model_qint8_arm64",
          "model",
          "model_fp16",
          "model_q4",
          "model_q4f16",
          "model_bnb4");

  private OnnxPrecision() {}

  /** The best of those that there are; empty if none of them is known. */
  static Optional<String> best(Collection<String> names) {
    return BEST_FIRST.stream().filter(names::contains).findFirst();
  }
}
