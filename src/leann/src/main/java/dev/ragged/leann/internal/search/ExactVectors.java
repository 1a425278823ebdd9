package dev.ragged.leann.internal.search;

import dev.ragged.Embedder;
import dev.ragged.leann.internal.storage.Documents;
import dev.ragged.leann.internal.storage.Fields;
import dev.ragged.leann.internal.storage.Vectors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.util.BytesRef;

/**
 * The true vectors of documents: stored or cached ones, and all others embedded from their text.
 */
public final class ExactVectors {
  /** Texts are forgotten beyond this, as a few of them may be whole books. */
  private static final int MAX_CHARACTERS = 4 << 20;

  private final IndexReader reader;
  private final StoredFields stored;
  private final Embedder embedder;
  private final VectorCache cache;
  private final boolean adds;

  /** What has been read, so that a search reads no text twice. */
  private final Map<Integer, String> texts = new HashMap<>();

  private int characters;

  /**
   * @param embedder may be null if every vector is stored
   * @param adds whether what is embedded goes to the cache
   */
  public ExactVectors(IndexReader reader, Embedder embedder, VectorCache cache, boolean adds)
      throws IOException {
    this.reader = reader;
    this.stored = reader.storedFields();
    this.embedder = embedder;
    this.cache = cache;
    this.adds = adds;
  }

  /** The stored or cached vector of a document, or null if it has to be embedded. */
  float[] kept(int doc) throws IOException {
    LeafReaderContext leaf = Candidates.leaf(reader, doc);
    return kept(leaf, doc, value(leaf, Fields.EXACT_VECTOR, doc));
  }

  /**
   * @param beside what is stored beside the document's code, or null
   */
  private float[] kept(LeafReaderContext leaf, int doc, BytesRef beside) throws IOException {
    if (beside != null) {
      return Vectors.fromBytes(beside, dimension(leaf));
    }
    BytesRef alone = value(leaf, Fields.UNCODED_VECTOR, doc);
    return alone == null ? cache.get(leaf, doc) : Vectors.fromWholeBytes(alone);
  }

  /**
   * The likenesses of stored or cached vectors, in the order of the documents; not a number for one
   * that has to be embedded.
   */
  double[] likenesses(int[] docs, Scores scores) throws IOException {
    double[] likenesses = new double[docs.length];
    LeafReaderContext leaf = null;
    BinaryDocValues values = null;
    // In index order, so that each segment's values are opened once.
    for (int i : byNumber(docs)) {
      if (leaf == null || docs[i] >= leaf.docBase + leaf.reader().maxDoc()) {
        leaf = Candidates.leaf(reader, docs[i]);
        values = leaf.reader().getBinaryDocValues(Fields.EXACT_VECTOR);
      }
      BytesRef beside = value(values, leaf, docs[i]);
      if (beside != null && Vectors.areCompact(beside, dimension(leaf))) {
        likenesses[i] = scores.likeness(beside);
      } else {
        float[] kept = kept(leaf, docs[i], beside);
        likenesses[i] = kept == null ? Double.NaN : scores.likeness(kept);
      }
    }
    return likenesses;
  }

  /** The places of documents, in ascending order of these. */
  private static int[] byNumber(int[] docs) {
    long[] places = new long[docs.length];
    for (int i = 0; i < docs.length; i++) {
      places[i] = (long) docs[i] << Integer.SIZE | i;
    }
    Arrays.sort(places);
    return Arrays.stream(places).mapToInt(place -> (int) place).toArray();
  }

  private static int dimension(LeafReaderContext leaf) {
    return leaf.reader().getFieldInfos().fieldInfo(Fields.VECTOR).getVectorDimension();
  }

  /** Whether the vectors of all documents with a code are stored. */
  static boolean areKept(IndexReader reader) {
    for (LeafReaderContext leaf : reader.leaves()) {
      FieldInfos fields = leaf.reader().getFieldInfos();
      if (fields.fieldInfo(Fields.VECTOR) != null
          && fields.fieldInfo(Fields.EXACT_VECTOR) == null) {
        return false;
      }
    }
    return true;
  }

  /** Whether the vector of a document with a code is stored. */
  static boolean isKept(LeafReaderContext leaf, int doc) throws IOException {
    return value(leaf, Fields.EXACT_VECTOR, doc) != null;
  }

  private static BytesRef value(LeafReaderContext leaf, String field, int doc) throws IOException {
    return value(leaf.reader().getBinaryDocValues(field), leaf, doc);
  }

  /** The value of a document not before the last one that was asked for; null if it has none. */
  private static BytesRef value(BinaryDocValues values, LeafReaderContext leaf, int doc)
      throws IOException {
    boolean has = values != null && values.advanceExact(doc - leaf.docBase);
    return has ? values.binaryValue() : null;
  }

  /** Embeds the texts of documents without a stored vector; unit length, in order. */
  List<float[]> recompute(List<Integer> docs) throws IOException {
    if (embedder == null) {
      throw new IllegalStateException(
          "This collection stores no embeddings; open it with its embedding model to search it.");
    }
    // In index order, since neighbouring texts are decompressed together.
    Map<Integer, String> read = new HashMap<>();
    for (int doc : new TreeSet<>(docs)) {
      read.put(doc, remembered(doc, Documents.text(stored, doc)));
    }
    List<float[]> embedded = embedder.embed(docs.stream().map(read::get).toList());
    List<float[]> vectors = new ArrayList<>();
    for (int i = 0; i < docs.size(); i++) {
      int doc = docs.get(i);
      float[] vector = embedded.get(i);
      vectors.add(
          adds ? cache.put(Candidates.leaf(reader, doc), doc, vector) : cache.rounded(vector));
    }
    return vectors;
  }

  private String remembered(int doc, String text) {
    if (text.length() <= MAX_CHARACTERS - characters && texts.put(doc, text) == null) {
      characters += text.length();
    }
    return text;
  }

  /** The text of a document if it has been embedded here; else null. */
  String text(int doc) {
    return texts.get(doc);
  }

  /** The vectors of documents, stored or embedded from their text. */
  public Map<Integer, float[]> of(Collection<Integer> docs) throws IOException {
    Map<Integer, float[]> vectors = new HashMap<>();
    List<Integer> missing = new ArrayList<>();
    for (int doc : new HashSet<>(docs)) {
      float[] kept = kept(doc);
      if (kept == null) {
        missing.add(doc);
      } else {
        vectors.put(doc, kept);
      }
    }
    if (!missing.isEmpty()) {
      List<float[]> recomputed = recompute(missing);
      for (int i = 0; i < missing.size(); i++) {
        vectors.put(missing.get(i), recomputed.get(i));
      }
    }
    return vectors;
  }
}
