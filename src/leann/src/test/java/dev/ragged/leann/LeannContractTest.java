package dev.ragged.leann;

import dev.ragged.Capability;
import dev.ragged.Embedder;
import dev.ragged.VectorStore;
import dev.ragged.testkit.VectorStoreContract;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** The contract, held against LEANN. */
class LeannContractTest extends VectorStoreContract {
  @TempDir Path folder;

  @Override
  protected VectorStore open(Embedder embedder) {
    return LeannVectorStore.open(folder, embedder);
  }

  @Override
  protected Set<Capability> capabilities() {
    return Set.of(
        Capability.RECOMPUTE,
        Capability.LEXICAL_SEARCH,
        Capability.HYBRID_SEARCH,
        Capability.ATOMIC_WRITES,
        Capability.WRITER_LOCK,
        Capability.VECTOR_BYTES,
        Capability.BYTES_ON_DISK,
        Capability.COSINE,
        Capability.DOT_PRODUCT,
        Capability.EUCLIDEAN);
  }
}
