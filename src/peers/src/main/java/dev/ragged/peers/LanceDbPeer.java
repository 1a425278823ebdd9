package dev.ragged.peers;

/** LanceDB, with its kinds of index. */
public final class LanceDbPeer extends PythonVectors {
  /** For the service loader. */
  public LanceDbPeer() {
    super("lancedb", "LanceDB", Kind.LANCEDB_IVF_PQ, Kind.LANCEDB_IVF_RQ, Kind.LANCEDB_HNSW_SQ);
  }
}
