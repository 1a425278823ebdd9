package dev.ragged.cli;

import java.util.Locale;

/** Whom ragged can be compared with. */
enum EvalPeer {
  CHROMA,
  LUCENE,
  JVECTOR,
  FAISS,
  HNSWLIB,
  LEANN_PYTHON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
