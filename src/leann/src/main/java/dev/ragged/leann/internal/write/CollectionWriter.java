package dev.ragged.leann.internal.write;

import dev.ragged.leann.internal.codec.SegmentGraphs;
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
 * The one writer of a collection: Lucene's, with our codec, and the settling of fresh codes. Used
 * by one thread at a time.
 */
public final class CollectionWriter implements Closeable {
  /** Vectors a coder is learned from at most; more changes nothing that can be measured. */
  private static final int SAMPLE = 32_768;

  /** Values in a sample at most, 64 MB: fewer vectors where they are long. */
  private static final int SAMPLE_FLOATS = 1 << 24;

  /** A graph over fewer codes than this would save nothing: a scan takes them in microseconds. */
  public static final int FEWEST_FOR_GRAPH = 4_096;

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
        (coder, codes) -> codes >= FEWEST_FOR_GRAPH && coders.isFinal(coder.id()) ? graphDegree : 0;
    return new IndexWriterConfig(analyzer)
        .setCodec(new CollectionCodec(coders, graphs))
        .setMergePolicy(new SettlingMergePolicy(coders))
        .setMergeScheduler(new SerialMergeScheduler())
        .setRAMBufferSizeMB(64)
        .setCommitOnClose(false)
        .setOpenMode(OpenMode.APPEND);
  }

  /** Makes the first, empty commit of a collection. */
  public static void create(Directory directory) throws IOException {
    // An empty commit has no codes, so any codec will do.
    new IndexWriter(directory, new IndexWriterConfig().setOpenMode(OpenMode.CREATE)).close();
  }

  /**
   * Takes the writer's lock.
   *
   * @throws dev.ragged.CollectionLockedException if another writer has it
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

  /** Makes all changes since the last commit durable and visible, at once. */
  public void commit() throws IOException {
    writer.commit();
  }

  /** Settles if more fresh codes came together than a session should carry. */
  public void settleIfMany() throws IOException {
    if (countFresh() >= CollectionCoders.MOST_FRESH) {
      settle();
    }
  }

  /** Learns a coder if that is due, and re-encodes fresh codes with the learned one. */
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

  /** Makes one segment of all; while settling, one of those that are fresh. */
  private void merge() throws IOException {
    writer.forceMerge(1);
    writer.commit();
    CollectionCoders.deleteUnused(directory);
  }

  /**
   * Makes one segment of many once those beside the largest have half as many passages as it: texts
   * and words then take less, and a session pays only for what it has added.
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
    // From the commit alone: every write asks, and a reader would load all codes for the answer.
    for (SegmentCommitInfo segment : SegmentInfos.readLatestCommit(directory)) {
      fresh += isFresh(segment) ? segment.info.maxDoc() - segment.getDelCount() : 0;
    }
    return fresh;
  }

  private boolean isFresh(SegmentCommitInfo segment) {
    return coders.isFresh(CollectionCoders.coderId(segment));
  }

  /** As many fresh vectors as a sample holds, drawn evenly, as their codes give them. */
  private float[] sampleFresh(long fresh, int dimension) throws IOException {
    int most = (int) Math.min(fresh, Math.min(SAMPLE, SAMPLE_FLOATS / dimension));
    float[] sample = new float[most * dimension];
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
          // Selection sampling: each vector is taken with the chance that fills the sample exactly.
          if (random.nextDouble() * left < most - taken) {
            System.arraycopy(values.vectorValue(), 0, sample, taken * dimension, dimension);
            taken++;
          }
          left--;
        }
      }
    }
    return sample;
  }

  /** Rewrites everything into one segment without deleted passages. */
  public void compact() throws IOException {
    settle();
    merge();
  }

  /** Gives up all changes since the last commit, and the lock. */
  public void rollback() throws IOException {
    try {
      writer.rollback();
    } finally {
      coders.close();
      WriterLock.withdraw(folder);
    }
  }

  /** Settles, merges and gives up the lock. Changes not committed are lost. */
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
