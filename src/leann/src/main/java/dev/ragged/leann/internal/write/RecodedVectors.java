package dev.ragged.leann.internal.write;

import dev.ragged.Embedder;
import dev.ragged.OperationInterruptedException;
import dev.ragged.leann.internal.codec.CodedVector;
import dev.ragged.leann.internal.codec.LeannVectorsReader;
import dev.ragged.leann.internal.storage.CheckedSearchers;
import dev.ragged.leann.internal.storage.Checksums;
import dev.ragged.leann.internal.storage.CollectionSettings;
import dev.ragged.leann.internal.storage.Documents;
import dev.ragged.leann.internal.storage.Fields;
import dev.ragged.leann.internal.storage.IndexFolder;
import dev.ragged.leann.internal.storage.StoreFolder;
import dev.ragged.leann.internal.storage.Vectors;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.IOUtils;

/**
 * Makes a collection anew with vectors that take other bytes. For each segment the vectors go into
 * an index of their own; merging the segment with those in place of its own copies everything else
 * as it is. What a code or a kept vector tells well enough is taken from it; other texts are
 * embedded.
 */
public final class RecodedVectors {
  /** Where an index of vectors alone is made, in the new collection's folder. */
  private static final String VECTORS = "vectors";

  /** Texts to embed in one call; whoever gives up waits for one. */
  private static final int BATCH = 64;

  private final CollectionSettings settings;
  private final Embedder embedder;
  private final LongConsumer progress;
  private long read;

  private RecodedVectors(CollectionSettings settings, Embedder embedder, LongConsumer progress) {
    this.settings = settings;
    this.embedder = settings.model() == null ? null : embedder;
    this.progress = progress;
  }

  /**
   * Puts a collection with other vectors in the place of one.
   *
   * @param settings those that it is to have
   * @param embedder the model that it was made with, or null; then nothing can be embedded
   * @param progress told how many passages have been read; may throw to give up
   */
  public static void rebuild(
      StoreFolder folders, CollectionSettings settings, Embedder embedder, LongConsumer progress)
      throws IOException {
    RebuiltCollection.rebuild(
        folders, settings.name(), new RecodedVectors(settings, embedder, progress)::write);
  }

  private void write(Directory source, Path folder, Directory target) throws IOException {
    Checksums.verify(source); // what is copied must not hide damage
    long passages;
    CollectionWriter.create(target, settings);
    settings.write(folder);
    List<Closeable> open = new ArrayList<>();
    Path vectors = folder.resolve(VECTORS);
    try (DirectoryReader reader = DirectoryReader.open(source);
        CollectionWriter writer = CollectionWriter.within(folder, settings, target)) {
      new CheckedSearchers(settings.dimension()).newSearcher(reader, null);
      passages = reader.numDocs();
      List<CodecReader> recoded = new ArrayList<>();
      for (LeafReaderContext leaf : reader.leaves()) {
        Directory directory = IndexFolder.open(vectors.resolve("" + leaf.ord));
        open.add(directory);
        SegmentReader segment = (SegmentReader) leaf.reader();
        DirectoryReader made = vectors(segment, directory, writer.coders());
        open.add(0, made);
        recoded.add(new RecodedSegment(segment, (CodecReader) made.leaves().get(0).reader()));
      }
      writer.adopt(recoded);
      writer.compact();
    } finally {
      IOUtils.close(open);
    }
    IOUtils.rm(vectors);
    RebuiltCollection.check("vectors", folder, settings, target, passages);
  }

  /** An index of one segment, with vectors for a segment's documents under the same numbers. */
  private DirectoryReader vectors(
      SegmentReader segment, Directory directory, CollectionCoders coders) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setCodec(CollectionWriter.codec(coders, 0))
            .setMergePolicy(new LogDocMergePolicy()) // keeps the order
            .setMergeScheduler(new SerialMergeScheduler())
            .setRAMBufferSizeMB(64);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      Segment old = new Segment(segment);
      List<Recoded> batch = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      for (int doc = 0; doc < segment.maxDoc(); doc++) {
        Recoded recoded = old.recode(doc);
        batch.add(recoded);
        if (recoded.text() != null) {
          texts.add(recoded.text());
        }
        if (texts.size() == BATCH || batch.size() == BATCH * BATCH) {
          add(batch, texts, writer, coders);
        }
      }
      add(batch, texts, writer, coders);
      writer.forceMerge(1);
    }
    return DirectoryReader.open(directory);
  }

  private void add(
      List<Recoded> batch, List<String> texts, IndexWriter writer, CollectionCoders coders)
      throws IOException {
    List<float[]> embedded = texts.isEmpty() ? List.of() : embed(texts);
    int next = 0;
    for (Recoded one : batch) {
      OperationInterruptedException.throwIfInterrupted("The change");
      float[] vector = one.text() == null ? one.vector() : embedded.get(next++);
      BytesRef kept =
          one.text() == null
              ? one.kept()
              : settings.keepsVectors() ? Vectors.toCompactBytes(vector) : null;
      coders.reuse(one.code());
      writer.addDocument(Documents.vector(vector, kept));
      if (one.live()) {
        progress.accept(++read);
      }
    }
    coders.reuse(null);
    batch.clear();
    texts.clear();
  }

  private List<float[]> embed(List<String> texts) {
    if (embedder == null) {
      throw new IllegalStateException(
          "Larger vectors are made from the texts of collection '"
              + settings.name()
              + "'; open the store with its embedding model.");
    }
    return embedder.embed(List.copyOf(texts));
  }

  /**
   * A document's vector.
   *
   * @param text to be embedded, or null
   * @param vector to be encoded if there is no such text; null for no code
   * @param kept as it is kept beside its code, or null
   * @param code what the vector was decoded from, or null
   */
  private record Recoded(
      boolean live, String text, float[] vector, BytesRef kept, CodedVector code) {}

  /** Looks for the vectors of a segment that is recoded. */
  private final class Segment {
    private final StoredFields stored;
    private final Bits live;
    private final LeannVectorsReader codes;
    private final BinaryDocValues kept;

    Segment(SegmentReader segment) throws IOException {
      stored = segment.getFieldsReader().getMergeInstance(); // in order
      live = segment.getLiveDocs();
      codes = LeannVectorsReader.of(segment, Fields.VECTOR);
      kept = segment.getBinaryDocValues(Fields.EXACT_VECTOR);
    }

    Recoded recode(int doc) throws IOException {
      if (live != null && !live.get(doc)) {
        return new Recoded(false, null, null, null, null);
      }
      CodedVector code = codes == null ? null : codes.coded(Fields.VECTOR, doc);
      if (code == null) {
        return new Recoded(true, null, null, null, null);
      }
      int dimension = settings.dimension();
      if (kept != null && kept.advanceExact(doc)) {
        BytesRef bytes = BytesRef.deepCopyOf(kept.binaryValue());
        boolean stays = settings.keepsVectors() || !Vectors.areCompact(bytes, dimension);
        float[] vector = Vectors.unit(Vectors.fromBytes(bytes, dimension));
        return code.code().length == settings.codeBytes()
            ? new Recoded(true, null, code.decoded(), stays ? bytes : null, code)
            : new Recoded(true, null, vector, stays ? bytes : null, null);
      }
      if (!settings.keepsVectors() && code.code().length >= settings.codeBytes()) {
        return new Recoded(true, null, code.decoded(), null, code);
      }
      return new Recoded(true, Documents.text(stored, doc), null, null, null);
    }
  }
}
