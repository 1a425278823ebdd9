package dev.ragged.leann.internal.codec;

import dev.ragged.leann.internal.engine.Coder;
import dev.ragged.leann.internal.engine.CoderQuery;
import dev.ragged.leann.internal.engine.Codes;
import dev.ragged.leann.internal.engine.ScanResult;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.lucene95.OrdToDocDISIReaderConfiguration;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FilterLeafReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.store.ChecksumIndexInput;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.packed.DirectMonotonicReader;

/**
 * Reads codes and graphs. They are copied once into memory outside the heap, where the engine
 * searches them, and freed when the reader closes: a search must hold a reference to the index
 * reader.
 */
public final class LeannVectorsReader extends KnnVectorsReader {
  private final Map<String, Field> fields = new HashMap<>();
  private final IndexInput codesInput;
  private final SegmentCoders coders;

  LeannVectorsReader(SegmentReadState state) throws IOException {
    IndexInput codes = null;
    SegmentCoders own = null;
    boolean success = false;
    try {
      List<FieldMeta> metas = readMeta(state);
      String name = fileName(state, LeannVectorsFormat.CODES_EXTENSION);
      codes = state.directory.openInput(name, state.context);
      CodecUtil.checkIndexHeader(
          codes,
          LeannVectorsFormat.CODES_CODEC,
          LeannVectorsFormat.VERSION_START,
          LeannVectorsFormat.VERSION,
          state.segmentInfo.getId(),
          state.segmentSuffix);
      CodecUtil.retrieveChecksum(codes);
      this.codesInput = codes;
      own = SegmentCoders.of(state.directory, state.segmentInfo);
      this.coders = own;
      for (FieldMeta meta : metas) {
        fields.put(meta.name, open(meta, own, codes));
      }
      success = true;
    } finally {
      if (!success) {
        IOUtils.closeWhileHandlingException(fields.values());
        IOUtils.closeWhileHandlingException(codes, own);
      }
    }
  }

  /** The reader of a segment's codes, or null if the segment has none. */
  public static LeannVectorsReader of(LeafReader segment, String name) {
    if (segment.getFieldInfos().fieldInfo(name) == null) {
      return null;
    }
    var perField =
        (PerFieldKnnVectorsFormat.FieldsReader)
            ((SegmentReader) FilterLeafReader.unwrap(segment)).getVectorReader();
    return (LeannVectorsReader) perField.getFieldReader(name);
  }

  private static String fileName(SegmentReadState state, String extension) {
    return IndexFileNames.segmentFileName(state.segmentInfo.name, state.segmentSuffix, extension);
  }

  private static List<FieldMeta> readMeta(SegmentReadState state) throws IOException {
    String name = fileName(state, LeannVectorsFormat.META_EXTENSION);
    List<FieldMeta> metas = new ArrayList<>();
    try (ChecksumIndexInput in = state.directory.openChecksumInput(name, state.context)) {
      Throwable problem = null;
      try {
        int version =
            CodecUtil.checkIndexHeader(
                in,
                LeannVectorsFormat.META_CODEC,
                LeannVectorsFormat.VERSION_START,
                LeannVectorsFormat.VERSION,
                state.segmentInfo.getId(),
                state.segmentSuffix);
        for (int number = in.readInt(); number != -1; number = in.readInt()) {
          metas.add(FieldMeta.read(in, version, number, state));
        }
      } catch (Throwable t) {
        problem = t;
      } finally {
        CodecUtil.checkFooter(in, problem);
      }
    }
    return metas;
  }

  private static Field open(FieldMeta meta, SegmentCoders coders, IndexInput codes)
      throws IOException {
    Coder coder = coders.open(meta.coderId);
    boolean success = false;
    try {
      if (coder.codeBytes() != meta.codeBytes
          || coder.dimension() != meta.dimension
          || meta.codesLength != (long) meta.size * meta.codeBytes) {
        throw new CorruptIndexException("Codes do not fit their coder " + meta.coderId, codes);
      }
      Field field =
          new Field(
              coder,
              Codes.read(coder, codes.slice("codes", meta.codesStart, meta.codesLength), meta.size),
              meta.graphLength == 0
                  ? null
                  : new LazyGraph(
                      codes.slice("graph", meta.graphStart, meta.graphLength), meta.size),
              meta.docs,
              codes);
      success = true;
      return field;
    } finally {
      if (!success) {
        coder.close();
      }
    }
  }

  private Field field(String name) {
    Field field = fields.get(name);
    if (field == null) {
      throw new IllegalArgumentException("Field '" + name + "' has no vectors.");
    }
    return field;
  }

  /** The coder of a field; valid while this reader is open. */
  public Coder coder(String name) {
    return field(name).coder;
  }

  /**
   * The documents whose codes are nearest to a query, by scanning all codes or, if the segment has
   * a graph, by walking over it.
   *
   * @param target the query, of unit length and the field's dimension
   * @param accept documents to consider, or null for all
   * @param top maximum number of results, at least 1
   * @return document numbers of this segment and estimated cosines, best first
   */
  public ScanResult nearest(String name, float[] target, Bits accept, int top) throws IOException {
    Field field = field(name);
    if (field.codes.size() == 0) {
      return ScanResult.EMPTY;
    }
    try (CoderQuery query = field.coder.query(target)) {
      FixedBitSet ords = field.acceptedOrds(accept);
      ScanResult found =
          field.graph == null
              ? field.codes.scan(query, ords, top)
              : field.graph.get().search(field.codes, query, ords, top);
      DirectMonotonicReader ordToDoc = field.ordToDoc();
      if (ordToDoc != null) {
        for (int i = 0; i < found.size(); i++) {
          found.ids()[i] = (int) ordToDoc.get(found.ids()[i]);
        }
      }
      return found;
    }
  }

  /**
   * The estimated cosines of single documents.
   *
   * @param target the query, of unit length and the field's dimension
   * @param docs documents of this segment
   * @return in the order of {@code docs}; not a number for a document without a code
   */
  public float[] estimates(String name, float[] target, int[] docs) throws IOException {
    Field field = field(name);
    float[] estimates = new float[docs.length];
    try (CoderQuery query = field.coder.query(target)) {
      for (int i = 0; i < docs.length; i++) {
        int ord = field.ord(docs[i]);
        estimates[i] = ord < 0 ? Float.NaN : field.codes.score(query, ord);
      }
    }
    return estimates;
  }

  /**
   * A document's decoded code, close to the encoded vector.
   *
   * @param doc a document of this segment with a code
   */
  public float[] decode(String name, int doc) throws IOException {
    Field field = field(name);
    float[] vector = new float[field.coder.dimension()];
    field.codes.decode(field.ord(doc), vector);
    return vector;
  }

  /**
   * A document's code and what it decodes to; null if it has none.
   *
   * @param doc a document of this segment
   */
  public CodedVector coded(String name, int doc) throws IOException {
    Field field = field(name);
    if (field.ord(doc) < 0) {
      return null;
    }
    byte[] code = new byte[field.coder.codeBytes()];
    field.codes.read(field.ord(doc), code);
    return new CodedVector(field.coder.id(), code, decode(name, doc));
  }

  /** Lucene requires non-negative scores: the cosine mapped to 0..1. */
  static float luceneScore(float cosine) {
    return Math.max((1 + cosine) / 2, 0);
  }

  @Override
  public void search(String name, float[] target, KnnCollector collector, Bits accept)
      throws IOException {
    int top = Math.min(collector.k(), Math.max(1, field(name).codes.size()));
    ScanResult found = nearest(name, target, accept, top);
    collector.incVisitedCount((int) Math.min(found.scored(), Integer.MAX_VALUE));
    for (int i = 0; i < found.size(); i++) {
      collector.collect(found.ids()[i], luceneScore(found.scores()[i]));
    }
  }

  @Override
  public void search(String name, byte[] target, KnnCollector collector, Bits accept) {
    throw new UnsupportedOperationException("Field '" + name + "' has no byte vectors.");
  }

  @Override
  public FloatVectorValues getFloatVectorValues(String name) throws IOException {
    Field field = field(name);
    return new CodedVectorValues(field.coder, field.codes, field::iterator);
  }

  @Override
  public ByteVectorValues getByteVectorValues(String name) {
    throw new UnsupportedOperationException("Field '" + name + "' has no byte vectors.");
  }

  @Override
  public void checkIntegrity() throws IOException {
    CodecUtil.checksumEntireFile(codesInput);
    for (Field field : fields.values()) {
      coders.check(field.coder.id());
      if (field.graph != null) {
        field.graph.check();
      }
    }
  }

  @Override
  public long ramBytesUsed() {
    return fields.values().stream().mapToLong(f -> f.codes.bytes()).sum();
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(fields.values());
    IOUtils.close(codesInput, coders);
  }

  /** The description of a field in the meta file. */
  private record FieldMeta(
      String name,
      int dimension,
      String coderId,
      int codeBytes,
      long codesStart,
      long codesLength,
      long graphStart,
      long graphLength,
      int size,
      OrdToDocDISIReaderConfiguration docs) {

    static FieldMeta read(IndexInput in, int version, int number, SegmentReadState state)
        throws IOException {
      FieldInfo info = state.fieldInfos.fieldInfo(number);
      if (info == null) {
        throw new CorruptIndexException("No field has number " + number, in);
      }
      int dimension = in.readVInt();
      int similarity = in.readVInt();
      String coderId = in.readString();
      int codeBytes = in.readVInt();
      long start = in.readVLong();
      long length = in.readVLong();
      boolean graphs = version >= LeannVectorsFormat.VERSION_GRAPHS;
      long graphStart = graphs ? in.readVLong() : 0;
      long graphLength = graphs ? in.readVLong() : 0;
      int size = in.readVInt();
      if (dimension != info.getVectorDimension()
          || similarity != info.getVectorSimilarityFunction().ordinal()
          || size < 0
          || size > state.segmentInfo.maxDoc()
          || CoderFiles.idOf(CoderFiles.fileName(coderId)) == null) {
        throw new CorruptIndexException("Field " + info.name + " is not as declared", in);
      }
      return new FieldMeta(
          info.name,
          dimension,
          coderId,
          codeBytes,
          start,
          length,
          graphStart,
          graphLength,
          size,
          OrdToDocDISIReaderConfiguration.fromStoredMeta(in, size));
    }
  }

  /**
   * A field's codes and the documents they belong to.
   *
   * @param graph null if there is none
   */
  private record Field(
      Coder coder,
      Codes codes,
      LazyGraph graph,
      OrdToDocDISIReaderConfiguration docs,
      IndexInput input)
      implements Closeable {

    DocIdSetIterator iterator() throws IOException {
      if (docs.isEmpty()) {
        return DocIdSetIterator.empty();
      }
      return docs.isDense()
          ? DocIdSetIterator.all(codes.size())
          : docs.getIndexedDISI(input.clone());
    }

    /** Null if ordinals are document numbers. */
    DirectMonotonicReader ordToDoc() throws IOException {
      return docs.isDense() || docs.isEmpty() ? null : docs.getDirectMonotonicReader(input);
    }

    /** A document's code, negative if it has none. */
    int ord(int doc) throws IOException {
      if (docs.isEmpty()) {
        return -1;
      }
      DirectMonotonicReader ordToDoc = ordToDoc();
      return ordToDoc == null ? doc : (int) ordToDoc.binarySearch(0, codes.size(), doc);
    }

    /** The accepted ordinals as a bitset, or null for all. */
    FixedBitSet acceptedOrds(Bits accept) throws IOException {
      if (accept == null) {
        return null;
      }
      DirectMonotonicReader ordToDoc = ordToDoc();
      if (ordToDoc == null) {
        return accept instanceof FixedBitSet bits ? bits : FixedBitSet.copyOf(accept);
      }
      FixedBitSet ords = new FixedBitSet(codes.size());
      for (int ord = 0; ord < codes.size(); ord++) {
        if (accept.get((int) ordToDoc.get(ord))) {
          ords.set(ord);
        }
      }
      return ords;
    }

    @Override
    public void close() {
      IOUtils.closeWhileHandlingException(graph);
      codes.close();
      coder.close();
    }
  }
}
