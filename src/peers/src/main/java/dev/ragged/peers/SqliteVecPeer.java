package dev.ragged.peers;

import dev.ragged.eval.Contender;
import dev.ragged.eval.Peer;
import dev.ragged.eval.PeerContext;
import java.util.List;

/** The SQLite extension sqlite-vec, which searches by brute force. */
public final class SqliteVecPeer implements Peer {
  @Override
  public String id() {
    return "sqlite-vec";
  }

  @Override
  public String title() {
    return "sqlite-vec";
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
        PythonVectors.Kind.SQLITE_VEC_FLOAT32,
        PythonVectors.Kind.SQLITE_VEC_INT8,
        PythonVectors.Kind.SQLITE_VEC_BIT);
  }
}
