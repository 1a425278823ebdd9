package dev.ragged.peers;

import dev.ragged.eval.Contender;
import dev.ragged.eval.Peer;
import dev.ragged.eval.PeerContext;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** JVector. */
public final class JVectorPeer implements Peer {
  /** Warns on every run that this JVM lacks the Vector API; the version already says so. */
  private static final Logger LOGGER = Logger.getLogger("io.github.jbellis.jvector");

  @Override
  public String id() {
    return "jvector";
  }

  @Override
  public String title() {
    return "JVector";
  }

  @Override
  public boolean quick() {
    return true;
  }

  @Override
  public List<Contender> contenders(PeerContext context) {
    LOGGER.setLevel(Level.SEVERE);
    return List.of(
        new JVectorContender(context.scratch().resolve("jvector"), context.candidates()));
  }
}
