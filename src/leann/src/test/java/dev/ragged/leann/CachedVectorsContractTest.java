package dev.ragged.leann;

import dev.ragged.Embedder;
import dev.ragged.VectorStore;

/** The contract, held against LEANN where it keeps vectors in memory. */
class CachedVectorsContractTest extends LeannContractTest {
  @Override
  protected VectorStore open(Embedder embedder) {
    return LeannVectorStore.open(folder, embedder, LeannOptions.defaults().withCacheBytes(1 << 20));
  }

  /** Vectors of 16 values lose most. */
  @Override
  public double tolerance() {
    return 1e-4;
  }
}
