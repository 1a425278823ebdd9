package dev.ragged.app.backup;

import java.io.IOException;

/** Takes bytes as they are read. */
@FunctionalInterface
public interface PieceConsumer {
  /**
   * Takes a piece.
   *
   * @param bytes reused for the next piece
   * @param length how many of them belong to this one
   */
  void accept(byte[] bytes, int length) throws IOException;
}
