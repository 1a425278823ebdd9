package dev.ragged.leann.internal.write;

import dev.ragged.leann.internal.codec.SegmentGraphs;
import dev.ragged.leann.internal.storage.Checksums;
import dev.ragged.leann.internal.storage.CollectionCodec;
import dev.ragged.leann.internal.storage.CollectionSettings;
import dev.ragged.leann.internal.storage.Fields;
import dev.ragged.leann.internal.storage.WriterLock;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.IOUtils;

/**
 * The one writer of a collection: Lucene's with our codec, which also settles fresh codes. Used by
 * one thread at a time.
 */
public final class CollectionWriter implements Closeable {
  /** Maximum number of vectors to learn a coder from; more makes no measurable difference. */
  private static final int SAMPLE = 32_768;

  /** Maximum number of values in a sample, 64 MB: long vectors are fewer. */
  private static final int SAMPLE_FLOATS = 1 << 24;

  /** With fewer codes a graph would save nothing: scanning them takes microseconds. */
  public static final int MIN_CODES_FOR_GRAPH = 4_096;

  private final Path folder;
  private final Directory directory;
  private final CollectionCoders coders;
  private final IndexWriter writer;

  private CollectionWriter(
      Path folder, Directory directory, CollectionCoders coders, IndexWriter writer) {
    this.folder = folder;
    this.directory = directory;
    this.coders = coders;
    this.writer = writer;
  }

  private static IndexWriterConfig config(
      Analyzer analyzer, CollectionCoders coders, int graphDegree) {
    SegmentGraphs graphs =
        (coder, codes) ->
            codes >= MIN_CODES_FOR_GRAPH && coders.isFinal(coder.id()) ? graphDegree : 0;
    return new IndexWriterConfig(analyzer)
        .setCodec(new CollectionCodec(coders, graphs))
        .setMergePolicy(new SettlingMergePolicy(coders))
        .setMergeScheduler(new SerialMergeScheduler())
        .setRAMBufferSizeMB(64)
        .setCommitOnClose(false)
        .setOpenMode(OpenMode.APPEND);
  }

  /** Writes the first, empty commit of a collection. */
  public static void create(Directory directory) throws IOException {
    // An empty commit has no codes, so any codec will do.
    new IndexWriter(directory, new IndexWriterConfig().setOpenMode(OpenMode.CREATE)).close();
  }

  /**
   * Opens a writer, which takes the write lock.
   *
   * @throws dev.ragged.CollectionLockedException if another writer holds it
   */
  public static CollectionWriter open(
      Path folder, CollectionSettings settings, Directory directory, Analyzer analyzer)
      throws IOException {
    CollectionCoders coders =
        new CollectionCoders(directory, settings.dimension(), settings.model());
    IndexWriter writer = null;
    boolean success = false;
    try {
      writer = new IndexWriter(directory, config(analyzer, coders, settings.graphDegree()));
      Checksums.verify(directory); // a write must not build on damage, which it would hide
      WriterLock.announce(folder);
      success = true;
      return new CollectionWriter(folder, directory, coders, writer);
    } catch (LockObtainFailedException e) {
      throw WriterLock.locked(folder, settings.name());
    } finally {
      if (!success) {
        IOUtils.closeWhileHandlingException(writer, coders);
      }
    }
  }

  public void delete(Query query) throws IOException {
    writer.deleteDocuments(query);
  }

  public void upsert(String id, Document document) throws IOException {
    writer.updateDocument(new Term(Fields.ID, id), document);
  }

  /** Makes all changes since the last commit durable and visible, as one. */
  public void commit() throws IOException {
    writer.commit();
  }

  /** Settles if too many fresh codes have accumulated. */
  public void settleIfMany() throws IOException {
    if (countFresh() >= CollectionCoders.MAX_FRESH) {
      settle();
    }
  }

  /** Learns a coder if it is time, and re-encodes fresh codes with it. */
  void settle() throws IOException {
    long fresh = countFresh();
    if (fresh == 0) {
      return;
    }
    if (coders.shouldLearn(fresh)) {
      coders.learn(sampleFresh(fresh, coders.dimension()));
    }
    if (!coders.hasLearned()) {
      return;
    }
    coders.settling(true);
    try {
      merge();
    } finally {
      coders.settling(false);
    }
  }

  /** Merges all segments into one; while settling, only the fresh ones. */
  private void merge() throws IOException {
    writer.forceMerge(1);
    writer.commit();
    CollectionCoders.deleteUnused(directory);
  }

  /**
   * Merges all segments into one once the smaller ones together have more than half as many
   * passages as the largest: texts and words then take less space, and a session pays only for what
   * it added.
   */
  private void mergeIfGrown() throws IOException {
    int all = 0;
    int largest = 0;
    for (SegmentCommitInfo segment : SegmentInfos.readLatestCommit(directory)) {
      all += segment.info.maxDoc();
      largest = Math.max(largest, segment.info.maxDoc());
    }
    if (all - largest > largest / 2) {
      merge();
    }
  }

  private long countFresh() throws IOException {
    long fresh = 0;
    // From the commit alone: this runs on every write, and a reader would load all codes.
    for (SegmentCommitInfo segment : SegmentInfos.readLatestCommit(directory)) {
      fresh += isFresh(segment) ? segment.info.maxDoc() - segment.getDelCount() : 0;
    }
    return fresh;
  }

  private boolean isFresh(SegmentCommitInfo segment) {
    return coders.isFresh(CollectionCoders.coderId(segment));
  }

  /** Draws a sample of the fresh vectors, as decoded from their codes. */
  private float[] sampleFresh(long fresh, int dimension) throws IOException {
    int size = (int) Math.min(fresh, Math.min(SAMPLE, SAMPLE_FLOATS / dimension));
    float[] sample = new float[size * dimension];
    int taken = 0;
    Random random = new Random(fresh);
    long left = fresh;
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      for (LeafReaderContext leaf : reader.leaves()) {
        if (!isFresh(((SegmentReader) leaf.reader()).getSegmentInfo())) {
          continue;
        }
        FloatVectorValues values = leaf.reader().getFloatVectorValues(Fields.VECTOR);
        Bits live = leaf.reader().getLiveDocs();
        for (int doc = values.nextDoc();
            doc != DocIdSetIterator.NO_MORE_DOCS;
            doc = values.nextDoc()) {
          if (live != null && !live.get(doc)) {
            continue;
          }
          // Selection sampling: each vector is taken with the probability that fills the sample.
          if (random.nextDouble() * left < size - taken) {
            System.arraycopy(values.vectorValue(), 0, sample, taken * dimension, dimension);
            taken++;
          }
          left--;
        }
      }
    }
    return sample;
  }

  /** Rewrites everything into one segment, without deleted passages. */
  public void compact() throws IOException {
    settle();
    merge();
  }

  /** Discards all changes since the last commit and releases the lock. */
  public void rollback() throws IOException {
    try {
      writer.rollback();
    } finally {
      coders.close();
      WriterLock.withdraw(folder);
    }
  }

  /** Settles, merges and releases the lock. Uncommitted changes are lost. */
  @Override
  public void close() throws IOException {
    try {
      settle();
      mergeIfGrown();
    } finally {
      rollback();
    }
  }
}
