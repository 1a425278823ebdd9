package dev.ragged.chroma;

import dev.ragged.Utf8;
import dev.ragged.chroma.RemoteCollection.Part;
import dev.ragged.chroma.RemoteCollection.Rows;
import java.util.Map;

/**
 * Reads a collection from an offset on in responses of bounded size: the size of the last passages
 * decides how many to request next.
 */
final class Slices {
  private static final long TARGET_BYTES = 8 << 20;
  private static final int INITIAL_LIMIT = 64;
  private static final int MAX_LIMIT = 5_000;

  private final RemoteCollection remote;
  private final Map<String, Object> where;
  private final Part[] parts;
  private long offset;

  /** The first id of the last passages, or null. */
  private String lastFirst;

  private int nextLimit = INITIAL_LIMIT;
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
   * @param max maximum number of passages, at least 1
   * @return no rows at the end
   */
  Rows next(int max) {
    while (true) {
      int limit = Math.min(max, nextLimit);
      try {
        Rows rows = remote.get(where, offset, limit, parts);
        String first = rows.size() == 0 ? null : rows.ids().get(0);
        if (rows.size() > limit || (first != null && first.equals(lastFirst))) {
          // A server that ignores the offset would be read for ever.
          throw remote.foreign("reading");
        }
        lastFirst = first;
        offset += rows.size();
        long size = size(rows);
        bytes += size;
        long each = Math.max(1, size / Math.max(1, rows.size()));
        nextLimit = (int) Math.max(1, Math.min(MAX_LIMIT, TARGET_BYTES / each));
        return rows;
      } catch (ChromaClient.ResponseTooLargeException e) {
        if (limit == 1) {
          throw e;
        }
        nextLimit = limit / 2;
      }
    }
  }

  /** The offset of the next passage. */
  long offset() {
    return offset;
  }

  /** The approximate bytes read so far. */
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
