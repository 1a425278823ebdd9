package dev.ragged.leann.internal.write;

import dev.ragged.leann.internal.storage.CheckedSearchers;
import dev.ragged.leann.internal.storage.Checksums;
import dev.ragged.leann.internal.storage.CollectionSettings;
import dev.ragged.leann.internal.storage.Documents;
import dev.ragged.leann.internal.storage.IndexFolder;
import dev.ragged.leann.internal.storage.StoreFolder;
import dev.ragged.leann.internal.storage.Words;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.IOUtils;

/**
 * Makes a collection anew with the words that new collections have. For each segment the words of
 * its texts go into an index of their own; merging the segment with those in place of its own words
 * copies everything else as it is, codes included.
 */
public final class RenewedWords {
  /** Where an index of words alone is made, in the new collection's folder. */
  private static final String WORDS = "words";

  private final CollectionSettings settings;
  private final LongConsumer progress;
  private long read;

  private RenewedWords(CollectionSettings settings, LongConsumer progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Puts a collection with new words in the place of one with old ones.
   *
   * @param progress told how many passages have been read; may throw to give up
   */
  public static void rebuild(StoreFolder folders, String name, LongConsumer progress)
      throws IOException {
    CollectionSettings settings = CollectionSettings.read(folders.folder(name)).withLatestWords();
    RebuiltCollection.rebuild(folders, name, new RenewedWords(settings, progress)::write);
  }

  private void write(Directory source, Path folder, Directory target) throws IOException {
    Checksums.verify(source); // what is copied must not hide damage
    long passages;
    try (DirectoryReader reader = DirectoryReader.open(source);
        CollectionCoders coders = new CollectionCoders(source, settings)) {
      new CheckedSearchers(settings.dimension()).newSearcher(reader, null);
      passages = reader.numDocs();
      IndexWriterConfig config =
          new IndexWriterConfig()
              .setCodec(CollectionWriter.codec(coders, settings.graphDegree()))
              .setMergePolicy(NoMergePolicy.INSTANCE)
              .setMergeScheduler(new SerialMergeScheduler());
      try (IndexWriter writer = new IndexWriter(WriterDirectory.locked(target), config)) {
        for (List<SegmentReader> segments : byCoder(reader)) {
          add(writer, segments, folder.resolve(WORDS));
        }
        writer.setLiveCommitData(settings.commitData().entrySet(), false);
      }
    }
    settings.write(folder);
    RebuiltCollection.check("words", folder, settings, target, passages);
  }

  /** Codes of one coder can share a segment, and stay as they are. */
  private static Iterable<List<SegmentReader>> byCoder(DirectoryReader reader) {
    Map<String, List<SegmentReader>> segments = new LinkedHashMap<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      SegmentReader segment = (SegmentReader) leaf.reader();
      String coder = CollectionCoders.coderId(segment.getSegmentInfo());
      segments.computeIfAbsent(coder, id -> new ArrayList<>()).add(segment);
    }
    return segments.values();
  }

  private void add(IndexWriter writer, List<SegmentReader> segments, Path words)
      throws IOException {
    List<Closeable> open = new ArrayList<>();
    try {
      CodecReader[] renewed = new CodecReader[segments.size()];
      for (int i = 0; i < renewed.length; i++) {
        Directory directory = IndexFolder.open(words.resolve("" + i));
        open.add(directory);
        IndexReader made = words(segments.get(i), directory);
        open.add(0, made);
        renewed[i] =
            new RewordedSegment(segments.get(i), (CodecReader) made.leaves().get(0).reader());
      }
      writer.addIndexes(renewed);
    } finally {
      IOUtils.close(open);
    }
    IOUtils.rm(words);
  }

  /** An index of one segment, with the words of a segment's documents under the same numbers. */
  private DirectoryReader words(CodecReader segment, Directory directory) throws IOException {
    try (Analyzer analyzer = Words.analyzer(settings.words())) {
      IndexWriterConfig config =
          new IndexWriterConfig(analyzer)
              .setMergePolicy(new LogDocMergePolicy()) // keeps the order
              .setMergeScheduler(new SerialMergeScheduler())
              .setRAMBufferSizeMB(64);
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        StoredFields stored = segment.getFieldsReader().getMergeInstance(); // in order
        Bits live = segment.getLiveDocs();
        for (int doc = 0; doc < segment.maxDoc(); doc++) {
          Document document = new Document();
          if (live == null || live.get(doc)) {
            String text = Documents.text(stored, doc);
            if (text != null) {
              document.add(Documents.words(text));
            }
            progress.accept(++read);
          }
          writer.addDocument(document);
        }
        writer.forceMerge(1);
      }
    }
    return DirectoryReader.open(directory);
  }
}
