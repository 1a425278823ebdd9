package dev.ragged.peers;

import dev.ragged.eval.Contender;
import dev.ragged.eval.Peer;
import dev.ragged.eval.PeerContext;
import java.util.List;

/** faiss, with brute force and with a graph. */
public final class FaissPeer implements Peer {
  @Override
  public String id() {
    return "faiss";
  }

  @Override
  public String title() {
    return "faiss";
  }

  @Override
  public boolean quick() {
    return true;
  }

  @Override
  public List<Contender> contenders(PeerContext context) {
    return PythonVectorContender.contenders(
        id(),
        context,
        PythonVectorContender.Kind.FAISS_FLAT,
        PythonVectorContender.Kind.FAISS_HNSW);
  }
}
