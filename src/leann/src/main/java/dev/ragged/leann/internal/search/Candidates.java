package dev.ragged.leann.internal.search;

import dev.ragged.leann.internal.codec.LeannVectorsReader;
import dev.ragged.leann.internal.engine.ScanResult;
import dev.ragged.leann.internal.storage.Fields;
import dev.ragged.leann.internal.storage.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.Bits;

/**
 * Passages that may be the best: documents of an index reader with estimated cosines. First those
 * whose codes are nearest to the query, nearest first, then others.
 *
 * @param estimates not a number for a document without a code
 * @param nearest how many were selected by their codes
 * @param error the coders' own estimate of the standard error of these cosines
 * @param scored the number of passages that the nearest were selected from
 * @param typical what counts as the cosine of a passage without a code: the average of the others
 */
record Candidates(
    IndexReader reader,
    int[] docs,
    float[] estimates,
    int nearest,
    float error,
    long scored,
    float typical) {
  /** Passages that tell how near the average passage is to a query. */
  private static final int SAMPLE = 256;

  /**
   * Up to which kept vectors need no more candidates than are asked for; docs/decisions/dial.md.
   */
  private static final int FEW_PASSAGES = 1 << 16;

  private record Found(int doc, float estimate) {}

  /**
   * How many candidates to take where vectors are kept, so that each costs next to nothing. The
   * more passages there are, the more of them are in the way of the best.
   *
   * @param asked the number for few passages
   */
  static int ofKept(int asked, int passages) {
    double growth = Math.sqrt((double) passages / FEW_PASSAGES);
    return (int) Math.min(Integer.MAX_VALUE, asked * Math.max(1, growth));
  }

  /** Searches the codes of every segment that the filter matches. */
  static Candidates nearest(IndexSearcher searcher, float[] query, Matching matching, int top)
      throws IOException {
    List<Found> all = new ArrayList<>();
    float error = 0;
    long scored = 0;
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      LeannVectorsReader reader = LeannVectorsReader.of(leaf.reader(), Fields.VECTOR);
      Bits accept = reader == null ? Matching.NONE : matching.in(leaf);
      if (accept == Matching.NONE) {
        continue;
      }
      error = Math.max(error, reader.coder(Fields.VECTOR).error());
      ScanResult found = reader.nearest(Fields.VECTOR, query, accept, top);
      scored += found.scored();
      for (int i = 0; i < found.size(); i++) {
        all.add(new Found(leaf.docBase + found.ids()[i], found.scores()[i]));
      }
    }
    all.sort(Comparator.comparingDouble((Found f) -> -f.estimate()).thenComparing(Found::doc));
    int size = Math.min(top, all.size());
    int[] docs = new int[size];
    float[] estimates = new float[size];
    for (int i = 0; i < size; i++) {
      docs[i] = all.get(i).doc();
      estimates[i] = all.get(i).estimate();
    }
    return new Candidates(searcher.getIndexReader(), docs, estimates, size, error, scored, 0);
  }

  /** These and other documents, each once. */
  Candidates with(int[] others, float[] query) throws IOException {
    Set<Integer> known = new HashSet<>();
    for (int doc : docs) {
      known.add(doc);
    }
    int[] added = Arrays.stream(others).filter(known::add).sorted().toArray();
    int[] allDocs = Arrays.copyOf(docs, docs.length + added.length);
    System.arraycopy(added, 0, allDocs, docs.length, added.length);
    float[] some = estimates(reader, query, added);
    float[] all = Arrays.copyOf(estimates, allDocs.length);
    System.arraycopy(some, 0, all, docs.length, added.length);
    return new Candidates(
        reader, allDocs, all, nearest, error, scored, hasUnknown(some) ? average(query) : 0);
  }

  private static boolean hasUnknown(float[] estimates) {
    for (float estimate : estimates) {
      if (Float.isNaN(estimate)) {
        return true;
      }
    }
    return false;
  }

  /** The average estimate of some passages all over the index; 0 if none of them has a code. */
  private float average(float[] query) throws IOException {
    int documents = reader.maxDoc();
    int size = Math.min(SAMPLE, documents);
    int[] sample = IntStream.range(0, size).map(i -> (int) ((long) i * documents / size)).toArray();
    double sum = 0;
    int known = 0;
    for (float estimate : estimates(reader, query, sample)) {
      if (!Float.isNaN(estimate)) {
        sum += estimate;
        known++;
      }
    }
    return known == 0 ? 0 : (float) (sum / known);
  }

  /** The estimates of documents in ascending order. */
  private static float[] estimates(IndexReader reader, float[] query, int[] docs)
      throws IOException {
    float[] all = new float[docs.length];
    for (int from = 0; from < docs.length; ) {
      LeafReaderContext leaf = leaf(reader, docs[from]);
      int to = from;
      while (to < docs.length && docs[to] < leaf.docBase + leaf.reader().maxDoc()) {
        to++;
      }
      float[] some =
          estimates(
              leaf, query, Arrays.stream(docs, from, to).map(d -> d - leaf.docBase).toArray());
      System.arraycopy(some, 0, all, from, some.length);
      from = to;
    }
    return all;
  }

  private static float[] estimates(LeafReaderContext leaf, float[] query, int[] docs)
      throws IOException {
    LeannVectorsReader vectors = LeannVectorsReader.of(leaf.reader(), Fields.VECTOR);
    if (vectors == null) {
      float[] none = new float[docs.length];
      Arrays.fill(none, Float.NaN);
      return none;
    }
    return vectors.estimates(Fields.VECTOR, query, docs);
  }

  /** The segment of a document. */
  static LeafReaderContext leaf(IndexReader reader, int doc) {
    return reader.leaves().get(ReaderUtil.subIndex(doc, reader.leaves()));
  }

  int size() {
    return docs.length;
  }

  /** Whether a candidate has a code. */
  boolean hasCode(int candidate) {
    return !Float.isNaN(estimates[candidate]);
  }

  /** A candidate's decoded code, scaled to unit length. */
  float[] decode(int candidate) throws IOException {
    int doc = docs[candidate];
    LeafReaderContext leaf = leaf(reader, doc);
    return Vectors.unit(
        LeannVectorsReader.of(leaf.reader(), Fields.VECTOR)
            .decode(Fields.VECTOR, doc - leaf.docBase));
  }
}
