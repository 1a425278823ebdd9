package dev.ragged.leann.internal.codec;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.codecs.compressing.CompressionMode;
import org.apache.lucene.codecs.compressing.Compressor;
import org.apache.lucene.codecs.compressing.Decompressor;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.ByteBuffersDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.DataOutput;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;

/**
 * Stores chunks of ids and metadata as {@linkplain ChunkColumns columns}, compressed: the number of
 * bytes as a vint, and the frame; the bytes are one that says whether they are columns, and these.
 */
final class ColumnarCompression extends CompressionMode {
  private static final byte ROWS = 0;
  private static final byte COLUMNS = 1;
  private static final byte[] NOTHING = {};

  private final ZstdCompression zstd;

  /**
   * @param chunkBytes the format's chunk size
   */
  ColumnarCompression(int level, int chunkBytes) {
    this.zstd = new ZstdCompression(level, chunkBytes + 1, null);
  }

  @Override
  public Compressor newCompressor() {
    Compressor frames = zstd.newCompressor();
    return new Compressor() {
      @Override
      public void compress(ByteBuffersDataInput in, DataOutput out) throws IOException {
        byte[] chunk = new byte[Math.toIntExact(in.length())];
        in.readBytes(chunk, 0, chunk.length);
        byte[] columns = ChunkColumns.of(chunk, chunk.length);
        boolean fewer = columns != null && columns.length < chunk.length;
        ByteBuffersDataOutput content = new ByteBuffersDataOutput();
        content.writeByte(fewer ? COLUMNS : ROWS);
        content.writeBytes(fewer ? columns : chunk);
        out.writeVInt(Math.toIntExact(content.size()));
        frames.compress(content.toDataInput(), out);
      }

      @Override
      public void close() throws IOException {
        frames.close();
      }
    };
  }

  @Override
  public Decompressor newDecompressor() {
    return new ColumnarDecompressor(zstd.newDecompressor(), zstd.maxBytes());
  }

  /** Keeps the last chunk, as the decompressor of frames does, as far as it was made of columns. */
  private static final class ColumnarDecompressor extends Decompressor {
    private final Decompressor frames;
    private final int maxBytes;
    private final BytesRef content = new BytesRef();
    private byte[] chunk = NOTHING;

    /** What makes the rest of the chunk; null if all of it is there. */
    private ChunkRows rows;

    private int chunkLength = -1;

    /** The position of the chunk in the file; -1 for none. */
    private long chunkStart = -1;

    ColumnarDecompressor(Decompressor frames, int maxBytes) {
      this.frames = frames;
      this.maxBytes = maxBytes;
    }

    @Override
    public void decompress(DataInput in, int originalLength, int offset, int length, BytesRef bytes)
        throws IOException {
      if (length == 0) {
        bytes.length = 0;
        return;
      }
      ZstdCompression.check(in, originalLength, maxBytes, offset, length);
      long start = in instanceof IndexInput file ? file.getFilePointer() : -1;
      int size = in.readVInt();
      if (size < 1 || size > originalLength + 1) {
        throw new CorruptIndexException(
            "Columns of " + size + " bytes for a chunk of " + originalLength, in);
      }
      frames.decompress(in, size, 0, size, content);
      if (start < 0 || start != chunkStart || originalLength != chunkLength) {
        chunkStart = -1;
        read(in, size, originalLength);
        chunkLength = originalLength;
      }
      if (rows != null) {
        chunkStart = -1; // if it fails
        rows.makeUpTo(offset + length);
      }
      chunkStart = start;
      bytes.bytes = ArrayUtil.growNoCopy(bytes.bytes, length);
      System.arraycopy(chunk, offset, bytes.bytes, 0, length);
      bytes.offset = 0;
      bytes.length = length;
    }

    private void read(DataInput in, int size, int length) throws IOException {
      chunk = ArrayUtil.growNoCopy(chunk, length);
      byte layout = content.bytes[content.offset];
      byte[] rest = Arrays.copyOfRange(content.bytes, content.offset + 1, content.offset + size);
      if (layout == COLUMNS) {
        rows = ChunkRows.of(rest, chunk, length);
      } else if (layout == ROWS && rest.length == length) {
        rows = null;
        System.arraycopy(rest, 0, chunk, 0, length);
      } else {
        throw new CorruptIndexException("A chunk of layout " + layout + ", " + size + " bytes", in);
      }
    }

    @Override
    public Decompressor clone() {
      return new ColumnarDecompressor(frames.clone(), maxBytes);
    }
  }
}
