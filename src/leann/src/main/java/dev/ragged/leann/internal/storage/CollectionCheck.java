package dev.ragged.leann.internal.storage;

import dev.ragged.CheckReport;
import dev.ragged.leann.internal.codec.CoderFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiBits;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.NoLockFactory;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

/** Checks all of a collection: first every file with Lucene's own check, then what only we know. */
public final class CollectionCheck {
  private final List<String> verified = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private CollectionCheck() {}

  /** Checks the last commit, whether or not somebody is writing the next one. */
  public static CheckReport run(Path folder, CollectionSettings settings, Directory directory)
      throws IOException {
    CollectionCheck check = new CollectionCheck();
    String damage = settings.problem(folder);
    if (damage == null) {
      check.verified.add("settings: " + settings.name() + ", checksum correct");
    } else {
      check.problems.add(damage);
    }
    try (PinnedIndex commit = PinnedIndex.of(directory)) {
      boolean sound = check.lucene(commit);
      sound &= check.coders(commit);
      if (sound) {
        check.passages(commit, settings);
      }
    }
    return new CheckReport(check.verified, check.problems);
  }

  private boolean lucene(Directory directory) throws IOException {
    // It repairs nothing here, so it needs no lock, but asks for one.
    Lock none = NoLockFactory.INSTANCE.obtainLock(directory, IndexWriter.WRITE_LOCK_NAME);
    try (CheckIndex check = new CheckIndex(directory, none)) {
      // Its report names Lucene's classes; what a person needs is the file.
      check.setInfoStream(new PrintStream(OutputStream.nullOutputStream()));
      CheckIndex.Status status = check.checkIndex();
      if (status.clean) {
        verified.add(status.segmentInfos.size() + " segments: every file read, checksums correct");
        return true;
      }
    }
    String damage = "the files of the index contradict each other";
    try {
      Checksums.verify(directory);
    } catch (IOException e) {
      damage = IoFailure.damage(e);
    }
    problems.add(damage + "; restore the collection from a backup or add its documents again.");
    return false;
  }

  /**
   * The coders' files beside the segments, because coders that this process has loaded may have
   * been sound.
   */
  private boolean coders(Directory directory) throws IOException {
    boolean sound = true;
    for (String file : directory.listAll()) {
      String id = CoderFiles.idOf(file);
      if (id != null) {
        try {
          CoderFiles.check(directory, id);
        } catch (CorruptIndexException e) {
          problems.add(IoFailure.damage(e) + "; restore the file from a backup.");
          sound = false;
        }
      }
    }
    return sound;
  }

  /** Every passage has a code and an id of its own, and its vector if vectors are kept. */
  private void passages(Directory directory, CollectionSettings settings) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(directory)) {
      long codes = 0;
      long unread = 0;
      long uncoded = 0;
      long vectors = 0;
      for (LeafReaderContext leaf : reader.leaves()) {
        var values = leaf.reader().getFloatVectorValues(Fields.VECTOR);
        codes += values == null ? 0 : values.size();
        unread += count(leaf.reader().getNumericDocValues(Fields.UNREAD));
        uncoded += count(leaf.reader(), Fields.UNCODED_VECTOR, settings.dimension(), false);
        vectors += count(leaf.reader(), Fields.EXACT_VECTOR, settings.dimension(), true);
      }
      if (settings.keepsVectors() && vectors != codes) {
        problems.add(
            "There are " + vectors + " vectors for " + codes + " codes; rebuild the collection.");
      }
      codes += unread + uncoded;
      if (codes != reader.maxDoc()) {
        problems.add(
            "There are "
                + codes
                + " codes for "
                + reader.maxDoc()
                + " passages; rebuild the collection.");
      }
      long ids = countIds(reader);
      if (ids != reader.numDocs()) {
        problems.add(
            "There are "
                + ids
                + " ids for "
                + reader.numDocs()
                + " passages; rebuild the collection.");
      }
      verified.add(reader.numDocs() + " passages: each has one id and one code");
    }
  }

  /** Those that have no code, since the model cannot read them. */
  private static long count(NumericDocValues values) throws IOException {
    long count = 0;
    while (values != null && values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      count++;
    }
    return count;
  }

  /**
   * The vectors of a field that are as long as they may be.
   *
   * @param mayBeCompact whether they may have a byte a value
   */
  private static long count(LeafReader leaf, String field, int dimension, boolean mayBeCompact)
      throws IOException {
    BinaryDocValues values = leaf.getBinaryDocValues(field);
    long count = 0;
    while (values != null && values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      BytesRef bytes = values.binaryValue();
      boolean whole = bytes.length == dimension * Float.BYTES;
      count += whole || (mayBeCompact && Vectors.areCompact(bytes, dimension)) ? 1 : 0;
    }
    return count;
  }

  private long countIds(DirectoryReader reader) throws IOException {
    Terms terms = MultiTerms.getTerms(reader, Fields.ID);
    if (terms == null) {
      return 0;
    }
    Bits live = MultiBits.getLiveDocs(reader);
    TermsEnum walk = terms.iterator();
    PostingsEnum postings = null;
    long ids = 0;
    while (walk.next() != null) {
      postings = walk.postings(postings, PostingsEnum.NONE);
      int alive = 0;
      for (int doc = postings.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = postings.nextDoc()) {
        alive += live == null || live.get(doc) ? 1 : 0;
      }
      if (alive > 1) {
        problems.add("Id '" + walk.term().utf8ToString() + "' has " + alive + " passages.");
      }
      ids += alive > 0 ? 1 : 0;
    }
    return ids;
  }
}
