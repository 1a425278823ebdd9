package dev.ragged.leann.internal.codec;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import java.io.Closeable;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Decompresses frames with contexts that are made once for each thread that does so at a time:
 * making one takes half as long as reading a chunk. Safe for use by several threads.
 */
final class ZstdContexts implements Closeable {
  /** For frames without a dictionary. */
  static final ZstdContexts PLAIN = new ZstdContexts(null);

  private final ZstdDictDecompress dictionary;
  private final Queue<ZstdDecompressCtx> idle = new ConcurrentLinkedQueue<>();

  /**
   * @param dictionary what frames were compressed with, or null; not closed
   */
  ZstdContexts(ZstdDictDecompress dictionary) {
    this.dictionary = dictionary;
  }

  /**
   * Decompresses a frame.
   *
   * @param chunk for the content
   * @param length the most that {@code chunk} may take
   * @param size the bytes of {@code frame}
   * @return the length of the content
   * @throws ZstdException if the frame is damaged
   */
  int decompress(byte[] chunk, int length, byte[] frame, int size) {
    ZstdDecompressCtx zstd = idle.poll();
    if (zstd == null) {
      zstd = new ZstdDecompressCtx();
      if (dictionary != null) {
        zstd.loadDict(dictionary);
      }
    }
    try {
      return zstd.decompressByteArray(chunk, 0, length, frame, 0, size);
    } finally {
      idle.add(zstd);
    }
  }

  @Override
  public void close() {
    idle.forEach(ZstdDecompressCtx::close);
    idle.clear();
  }
}
