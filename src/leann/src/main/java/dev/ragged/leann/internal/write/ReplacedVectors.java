package dev.ragged.leann.internal.write;

import dev.ragged.leann.internal.codec.CodedVector;
import dev.ragged.leann.internal.codec.LeannVectorsReader;
import dev.ragged.leann.internal.storage.Documents;
import dev.ragged.leann.internal.storage.Fields;
import dev.ragged.leann.internal.storage.Vectors;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

/** The vectors of passages that a write replaces, for those of its texts that these had too. */
public final class ReplacedVectors {
  private ReplacedVectors() {}

  /**
   * The vector that the model made of a text.
   *
   * @param kept the vector as it was kept beside its code, or null
   */
  public record Replaced(CodedVector code, BytesRef kept) {}

  /**
   * Reads the replaced passages one by one until each text is found.
   *
   * @param texts not changed
   * @return a vector for each text that a replaced passage has, if the model made its vector
   */
  public static Map<String, Replaced> find(
      IndexSearcher searcher, Query replaced, Set<String> texts) throws IOException {
    Map<String, Replaced> found = new HashMap<>();
    StoredFields stored = searcher.getIndexReader().storedFields();
    Weight weight =
        searcher.createWeight(searcher.rewrite(replaced), ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Scorer scorer = weight.scorer(leaf);
      LeannVectorsReader vectors = LeannVectorsReader.of(leaf.reader(), Fields.VECTOR);
      if (scorer == null || vectors == null) {
        continue;
      }
      int dimension = vectors.coder(Fields.VECTOR).dimension();
      NumericDocValues unread = leaf.reader().getNumericDocValues(Fields.UNREAD);
      BinaryDocValues uncoded = leaf.reader().getBinaryDocValues(Fields.UNCODED_VECTOR);
      BinaryDocValues vector = leaf.reader().getBinaryDocValues(Fields.EXACT_VECTOR);
      Bits live = leaf.reader().getLiveDocs();
      DocIdSetIterator docs = scorer.iterator();
      for (int doc = docs.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS && found.size() < texts.size();
          doc = docs.nextDoc()) {
        BytesRef kept = vector != null && vector.advanceExact(doc) ? vector.binaryValue() : null;
        if ((live != null && !live.get(doc))
            || (kept != null && !Vectors.areCompact(kept, dimension)) // a caller gave it
            || (uncoded != null && uncoded.advanceExact(doc))
            || (unread != null && unread.advanceExact(doc))) {
          continue;
        }
        String text = Documents.text(stored, leaf.docBase + doc);
        if (text != null && texts.contains(text) && !found.containsKey(text)) {
          found.put(
              text,
              new Replaced(
                  vectors.coded(Fields.VECTOR, doc),
                  kept == null ? null : BytesRef.deepCopyOf(kept)));
        }
      }
    }
    return found;
  }
}
