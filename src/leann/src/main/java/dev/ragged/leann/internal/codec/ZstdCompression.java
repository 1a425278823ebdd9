package dev.ragged.leann.internal.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import org.apache.lucene.codecs.compressing.CompressionMode;
import org.apache.lucene.codecs.compressing.Compressor;
import org.apache.lucene.codecs.compressing.Decompressor;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.ByteBuffersDataInput;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.DataOutput;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;

/**
 * Stores chunks of stored fields as Zstandard frames (RFC 8878): the frame's length as a vint, then
 * the frame with a checksum of its content, since Lucene verifies whole files only on request.
 */
final class ZstdCompression extends CompressionMode {
  private static final byte[] NOTHING = {};

  private final int level;
  private final int maxBytes;
  private final TextDictionary dictionary;

  /**
   * @param level Zstandard's compression level; reading does not depend on it
   * @param chunkBytes the format's chunk size; Lucene ends a chunk with the document that fills it
   *     and slices one of twice the size, so no block to compress is longer than that
   * @param dictionary what all chunks are compressed with, or null; open as long as this is used
   */
  ZstdCompression(int level, int chunkBytes, TextDictionary dictionary) {
    this.level = level;
    this.maxBytes = 2 * chunkBytes;
    this.dictionary = dictionary;
  }

  @Override
  public Compressor newCompressor() {
    return new ZstdCompressor(level, dictionary);
  }

  @Override
  public Decompressor newDecompressor() {
    return new ZstdDecompressor(
        maxBytes, dictionary == null ? ZstdContexts.PLAIN : dictionary.contexts());
  }

  /**
   * Checks what is wanted of a chunk. All of it comes from the file, so it may be anything.
   *
   * @param maxBytes the most that a chunk may have
   */
  static void check(DataInput in, int originalLength, int maxBytes, int offset, int length)
      throws CorruptIndexException {
    if (originalLength < 0
        || originalLength > maxBytes
        || offset < 0
        || length < 0
        || length > originalLength - offset) {
      throw new CorruptIndexException(
          "Bytes " + offset + " + " + length + " of a chunk of " + originalLength, in);
    }
  }

  /** The most bytes of a chunk. */
  int maxBytes() {
    return maxBytes;
  }

  private static final class ZstdCompressor extends Compressor {
    private final ZstdCompressCtx zstd;
    private final ZstdDictCompress digested;
    private byte[] chunk = NOTHING;
    private byte[] frame = NOTHING;

    ZstdCompressor(int level, TextDictionary dictionary) {
      this.zstd = new ZstdCompressCtx().setLevel(level).setChecksum(true);
      this.digested = dictionary == null ? null : dictionary.forCompression(level);
      if (digested != null) {
        zstd.loadDict(digested);
      }
    }

    @Override
    public void compress(ByteBuffersDataInput in, DataOutput out) throws IOException {
      int length = Math.toIntExact(in.length());
      chunk = ArrayUtil.growNoCopy(chunk, length);
      in.readBytes(chunk, 0, length);
      frame = ArrayUtil.growNoCopy(frame, Math.toIntExact(Zstd.compressBound(length)));
      int size;
      try {
        size = zstd.compressByteArray(frame, 0, frame.length, chunk, 0, length);
      } catch (ZstdException e) {
        throw new IOException("A chunk of " + length + " bytes could not be compressed", e);
      }
      out.writeVInt(size);
      out.writeBytes(frame, size);
    }

    @Override
    public void close() {
      zstd.close();
      if (digested != null) {
        digested.close();
      }
    }
  }

  /**
   * Keeps the last decompressed chunk, since the next document read is mostly the next one stored.
   * Lucene clones a decompressor for each reader, so one always reads the same file.
   */
  private static final class ZstdDecompressor extends Decompressor {
    private final int maxBytes;
    private final ZstdContexts contexts;
    private byte[] frame = NOTHING;
    private byte[] chunk = NOTHING;
    private int chunkLength = -1;

    /** The position of the chunk in the file; -1 for none. */
    private long chunkStart = -1;

    ZstdDecompressor(int maxBytes, ZstdContexts contexts) {
      this.maxBytes = maxBytes;
      this.contexts = contexts;
    }

    @Override
    public void decompress(DataInput in, int originalLength, int offset, int length, BytesRef bytes)
        throws IOException {
      if (length == 0) {
        bytes.length = 0;
        return;
      }
      check(in, originalLength, maxBytes, offset, length);
      long start = in instanceof IndexInput file ? file.getFilePointer() : -1;
      int size = in.readVInt();
      if (size <= 0 || size > Zstd.compressBound(originalLength)) {
        throw new CorruptIndexException(
            "A frame of " + size + " bytes for a chunk of " + originalLength, in);
      }
      if (start >= 0 && start == chunkStart && originalLength == chunkLength) {
        in.skipBytes(size);
      } else {
        chunkStart = -1;
        read(in, size, originalLength);
        chunkStart = start;
        chunkLength = originalLength;
      }
      bytes.bytes = ArrayUtil.growNoCopy(bytes.bytes, length);
      System.arraycopy(chunk, offset, bytes.bytes, 0, length);
      bytes.offset = 0;
      bytes.length = length;
    }

    private void read(DataInput in, int size, int length) throws IOException {
      frame = ArrayUtil.growNoCopy(frame, size);
      in.readBytes(frame, 0, size);
      chunk = ArrayUtil.growNoCopy(chunk, length);
      int decompressed;
      try {
        decompressed = contexts.decompress(chunk, length, frame, size);
      } catch (ZstdException e) {
        throw new CorruptIndexException("A chunk cannot be decompressed", in, e);
      }
      if (decompressed != length) {
        throw new CorruptIndexException("A chunk of " + length + " bytes has " + decompressed, in);
      }
    }

    @Override
    public Decompressor clone() {
      return new ZstdDecompressor(maxBytes, contexts);
    }
  }
}
