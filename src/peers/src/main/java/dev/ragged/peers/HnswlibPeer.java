package dev.ragged.peers;

import dev.ragged.eval.Contender;
import dev.ragged.eval.Peer;
import dev.ragged.eval.PeerContext;
import java.util.List;

/** hnswlib. */
public final class HnswlibPeer implements Peer {
  @Override
  public String id() {
    return "hnswlib";
  }

  @Override
  public String title() {
    return "hnswlib";
  }

  @Override
  public boolean quick() {
    return true;
  }

  @Override
  public List<Contender> contenders(PeerContext context) {
    return PythonVectors.contenders(id(), context, PythonVectors.Kind.HNSWLIB);
  }
}
