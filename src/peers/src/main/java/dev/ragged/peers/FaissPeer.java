package dev.ragged.peers;

import dev.ragged.eval.Contender;
import dev.ragged.eval.Peer;
import dev.ragged.eval.PeerContext;
import java.util.List;

/** faiss, with brute force, graphs and inverted lists of codes. */
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
    return PythonVectors.contenders(
        id(),
        context,
        PythonVectors.Kind.FAISS_FLAT,
        PythonVectors.Kind.FAISS_HNSW,
        PythonVectors.Kind.FAISS_HNSW_SQ8,
        PythonVectors.Kind.FAISS_IVF_PQ,
        PythonVectors.Kind.FAISS_IVF_PQ_SQ8,
        PythonVectors.Kind.FAISS_RABITQ_SQ8,
        PythonVectors.Kind.FAISS_RABITQ_4,
        PythonVectors.Kind.FAISS_RABITQ_8);
  }
}
