package dev.ragged.peers;

/** usearch, with float32 and smaller vectors. */
public final class UsearchPeer extends PythonVectors {
  /** For the service loader. */
  public UsearchPeer() {
    super("usearch", "usearch", Kind.USEARCH_F32, Kind.USEARCH_BF16, Kind.USEARCH_I8);
  }
}
