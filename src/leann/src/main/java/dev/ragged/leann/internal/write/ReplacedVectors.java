package dev.ragged.leann.internal.write;

import dev.ragged.leann.internal.codec.CodedVector;
import dev.ragged.leann.internal.codec.LeannVectorsReader;
import dev.ragged.leann.internal.storage.Documents;
import dev.ragged.leann.internal.storage.Fields;
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

/** The vectors of passages that a write replaces, for those of its texts that these had too. */
public final class ReplacedVectors {
  private ReplacedVectors() {}

  /**
   * Reads the replaced passages one by one until each text is found.
   *
   * @param texts not changed
   * @return a vector for each text that a replaced passage has, if the model made its vector
   */
  public static Map<String, CodedVector> find(
      IndexSearcher searcher, Query replaced, Set<String> texts) throws IOException {
    Map<String, CodedVector> found = new HashMap<>();
    StoredFields stored = searcher.getIndexReader().storedFields();
    Weight weight =
        searcher.createWeight(searcher.rewrite(replaced), ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Scorer scorer = weight.scorer(leaf);
      LeannVectorsReader vectors = LeannVectorsReader.of(leaf.reader(), Fields.VECTOR);
      if (scorer == null || vectors == null) {
        continue;
      }
      NumericDocValues unread = leaf.reader().getNumericDocValues(Fields.UNREAD);
      BinaryDocValues exact = leaf.reader().getBinaryDocValues(Fields.EXACT_VECTOR);
      Bits live = leaf.reader().getLiveDocs();
      DocIdSetIterator docs = scorer.iterator();
      for (int doc = docs.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS && found.size() < texts.size();
          doc = docs.nextDoc()) {
        if ((live != null && !live.get(doc))
            || (exact != null && exact.advanceExact(doc))
            || (unread != null && unread.advanceExact(doc))) {
          continue;
        }
        String text = Documents.text(stored, leaf.docBase + doc);
        if (text != null && texts.contains(text) && !found.containsKey(text)) {
          found.put(text, vectors.coded(Fields.VECTOR, doc));
        }
      }
    }
    return found;
  }
}
