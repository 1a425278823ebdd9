package dev.ragged.leann.internal.write;

import dev.ragged.leann.internal.storage.Fields;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.Bits;

/** The codes of the last commit that await settling. */
final class FreshCodes {
  /** Maximum number of vectors to learn a coder from; more makes no measurable difference. */
  private static final int SAMPLE = 32_768;

  /** Maximum number of values in a sample, 64 MB: long vectors are fewer. */
  private static final int SAMPLE_FLOATS = 1 << 24;

  private final Directory directory;
  private final CollectionCoders coders;

  FreshCodes(Directory directory, CollectionCoders coders) {
    this.directory = directory;
    this.coders = coders;
  }

  long count() throws IOException {
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

  /**
   * Draws a sample of the vectors, as decoded from their codes.
   *
   * @param count how many there are
   * @return rows of the coders' dimension
   */
  float[] sample(long count) throws IOException {
    int dimension = coders.dimension();
    int size = (int) Math.min(count, Math.min(SAMPLE, SAMPLE_FLOATS / dimension));
    float[] sample = new float[size * dimension];
    int taken = 0;
    Random random = new Random(count);
    long left = count;
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
    return Arrays.copyOf(sample, taken * dimension); // passages without codes were counted too
  }
}
