package dev.ragged.chroma;

import dev.ragged.Capability;
import dev.ragged.Embedder;
import dev.ragged.VectorStore;
import dev.ragged.testkit.VectorStoreContract;
import java.util.Set;

/** The contract on a real server. */
class ChromaContractIT extends VectorStoreContract {
  private final ChromaSettings place = TestServer.database();

  @Override
  protected VectorStore open(Embedder embedder) {
    return ChromaVectorStore.open(place, embedder);
  }

  @Override
  protected Set<Capability> capabilities() {
    return Set.of(Capability.COSINE, Capability.DOT_PRODUCT, Capability.EUCLIDEAN);
  }
}
