package dev.ragged.peers;

/** The SQLite extension sqlite-vec, which searches by brute force. */
public final class SqliteVecPeer extends PythonVectors {
  /** For the service loader. */
  public SqliteVecPeer() {
    super(
        "sqlite-vec",
        "sqlite-vec",
        Kind.SQLITE_VEC_FLOAT32,
        Kind.SQLITE_VEC_INT8,
        Kind.SQLITE_VEC_BIT);
  }
}
