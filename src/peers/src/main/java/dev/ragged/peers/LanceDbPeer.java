package dev.ragged.peers;

import dev.ragged.eval.Contender;
import dev.ragged.eval.Peer;
import dev.ragged.eval.PeerContext;
import java.util.List;

/** LanceDB, with its kinds of index. */
public final class LanceDbPeer implements Peer {
  @Override
  public String id() {
    return "lancedb";
  }

  @Override
  public String title() {
    return "LanceDB";
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
        PythonVectors.Kind.LANCEDB_IVF_PQ,
        PythonVectors.Kind.LANCEDB_IVF_RQ,
        PythonVectors.Kind.LANCEDB_HNSW_SQ);
  }
}
