package dev.ragged.leann;

import dev.ragged.Health;
import dev.ragged.RaggedException;
import dev.ragged.leann.internal.codec.ZstdLibrary;
import dev.ragged.leann.internal.engine.EngineLibrary;
import java.util.Optional;

/** The native libraries that a store needs: the engine, and what compresses texts. */
final class LeannLibraries {
  private LeannLibraries() {}

  /** Whether both can be used, and why not. */
  static Health health() {
    return failure()
        .map(failure -> new Health(false, failure.getMessage()))
        .orElseGet(EngineLibrary::health);
  }

  /**
   * Loads them.
   *
   * @throws RaggedException if one of them cannot be used; it says why
   */
  static void require() {
    Optional<RaggedException> failure = failure();
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private static Optional<RaggedException> failure() {
    return EngineLibrary.failure()
        .or(() -> ZstdLibrary.failure().map(e -> new RaggedException(ZstdLibrary.explain(e), e)));
  }
}
