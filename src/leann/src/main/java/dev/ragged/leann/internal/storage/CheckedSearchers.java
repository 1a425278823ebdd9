package dev.ragged.leann.internal.storage;

import dev.ragged.leann.internal.codec.LeannVectorsFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;

/**
 * Makes a searcher for each new commit, after checking once that we wrote it, and the checksums of
 * its small segments.
 */
public final class CheckedSearchers extends SearcherFactory {
  /** Bytes of segments to verify: what costs a search by a new process about a hundredth. */
  private static final long MAX_VERIFIED_BYTES = 4 << 20;

  private record Sized(SegmentReader reader, long bytes) {
    String name() {
      return reader.getSegmentName();
    }
  }

  private final int dimension;
  private final Set<String> verified = new HashSet<>();

  /**
   * @param dimension of the collection's vectors, according to its settings
   */
  public CheckedSearchers(int dimension) {
    this.dimension = dimension;
  }

  /**
   * Rejects damaged segments, and those that another writer made without codes: they would hold
   * floats.
   */
  @Override
  public IndexSearcher newSearcher(IndexReader reader, IndexReader previous) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      FieldInfo field = leaf.reader().getFieldInfos().fieldInfo(Fields.VECTOR);
      if (field != null
          && !LeannVectorsFormat.NAME.equals(
              field.getAttribute(PerFieldKnnVectorsFormat.PER_FIELD_FORMAT_KEY))) {
        throw new IOException(
            "segment " + leaf.reader() + " was written by something that keeps the vectors");
      }
      if (field != null && field.getVectorDimension() != dimension) {
        throw new CorruptIndexException(
            "The settings say "
                + dimension
                + " dimensions, and there are codes of "
                + field.getVectorDimension(),
            leaf.reader().toString());
      }
    }
    verifySmall(reader.leaves());
    return new IndexSearcher(reader);
  }

  /** Verifies the smallest segments, each once. */
  private synchronized void verifySmall(List<LeafReaderContext> leaves) throws IOException {
    List<Sized> segments = new ArrayList<>();
    for (LeafReaderContext leaf : leaves) {
      SegmentReader segment = (SegmentReader) leaf.reader();
      segments.add(new Sized(segment, segment.getSegmentInfo().sizeInBytes()));
    }
    segments.sort(Comparator.comparingLong(Sized::bytes));
    verified.retainAll(segments.stream().map(Sized::name).toList());
    long bytes = 0;
    for (Sized segment : segments) {
      bytes += segment.bytes;
      if (bytes > MAX_VERIFIED_BYTES) {
        break;
      }
      if (!verified.contains(segment.name())) {
        segment.reader.checkIntegrity();
        verified.add(segment.name());
      }
    }
  }
}
