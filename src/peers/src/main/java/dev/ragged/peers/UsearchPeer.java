package dev.ragged.peers;

import dev.ragged.eval.Contender;
import dev.ragged.eval.Peer;
import dev.ragged.eval.PeerContext;
import java.util.List;

/** usearch, with float32 and smaller vectors. */
public final class UsearchPeer implements Peer {
  @Override
  public String id() {
    return "usearch";
  }

  @Override
  public String title() {
    return "usearch";
  }

  @Override
  public boolean quick() {
    return true;
  }

  @Override
  public List<Contender> contenders(PeerContext context) {
    return PythonVectors.contenders(
        id(),
        context,
        PythonVectors.Kind.USEARCH_F32,
        PythonVectors.Kind.USEARCH_BF16,
        PythonVectors.Kind.USEARCH_I8);
  }
}
