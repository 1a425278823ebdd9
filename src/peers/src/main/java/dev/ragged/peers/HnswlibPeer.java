package dev.ragged.peers;

/** hnswlib. */
public final class HnswlibPeer extends PythonVectors {
  /** For the service loader. */
  public HnswlibPeer() {
    super("hnswlib", "hnswlib", Kind.HNSWLIB);
  }
}
