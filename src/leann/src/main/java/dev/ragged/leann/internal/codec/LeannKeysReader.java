package dev.ragged.leann.internal.codec;

import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.FieldsProducer;
import org.apache.lucene.codecs.compressing.Decompressor;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.Terms;
import org.apache.lucene.store.ChecksumIndexInput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOUtils;

/** Reads {@link LeannKeysFormat}. */
final class LeannKeysReader extends FieldsProducer {
  private final Map<String, KeyFieldTerms> fields = new TreeMap<>();
  private final IndexInput data;
  private final Decompressor frames;
  private final int maxDoc;

  LeannKeysReader(SegmentReadState state) throws IOException {
    maxDoc = state.segmentInfo.maxDoc();
    // A part has some tens of kilobytes, and some numbers for each document.
    long most = (1L << 20) + 64L * KeyBlock.mostDocs(maxDoc);
    frames =
        new ZstdCompression(
                LeannKeysFormat.LEVEL, (int) Math.min(most, Integer.MAX_VALUE / 2), null)
            .newDecompressor();
    data = state.directory.openInput(file(state, LeannKeysFormat.DATA_EXTENSION), state.context);
    boolean success = false;
    try {
      check(data, state, LeannKeysFormat.DATA_CODEC);
      CodecUtil.retrieveChecksum(data);
      readMeta(state);
      success = true;
    } finally {
      if (!success) {
        IOUtils.closeWhileHandlingException(data);
      }
    }
  }

  private static String file(SegmentReadState state, String extension) {
    return IndexFileNames.segmentFileName(state.segmentInfo.name, state.segmentSuffix, extension);
  }

  private static void check(IndexInput in, SegmentReadState state, String codec)
      throws IOException {
    CodecUtil.checkIndexHeader(
        in,
        codec,
        LeannKeysFormat.VERSION,
        LeannKeysFormat.VERSION,
        state.segmentInfo.getId(),
        state.segmentSuffix);
  }

  private void readMeta(SegmentReadState state) throws IOException {
    String name = file(state, LeannKeysFormat.META_EXTENSION);
    try (ChecksumIndexInput meta = state.directory.openChecksumInput(name, IOContext.READONCE)) {
      Throwable failure = null;
      try {
        check(meta, state, LeannKeysFormat.META_CODEC);
        for (int number = meta.readInt(); number != -1; number = meta.readInt()) {
          FieldInfo field = state.fieldInfos.fieldInfo(number);
          if (field == null) {
            throw new CorruptIndexException("There is no field " + number, meta);
          }
          fields.put(field.name, new KeyFieldTerms(this, meta));
        }
      } catch (Throwable e) {
        failure = e;
      } finally {
        CodecUtil.checkFooter(meta, failure);
      }
    }
  }

  static BytesRef readBytes(IndexInput in) throws IOException {
    int length = in.readVInt();
    if (length < 0 || length > in.length() - in.getFilePointer()) {
      throw new CorruptIndexException(length + " bytes", in);
    }
    byte[] bytes = new byte[length];
    in.readBytes(bytes, 0, length);
    return new BytesRef(bytes);
  }

  int maxDoc() {
    return maxDoc;
  }

  /** A copy for one thread. */
  IndexInput data() {
    return data.clone();
  }

  /** The part of the data that begins here. */
  byte[] readPart(IndexInput in) throws IOException {
    int length = in.readVInt();
    if (length <= 0) {
      throw new CorruptIndexException("A part of " + length + " bytes", in);
    }
    BytesRef part = new BytesRef();
    frames.clone().decompress(in, length, 0, length, part);
    return BytesRef.deepCopyOf(part).bytes;
  }

  @Override
  public Iterator<String> iterator() {
    return fields.keySet().iterator();
  }

  @Override
  public Terms terms(String field) {
    return fields.get(field);
  }

  @Override
  public int size() {
    return fields.size();
  }

  @Override
  public void checkIntegrity() throws IOException {
    CodecUtil.checksumEntireFile(data);
  }

  @Override
  public void close() throws IOException {
    data.close();
  }
}
