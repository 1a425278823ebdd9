package dev.ragged.chroma;

import dev.ragged.Utf8;
import dev.ragged.chroma.RemoteCollection.Part;
import dev.ragged.chroma.RemoteCollection.Rows;
import java.util.Map;

/**
 * Reads a collection from an offset on in answers of bounded size: how many passages to ask for
 * next follows from how large the last ones were.
 */
final class Slices {
  private static final long GOAL_BYTES = 8 << 20;
  private static final int FIRST = 64;
  private static final int MAX = 5_000;

  private final RemoteCollection remote;
  private final Map<String, Object> where;
  private final Part[] parts;
  private long offset;
  private int ask = FIRST;
  private long bytes;

  Slices(RemoteCollection remote, Map<String, Object> where, long offset, Part... parts) {
    this.remote = remote;
    this.where = where;
    this.offset = offset;
    this.parts = parts;
  }

  /**
   * The next passages.
   *
   * @param max the most to read, at least 1
   * @return without any at the end
   */
  Rows next(int max) {
    while (true) {
      int limit = Math.min(max, ask);
      try {
        Rows rows = remote.get(where, offset, limit, parts);
        offset += rows.size();
        long size = size(rows);
        bytes += size;
        long each = Math.max(1, size / Math.max(1, rows.size()));
        ask = (int) Math.max(1, Math.min(MAX, GOAL_BYTES / each));
        return rows;
      } catch (ChromaClient.AnswerTooLargeException e) {
        if (limit == 1) {
          throw e;
        }
        ask = limit / 2;
      }
    }
  }

  /** Where the next passage is, in the server's order. */
  long offset() {
    return offset;
  }

  /** How much text and how many vectors have been read. */
  long bytes() {
    return bytes;
  }

  private static long size(Rows rows) {
    long size = 0;
    for (int i = 0; i < rows.size(); i++) {
      size += Utf8.length(rows.ids().get(i));
      if (rows.documents() != null && rows.documents().get(i) != null) {
        size += Utf8.length(rows.documents().get(i));
      }
      if (rows.metadatas() != null && rows.metadatas().get(i) != null) {
        size += 100L * rows.metadatas().get(i).size();
      }
      if (rows.embeddings() != null && rows.embeddings().get(i) != null) {
        size += (long) Float.BYTES * rows.embeddings().get(i).length;
      }
    }
    return size;
  }
}
