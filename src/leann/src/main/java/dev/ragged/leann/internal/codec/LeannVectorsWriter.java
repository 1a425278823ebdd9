package dev.ragged.leann.internal.codec;

import dev.ragged.leann.internal.engine.Coder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.KnnFieldVectorsWriter;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene95.OrdToDocDISIReaderConfiguration;
import org.apache.lucene.index.DocIDMerger;
import org.apache.lucene.index.DocsWithFieldSet;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.Sorter;
import org.apache.lucene.index.VectorEncoding;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.IOUtils;

/**
 * Writes codes, and graphs over them. A new vector is encoded when it is added and then dropped, so
 * graphs are built from codes.
 */
final class LeannVectorsWriter extends KnnVectorsWriter {
  /** As in Lucene's own vector formats; a parameter of the layout of sparse fields. */
  private static final int DIRECT_MONOTONIC_BLOCK_SHIFT = 16;

  private final SegmentWriteState state;
  private final CoderSource coders;
  private final SegmentGraphs graphs;
  private final IndexOutput meta;
  private final IndexOutput codes;
  private final List<FieldWriter> fields = new ArrayList<>();
  private final Map<String, Coder> used = new LinkedHashMap<>();

  LeannVectorsWriter(SegmentWriteState state, CoderSource coders, SegmentGraphs graphs)
      throws IOException {
    this.state = state;
    this.coders = coders;
    this.graphs = graphs;
    IndexOutput metaOut = null;
    IndexOutput codesOut = null;
    boolean success = false;
    try {
      metaOut = create(LeannVectorsFormat.META_EXTENSION, LeannVectorsFormat.META_CODEC);
      codesOut = create(LeannVectorsFormat.CODES_EXTENSION, LeannVectorsFormat.CODES_CODEC);
      success = true;
    } finally {
      if (!success) {
        IOUtils.closeWhileHandlingException(metaOut, codesOut);
      }
    }
    this.meta = metaOut;
    this.codes = codesOut;
  }

  private IndexOutput create(String extension, String codec) throws IOException {
    return SegmentFiles.create(state, extension, codec, LeannVectorsFormat.VERSION);
  }

  @Override
  public KnnFieldVectorsWriter<?> addField(FieldInfo field) throws IOException {
    if (field.getVectorEncoding() != VectorEncoding.FLOAT32) {
      throw new IllegalArgumentException(
          "Field '" + field.name + "' has byte vectors; this format codes float vectors.");
    }
    FieldWriter writer =
        new FieldWriter(field, coders.forNewVectors(field.getVectorDimension()), coders);
    fields.add(writer);
    return writer;
  }

  @Override
  public void flush(int maxDoc, Sorter.DocMap sortMap) throws IOException {
    for (FieldWriter field : fields) {
      DocsWithFieldSet docs = field.docs;
      byte[] bytes = field.codes.toByteArray();
      int[] oldOrd = null;
      if (sortMap != null) {
        oldOrd = new int[docs.cardinality()];
        DocsWithFieldSet sorted = new DocsWithFieldSet();
        mapOldOrdToNewOrd(docs, sortMap, null, oldOrd, sorted);
        docs = sorted;
      }
      try (CodesOutput out = output(field.coder, docs.cardinality())) {
        for (int ord = 0; ord < docs.cardinality(); ord++) {
          out.add(bytes, (oldOrd == null ? ord : oldOrd[ord]) * field.coder.codeBytes());
        }
        finish(field.info, field.coder, out, docs, maxDoc);
      }
    }
  }

  @Override
  public void mergeOneField(FieldInfo field, MergeState mergeState) throws IOException {
    List<Source> sources = new ArrayList<>();
    int maxCodes = 0;
    Map<String, Coder> distinct = new LinkedHashMap<>();
    for (int i = 0; i < mergeState.knnVectorsReaders.length; i++) {
      KnnVectorsReader reader = mergeState.knnVectorsReaders[i];
      FieldInfo there = mergeState.fieldInfos[i].fieldInfo(field.name);
      if (reader == null || there == null || !there.hasVectorValues()) {
        continue;
      }
      FloatVectorValues values = reader.getFloatVectorValues(field.name);
      if (values == null || values.size() == 0) {
        continue;
      }
      sources.add(new Source(mergeState.docMaps[i], values));
      maxCodes += values.size();
      if (values instanceof CodedVectorValues coded) {
        distinct.put(coded.coder().id(), coded.coder());
      }
    }
    Coder coder =
        distinct.isEmpty()
            ? coders.forNewVectors(field.getVectorDimension())
            : coders.forMerge(List.copyOf(distinct.values()));
    DocIDMerger<Source> merger = DocIDMerger.of(sources, mergeState.needsIndexSort);
    DocsWithFieldSet docs = new DocsWithFieldSet();
    byte[] code = new byte[coder.codeBytes()];
    try (CodesOutput out = output(coder, maxCodes)) {
      for (Source source = merger.next(); source != null; source = merger.next()) {
        if (source.values instanceof CodedVectorValues coded
            && coded.coder().id().equals(coder.id())) {
          coded.readCode(code);
        } else {
          coder.encode(source.values.vectorValue(), code);
        }
        out.add(code, 0);
        docs.add(source.mappedDocID);
      }
      finish(field, coder, out, docs, state.segmentInfo.maxDoc());
    }
  }

  private CodesOutput output(Coder coder, int maxCodes) {
    return new CodesOutput(codes, coder, maxCodes, graphs.degree(coder, maxCodes));
  }

  private void finish(
      FieldInfo field, Coder coder, CodesOutput out, DocsWithFieldSet docs, int maxDoc)
      throws IOException {
    out.finish();
    long end = codes.getFilePointer();
    used.put(coder.id(), coder);
    state.segmentInfo.putAttribute(LeannVectorsFormat.CODER_ATTRIBUTE, coder.id());
    meta.writeInt(field.number);
    meta.writeVInt(field.getVectorDimension());
    meta.writeVInt(field.getVectorSimilarityFunction().ordinal());
    meta.writeString(coder.id());
    meta.writeVInt(coder.codeBytes());
    meta.writeVLong(out.start());
    meta.writeVLong(out.graphStart() - out.start());
    meta.writeVLong(out.graphStart());
    meta.writeVLong(end - out.graphStart());
    meta.writeVInt(docs.cardinality());
    OrdToDocDISIReaderConfiguration.writeStoredMeta(
        DIRECT_MONOTONIC_BLOCK_SHIFT, meta, codes, docs.cardinality(), maxDoc, docs);
  }

  @Override
  public void finish() throws IOException {
    SegmentCoders.write(state, used.values());
    meta.writeInt(-1);
    CodecUtil.writeFooter(meta);
    CodecUtil.writeFooter(codes);
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(meta, codes);
  }

  @Override
  public long ramBytesUsed() {
    long bytes = 0;
    for (FieldWriter field : fields) {
      bytes += field.ramBytesUsed();
    }
    return bytes;
  }

  private static final class Source extends DocIDMerger.Sub {
    final FloatVectorValues values;

    Source(MergeState.DocMap docMap, FloatVectorValues values) {
      super(docMap);
      this.values = values;
    }

    @Override
    public int nextDoc() throws IOException {
      return values.nextDoc();
    }
  }

  private static final class FieldWriter extends KnnFieldVectorsWriter<float[]> {
    final FieldInfo info;
    final Coder coder;
    private final CoderSource coders;
    final DocsWithFieldSet docs = new DocsWithFieldSet();
    final ByteArrayOutputStream codes = new ByteArrayOutputStream();
    private final byte[] code;
    private int lastDoc = -1;

    FieldWriter(FieldInfo info, Coder coder, CoderSource coders) {
      this.info = info;
      this.coder = coder;
      this.coders = coders;
      this.code = new byte[coder.codeBytes()];
    }

    @Override
    public void addValue(int doc, float[] vector) {
      if (doc == lastDoc) {
        throw new IllegalArgumentException(
            "Field '" + info.name + "' appears more than once in a document.");
      }
      byte[] known = coders.codeOf(vector, coder);
      if (known == null) {
        coder.encode(vector, code);
      }
      codes.writeBytes(known == null ? code : known);
      docs.add(doc);
      lastDoc = doc;
    }

    @Override
    public float[] copyValue(float[] vector) {
      return vector;
    }

    @Override
    public long ramBytesUsed() {
      return codes.size() + docs.ramBytesUsed();
    }
  }
}
