package dev.ragged.eval;

import dev.ragged.RaggedException;
import java.util.List;
import java.util.ServiceLoader;

/**
 * An alternative to ragged, which {@code eval compare} and {@code eval labels} measure beside it.
 * {@code META-INF/services/dev.ragged.eval.Peer} lists those that take part.
 */
public interface Peer {
  /** The name for {@code --peers}: lower case, words joined by hyphens. */
  String id();

  /** The name in reports when it is absent. */
  String title();

  /** Whether it is fast enough that {@code --quick} includes it by default. */
  boolean quick();

  /** Whether it looks for the nearest vectors, so that exact search can judge it. */
  default boolean byVector() {
    return true;
  }

  /**
   * Installs what is missing and returns the contenders to measure.
   *
   * @throws RaggedException if it is not available here; the message says why
   */
  List<Contender> contenders(PeerContext context);

  /** All peers on the class path, in the order in which they are measured. */
  static List<Peer> all() {
    return ServiceLoader.load(Peer.class).stream().map(ServiceLoader.Provider::get).toList();
  }
}
