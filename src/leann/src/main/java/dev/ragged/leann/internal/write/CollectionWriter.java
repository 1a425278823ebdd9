package dev.ragged.leann.internal.write;

import dev.ragged.OperationInterruptedException;
import dev.ragged.UnconfirmedWriteException;
import dev.ragged.leann.internal.codec.SegmentGraphs;
import dev.ragged.leann.internal.storage.Checksums;
import dev.ragged.leann.internal.storage.CollectionCodec;
import dev.ragged.leann.internal.storage.CollectionSettings;
import dev.ragged.leann.internal.storage.Fields;
import dev.ragged.leann.internal.storage.IndexFolder;
import dev.ragged.leann.internal.storage.IoFailure;
import dev.ragged.leann.internal.storage.StoreFolder;
import dev.ragged.leann.internal.storage.WriterLock;
import dev.ragged.leann.internal.write.SettlingMergePolicy.Phase;
import dev.ragged.spi.DataFolders;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.util.IOUtils;

/**
 * The one writer of a collection: Lucene's with our codec, which also settles fresh codes. Used by
 * one thread at a time.
 */
public final class CollectionWriter implements Closeable {
  /** With fewer codes a graph would save nothing: scanning them takes microseconds. */
  public static final int MIN_CODES_FOR_GRAPH = 4_096;

  private final Path folder;
  private final CollectionSettings settings;
  private final WriterDirectory directory;
  private final CollectionCoders coders;
  private final FreshCodes fresh;
  private final SettlingMergePolicy policy;
  private final IndexWriter writer;
  private final BackgroundMerges merges;
  private boolean closed;

  private CollectionWriter(
      Path folder,
      CollectionSettings settings,
      WriterDirectory directory,
      CollectionCoders coders,
      SettlingMergePolicy policy,
      IndexWriter writer) {
    this.folder = folder;
    this.settings = settings;
    this.directory = directory;
    this.coders = coders;
    this.fresh = new FreshCodes(directory, coders);
    this.policy = policy;
    this.writer = writer;
    this.merges = (BackgroundMerges) writer.getConfig().getMergeScheduler();
  }

  static CollectionCodec codec(CollectionCoders coders, int graphDegree) {
    SegmentGraphs graphs =
        (coder, codes) ->
            codes >= MIN_CODES_FOR_GRAPH && coders.isFinal(coder.id()) ? graphDegree : 0;
    return new CollectionCodec(coders, graphs);
  }

  private static IndexWriterConfig config(
      Analyzer analyzer, CollectionCoders coders, SettlingMergePolicy policy, int graphDegree) {
    return new IndexWriterConfig(analyzer)
        .setCodec(codec(coders, graphDegree))
        .setMergePolicy(policy)
        .setMergeScheduler(new BackgroundMerges())
        .setRAMBufferSizeMB(64)
        .setCommitOnClose(false)
        .setOpenMode(OpenMode.APPEND);
  }

  /** Writes the first, empty commit of a collection; the caller holds the lock. */
  public static void create(Directory directory, CollectionSettings settings) throws IOException {
    // An empty commit has no codes, so any codec will do.
    IndexWriterConfig config = new IndexWriterConfig().setOpenMode(OpenMode.CREATE);
    try (IndexWriter writer = new IndexWriter(WriterDirectory.locked(directory), config)) {
      writer.setLiveCommitData(settings.commitData().entrySet(), false);
    }
  }

  /**
   * Opens a writer, which takes the write lock.
   *
   * @throws dev.ragged.CollectionLockedException if another writer holds it
   */
  public static CollectionWriter open(Path folder, CollectionSettings settings, Analyzer analyzer)
      throws IOException {
    WriterDirectory directory = WriterDirectory.open(folder.resolve(StoreFolder.INDEX));
    CollectionCoders coders = null;
    IndexWriter writer = null;
    boolean success = false;
    try {
      directory.lock();
      coders = new CollectionCoders(directory, settings);
      SettlingMergePolicy policy = new SettlingMergePolicy(coders);
      writer = new IndexWriter(directory, config(analyzer, coders, policy, settings.graphDegree()));
      Checksums.verify(directory); // a write must not build on damage, which it would hide
      success = true;
      return new CollectionWriter(folder, settings, directory, coders, policy, writer);
    } catch (LockObtainFailedException e) {
      throw WriterLock.locked(folder, settings.name());
    } finally {
      if (!success) {
        IOUtils.closeWhileHandlingException(writer, coders, directory);
      }
    }
  }

  /** Opens a writer of a new collection, the lock of which the caller holds. */
  static CollectionWriter within(Path folder, CollectionSettings settings, Directory index)
      throws IOException {
    WriterDirectory directory = WriterDirectory.of(index, folder.resolve(StoreFolder.INDEX));
    CollectionCoders coders = new CollectionCoders(directory, settings);
    boolean success = false;
    try {
      // Words are only copied.
      SettlingMergePolicy policy = new SettlingMergePolicy(coders);
      IndexWriterConfig config =
          config(new KeywordAnalyzer(), coders, policy, settings.graphDegree());
      IndexWriter writer = new IndexWriter(directory, config);
      success = true;
      return new CollectionWriter(folder, settings, directory, coders, policy, writer);
    } finally {
      if (!success) {
        IOUtils.closeWhileHandlingException(coders);
      }
    }
  }

  CollectionCoders coders() {
    return coders;
  }

  /** Takes in the documents of segments that are none of this collection. */
  void adopt(List<CodecReader> segments) throws IOException {
    if (!segments.isEmpty()) {
      writer.addIndexes(segments.toArray(CodecReader[]::new));
      writer.commit();
    }
  }

  /** Says who holds the lock, and makes sure that the settings can be read where they belong. */
  public void begin() throws IOException {
    WriterLock.announce(folder);
    settings.restore(folder);
    if (!settings.isIn(writer.getLiveCommitData())) {
      writer.setLiveCommitData(settings.commitData().entrySet(), false);
    }
  }

  public void delete(Query query) throws IOException {
    writer.deleteDocuments(query);
  }

  /**
   * Adds or replaces passages. Codes that have settled go into a segment of their own where new
   * vectors get fresh ones: a segment has one coder, and what a small code has lost would stay lost
   * in a fresh one, which coders are learned from.
   */
  public void upsert(List<EmbeddedPassage> passages) throws IOException {
    Map<Boolean, List<EmbeddedPassage>> settled =
        passages.stream()
            .collect(
                Collectors.partitioningBy(
                    p -> p.reused() != null && coders.wouldUnsettle(p.reused().coderId())));
    if (!settled.get(true).isEmpty()) {
      coders.settling(true);
      try {
        index(settled.get(true));
        writer.flush();
      } finally {
        coders.settling(false);
      }
    }
    index(settled.get(false));
    policy.added(passages.size());
  }

  private void index(List<EmbeddedPassage> passages) throws IOException {
    for (EmbeddedPassage embedded : passages) {
      OperationInterruptedException.throwIfInterrupted("The change");
      coders.reuse(embedded.reused());
      writer.updateDocument(new Term(Fields.ID, embedded.passage().id()), embedded.toDocument());
    }
    coders.reuse(null);
  }

  /**
   * Makes all changes since the last commit durable and visible, as one. If that fails, closes this
   * writer and looks at what is on disk: what was stored before the failure stays stored.
   *
   * @return false if the writer is closed, since it failed after everything was stored
   * @throws UnconfirmedWriteException if it cannot be told whether the changes were stored
   * @throws IOException if they were not
   */
  public boolean commit() throws IOException {
    long before = SegmentInfos.getLastCommitGeneration(directory);
    directory.beginCommit();
    try {
      writer.commit();
      return true;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      boolean interrupted = Thread.interrupted(); // it would keep us from looking
      try {
        rollback();
        if (directory.mayBePublished() && isStored(before, e)) {
          return false;
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
      if (e instanceof IllegalStateException
          && writer.getTragicException() instanceof IOException merging) {
        throw merging; // which is why Lucene refuses to commit
      }
      throw e;
    }
  }

  private boolean isStored(long before, Throwable failure) {
    Path index = folder.resolve(StoreFolder.INDEX);
    // A directory of its own: that of the writer hides what it could not delete.
    try (Directory fresh = IndexFolder.open(index)) {
      DataFolders.sync(index);
      return SegmentInfos.readLatestCommit(fresh).getGeneration() > before;
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw new UnconfirmedWriteException(
          "The change to collection '"
              + settings.name()
              + "' in "
              + folder
              + " may have been stored, so read before you repeat it: "
              + IoFailure.reason(e)
              + ".",
          failure);
    }
  }

  /** Settles if too many fresh codes have accumulated. */
  public void settleIfMany() throws IOException {
    if (fresh.count() >= CollectionCoders.MAX_FRESH) {
      merging(Phase.ENDING); // coders are closed as they are replaced
      settle();
    }
  }

  /** Learns a coder if it is time, and re-encodes fresh codes with it. */
  void settle() throws IOException {
    long count = fresh.count();
    if (count == 0) {
      return;
    }
    if (coders.shouldLearn(count)) {
      coders.learn(fresh.sample(count));
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

  /** Nothing is being merged, and until the next upsert nothing but {@link #merge} will. */
  private void merging(Phase phase) {
    policy.phase(phase);
    policy.abort(SettlingMergePolicy.SOON_MERGED);
    if (!merges.await()) {
      policy.abort(0);
    }
    merges.sync();
    OperationInterruptedException.throwIfInterrupted("Merging");
  }

  /** Merges those segments into one that the policy chooses. */
  private void merge() throws IOException {
    writer.forceMerge(1);
    writer.commit();
    CollectionCoders.deleteUnused(directory);
  }

  /**
   * Merges small segments into one once all but the largest have more than half its passages: texts
   * and words then take less space, and a session pays for what it added.
   */
  private void mergeIfGrown() throws IOException {
    int all = 0;
    int largest = 0;
    for (SegmentCommitInfo segment :
        SettlingMergePolicy.small(SegmentInfos.readLatestCommit(directory))) {
      all += segment.info.maxDoc();
      largest = Math.max(largest, segment.info.maxDoc());
    }
    if (all - largest > largest / 2) {
      merge();
    }
  }

  /** Rewrites everything into one segment, without deleted passages. */
  public void compact() throws IOException {
    merging(Phase.COMPACTING);
    settle();
    merge();
  }

  /** Discards all changes since the last commit and releases the lock, whatever fails. */
  public void rollback() {
    if (closed) {
      return;
    }
    closed = true;
    boolean interrupted = Thread.interrupted(); // or the lock's file could not be let go of
    try {
      writer.rollback();
    } catch (IOException | RuntimeException e) {
      // The commit stands, and the next writer removes what this one leaves.
    } finally {
      IOUtils.closeWhileHandlingException(coders, directory);
      WriterLock.withdraw(folder);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Settles, merges and releases the lock. Uncommitted changes are lost. All else is stored, so
   * nothing fails here: a later session settles and merges the rest.
   */
  @Override
  public void close() {
    try {
      merging(Phase.ENDING);
      settle();
      mergeIfGrown();
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      // The disk may be full.
    } finally {
      rollback();
    }
  }
}
