package dev.ragged.leann.internal.codec;

import dev.ragged.leann.internal.engine.Coder;
import java.io.IOException;
import java.util.List;

/** Decides which coder a segment being written uses. The coders stay the source's to close. */
public interface CoderSource {

  /** For vectors that have just been added. */
  Coder forNewVectors(int dimension) throws IOException;

  /**
   * For a segment merged from others. Codes of the answer's coder are copied, others are decoded
   * and encoded again.
   *
   * @param sources the distinct coders of the segments merged, at least one
   */
  Coder forMerge(List<Coder> sources) throws IOException;
}
