package dev.ragged.leann;

import dev.ragged.Embedder;
import dev.ragged.VectorStore;

/** The contract, held against LEANN where it keeps the vectors of texts. */
class KeptVectorsContractTest extends LeannContractTest {
  @Override
  protected VectorStore open(Embedder embedder) {
    return LeannVectorStore.open(
        folder, embedder, LeannOptions.defaults().withBytesPerVector(BytesPerVector.FASTEST));
  }

  /** Vectors of 16 values lose most. */
  @Override
  public double tolerance() {
    return 0.01;
  }
}
