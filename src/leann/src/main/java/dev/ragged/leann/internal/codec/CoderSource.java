package dev.ragged.leann.internal.codec;

import dev.ragged.leann.internal.engine.Coder;
import java.io.IOException;
import java.util.List;

/** Decides which coder a new segment uses. The source closes the coders. */
public interface CoderSource {

  /** The coder for newly added vectors. */
  Coder forNewVectors(int dimension) throws IOException;

  /**
   * The code that a new vector was decoded from, which is kept instead of encoding it again.
   *
   * @param vector the very array that is being added
   * @return a code of that coder, or null to encode the vector
   */
  byte[] codeOf(float[] vector, Coder coder);

  /**
   * The coder for a merged segment. Codes of that coder are copied, others are decoded and
   * re-encoded.
   *
   * @param sources the distinct coders of the merged segments, at least one
   */
  Coder forMerge(List<Coder> sources) throws IOException;
}
