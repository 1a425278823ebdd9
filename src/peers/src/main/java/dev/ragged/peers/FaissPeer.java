package dev.ragged.peers;

/** faiss, with brute force, graphs and inverted lists of codes. */
public final class FaissPeer extends PythonVectors {
  /** For the service loader. */
  public FaissPeer() {
    super(
        "faiss",
        "faiss",
        Kind.FAISS_FLAT,
        Kind.FAISS_HNSW,
        Kind.FAISS_HNSW_SQ8,
        Kind.FAISS_IVF_PQ,
        Kind.FAISS_IVF_PQ_SQ8,
        Kind.FAISS_RABITQ_SQ8,
        Kind.FAISS_RABITQ_4,
        Kind.FAISS_RABITQ_8);
  }
}
