package dev.ragged.leann.internal.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictContentType;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.compressing.CompressionMode;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.store.ChecksumIndexInput;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.StringHelper;

/**
 * Text that the chunks of a segment are compressed with, so that small chunks, which are read fast,
 * take hardly more space than large ones. Segments may have the same one; then it is in memory
 * once, and merges copy their chunks. Every user closes it. Safe for use by several threads.
 */
final class TextDictionary implements Closeable {
  /** Maximum length in bytes. A longer one saves less than the time to compress with it. */
  static final int MAX_BYTES = 1 << 20;

  private static final String EXTENSION = "fdd";
  private static final String SUFFIX = LeannStoredFieldsFormat.TEXT_SUFFIX;
  private static final String CODEC = "Leann2TextDictionary";
  private static final int VERSION = 0;

  /** Level of the dictionary itself, which is written once a segment. */
  private static final int LEVEL = 19;

  /** Those in use, by content. */
  private static final Map<Key, TextDictionary> OPEN = new HashMap<>();

  /** A dictionary's content, compared byte by byte only if the hash is the same. */
  private record Key(byte[] bytes, int hash) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && hash == key.hash && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  private final Key key;
  private final ZstdDictDecompress digested;

  private final ZstdContexts contexts;
  private final CompressionMode mode;
  private int users = 1;

  private TextDictionary(Key key) {
    this.key = key;
    // Raw, since text may begin with the magic number of Zstandard's own dictionaries.
    this.digested = new ZstdDictDecompress(key.bytes, ZstdDictContentType.RAW_CONTENT);
    this.contexts = new ZstdContexts(digested);
    this.mode = LeannStoredFieldsFormat.modeWith(this);
  }

  /**
   * One of this content.
   *
   * @param bytes not to be changed any more
   */
  static TextDictionary of(byte[] bytes) {
    Key key = new Key(bytes, StringHelper.murmurhash3_x86_32(bytes, 0, bytes.length, 0));
    synchronized (OPEN) {
      TextDictionary dictionary = OPEN.get(key);
      if (dictionary == null) {
        dictionary = new TextDictionary(key);
        OPEN.put(key, dictionary);
      } else {
        dictionary.users++;
      }
      return dictionary;
    }
  }

  @Override
  public void close() {
    synchronized (OPEN) {
      if (--users == 0) {
        OPEN.remove(key);
        contexts.close();
        digested.close();
      }
    }
  }

  byte[] bytes() {
    return key.bytes;
  }

  /** How chunks are compressed with it; the same object for every segment that has it. */
  CompressionMode mode() {
    return mode;
  }

  /** For a compressor, which closes it. */
  ZstdDictCompress forCompression(int level) {
    return new ZstdDictCompress(key.bytes, level, ZstdDictContentType.RAW_CONTENT);
  }

  /** Decompresses what was compressed with it. */
  ZstdContexts contexts() {
    return contexts;
  }

  private static String file(SegmentInfo segment) {
    return IndexFileNames.segmentFileName(segment.name, SUFFIX, EXTENSION);
  }

  /** Writes the segment's file. */
  void write(Directory directory, SegmentInfo segment, IOContext context) throws IOException {
    byte[] frame;
    try (ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(LEVEL).setChecksum(true)) {
      frame = zstd.compress(key.bytes);
    } catch (ZstdException e) {
      throw new IOException("A dictionary could not be compressed", e);
    }
    try (IndexOutput out = directory.createOutput(file(segment), context)) {
      CodecUtil.writeIndexHeader(out, CODEC, VERSION, segment.getId(), SUFFIX);
      out.writeVInt(key.bytes.length);
      out.writeVInt(frame.length);
      out.writeBytes(frame, frame.length);
      CodecUtil.writeFooter(out);
    }
  }

  /** Reads and verifies the segment's file. */
  static TextDictionary read(Directory directory, SegmentInfo segment) throws IOException {
    try (ChecksumIndexInput in = directory.openChecksumInput(file(segment), IOContext.READONCE)) {
      byte[] bytes = null;
      Throwable failure = null;
      try {
        CodecUtil.checkIndexHeader(in, CODEC, VERSION, VERSION, segment.getId(), SUFFIX);
        bytes = content(in);
      } catch (IOException | RuntimeException e) {
        failure = e;
      } finally {
        CodecUtil.checkFooter(in, failure); // throws what has failed, and a wrong checksum
      }
      return of(bytes);
    }
  }

  private static byte[] content(IndexInput in) throws IOException {
    int length = in.readVInt();
    int size = in.readVInt();
    if (length <= 0
        || length > MAX_BYTES
        || size <= 0
        || size > in.length() - in.getFilePointer()) {
      throw new CorruptIndexException(
          "A dictionary of " + length + " bytes, compressed to " + size, in);
    }
    byte[] frame = new byte[size];
    in.readBytes(frame, 0, size);
    byte[] bytes = new byte[length];
    long decompressed;
    try {
      decompressed = Zstd.decompressByteArray(bytes, 0, length, frame, 0, size);
    } catch (ZstdException e) {
      throw new CorruptIndexException("A dictionary cannot be decompressed", in, e);
    }
    if (decompressed != length) {
      throw new CorruptIndexException(
          "A dictionary of " + length + " bytes has " + decompressed, in);
    }
    return bytes;
  }

  /** Verifies the checksum of the segment's file. */
  static void checkIntegrity(Directory directory, SegmentInfo segment) throws IOException {
    try (IndexInput in = directory.openInput(file(segment), IOContext.READONCE)) {
      CodecUtil.checksumEntireFile(in);
    }
  }
}
