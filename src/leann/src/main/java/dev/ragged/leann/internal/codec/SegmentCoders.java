package dev.ragged.leann.internal.codec;

import dev.ragged.leann.internal.engine.Coder;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IOUtils;

/**
 * The coders of a segment's codes. Those that are not shipped are in a file of the segment, {@code
 * .lnq}, so that whoever copies the files of a commit or merges segments of another index has them.
 * Segments from before version 2 have them in files beside the segments, see {@link CoderFiles}.
 */
public final class SegmentCoders implements Closeable {
  static final String CODEC = "Leann1VectorsCoders";
  static final String EXTENSION = "lnq";

  /** Segment attribute of those that have such a file: the suffix in its name. */
  private static final String SUFFIX_ATTRIBUTE = "ragged.coders.suffix";

  /** A coder takes at most d x (d + 256) bytes of its d dimensions, and some. */
  private static final int MAX_BYTES = 1 << 28;

  private final SegmentInfo segment;
  private final IndexInput file;

  /**
   * @param file null if the segment has none
   */
  private SegmentCoders(SegmentInfo segment, IndexInput file) {
    this.segment = segment;
    this.file = file;
  }

  /**
   * Opens a segment's.
   *
   * @param files where the files of the segment are: in the index, or in a compound file
   */
  static SegmentCoders of(Directory files, SegmentInfo segment) throws IOException {
    String suffix = segment.getAttribute(SUFFIX_ATTRIBUTE);
    if (suffix == null) {
      return new SegmentCoders(segment, null);
    }
    IndexInput file =
        files.openInput(
            IndexFileNames.segmentFileName(segment.name, suffix, EXTENSION), IOContext.READ);
    boolean success = false;
    try {
      CodecUtil.checkIndexHeader(
          file,
          CODEC,
          LeannVectorsFormat.VERSION_CODERS,
          LeannVectorsFormat.VERSION,
          segment.getId(),
          suffix);
      CodecUtil.retrieveChecksum(file);
      success = true;
      return new SegmentCoders(segment, file);
    } finally {
      if (!success) {
        IOUtils.closeWhileHandlingException(file);
      }
    }
  }

  /** The id of the coder of a segment's codes, or null if it has none. */
  public static String id(SegmentCommitInfo segment) {
    return segment.info.getAttribute(LeannVectorsFormat.CODER_ATTRIBUTE);
  }

  /** The id of a coder that a segment needs and that is in a file beside the segments, or null. */
  public static String besides(SegmentCommitInfo segment) {
    String id = id(segment);
    boolean own = segment.info.getAttribute(SUFFIX_ATTRIBUTE) != null;
    return own || id == null || ShippedCoders.has(id) ? null : id;
  }

  /** Opens the coder of a segment's codes; the segment must have one. */
  public static Coder open(SegmentCommitInfo segment) throws IOException {
    SegmentInfo info = segment.info;
    if (info.getAttribute(SUFFIX_ATTRIBUTE) == null || !info.getUseCompoundFile()) {
      return open(info.dir, segment);
    }
    try (Directory compound =
        info.getCodec().compoundFormat().getCompoundReader(info.dir, info, IOContext.READONCE)) {
      return open(compound, segment);
    }
  }

  private static Coder open(Directory files, SegmentCommitInfo segment) throws IOException {
    try (SegmentCoders coders = of(files, segment.info)) {
      return coders.open(id(segment));
    }
  }

  /**
   * Opens a coder.
   *
   * @throws CorruptIndexException if it is missing or damaged
   */
  Coder open(String id) throws IOException {
    return file == null
        ? CoderFiles.open(segment.dir, id)
        : CoderFiles.shared(id, file.toString(), () -> bytes(id));
  }

  private byte[] bytes(String id) throws IOException {
    IndexInput in = file.clone();
    in.seek(0);
    CodecUtil.checkIndexHeader(
        in,
        CODEC,
        LeannVectorsFormat.VERSION_CODERS,
        LeannVectorsFormat.VERSION,
        segment.getId(),
        segment.getAttribute(SUFFIX_ATTRIBUTE));
    for (int count = in.readVInt(); count > 0; count--) {
      String name = in.readString();
      int length = in.readVInt();
      if (length < 0 || length > MAX_BYTES || length > in.length() - in.getFilePointer()) {
        throw new CorruptIndexException("A coder of " + length + " bytes", file);
      }
      if (name.equals(id)) {
        byte[] bytes = new byte[length];
        in.readBytes(bytes, 0, length);
        return bytes;
      }
      in.skipBytes(length);
    }
    throw new CorruptIndexException("The segment lacks its coder " + id, file);
  }

  /**
   * Reads a coder that may be loaded already.
   *
   * @throws CorruptIndexException if it is damaged
   */
  void check(String id) throws IOException {
    if (file != null) {
      CodecUtil.checksumEntireFile(file);
      if (!ShippedCoders.has(id)) {
        CoderFiles.load(id, file.toString(), bytes(id)).close();
      }
    }
  }

  /** Writes the file of a new segment, unless all of its coders are shipped. */
  static void write(SegmentWriteState state, Collection<Coder> coders) throws IOException {
    List<Coder> own = coders.stream().filter(coder -> !ShippedCoders.has(coder.id())).toList();
    if (own.isEmpty()) {
      return;
    }
    try (IndexOutput out =
        SegmentFiles.create(state, EXTENSION, CODEC, LeannVectorsFormat.VERSION)) {
      out.writeVInt(own.size());
      for (Coder coder : own) {
        byte[] bytes = coder.toBytes();
        out.writeString(coder.id());
        out.writeVInt(bytes.length);
        out.writeBytes(bytes, bytes.length);
      }
      CodecUtil.writeFooter(out);
    }
    state.segmentInfo.putAttribute(SUFFIX_ATTRIBUTE, state.segmentSuffix);
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(file);
  }
}
