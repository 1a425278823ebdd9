package dev.ragged.eval;

import dev.ragged.RaggedException;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Something that users would take instead, which {@code eval compare} measures beside ragged.
 * Whoever is named in {@code META-INF/services/dev.ragged.eval.Peer} takes part.
 */
public interface Peer {
  /** How {@code --peers} spells it: lower case, words joined by hyphens. */
  String id();

  /** How reports name it when it is absent. */
  String title();

  /** Whether it is so fast that {@code --quick} measures it without being told to. */
  boolean quick();

  /**
   * Installs what is missing and makes the ways of using it that are to be measured.
   *
   * @throws RaggedException if it cannot be had here; the message says why
   */
  List<Contender> contenders(PeerContext context);

  /** All that are on the class path, in the order in which they are measured. */
  static List<Peer> all() {
    return ServiceLoader.load(Peer.class).stream().map(ServiceLoader.Provider::get).toList();
  }
}
