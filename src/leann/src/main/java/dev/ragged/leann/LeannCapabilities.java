package dev.ragged.leann;

import dev.ragged.Capability;
import java.util.Set;

/** What LEANN offers. */
final class LeannCapabilities {
  static final Set<Capability> ALL =
      Set.of(
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

  private LeannCapabilities() {}
}
