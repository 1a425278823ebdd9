package dev.ragged.testkit;

import dev.ragged.Capability;
import dev.ragged.Embedder;
import dev.ragged.VectorStore;
import java.util.Set;

/** The judge obeys the law. */
class ReferenceVectorStoreTest extends VectorStoreContract {
  private final ReferenceVectorStore.Place place = new ReferenceVectorStore.Place();

  @Override
  protected VectorStore open(Embedder embedder) {
    return ReferenceVectorStore.open(place, embedder);
  }

  @Override
  protected Set<Capability> capabilities() {
    return Set.of(
        Capability.ATOMIC_WRITES, Capability.COSINE, Capability.DOT_PRODUCT, Capability.EUCLIDEAN);
  }
}
