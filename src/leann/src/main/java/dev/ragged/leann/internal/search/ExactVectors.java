package dev.ragged.leann.internal.search;

import dev.ragged.Embedder;
import dev.ragged.leann.internal.storage.Documents;
import dev.ragged.leann.internal.storage.Fields;
import dev.ragged.leann.internal.storage.Vectors;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.StoredFields;

/**
 * The true vectors of documents: kept ones from the index or a cache, all others embedded from
 * their text.
 */
public final class ExactVectors {
  private final IndexReader reader;
  private final StoredFields stored;
  private final Embedder embedder;
  private final VectorCache cache;

  /**
   * @param embedder may be null if every document keeps its vector
   */
  public ExactVectors(IndexReader reader, Embedder embedder, VectorCache cache) throws IOException {
    this.reader = reader;
    this.stored = reader.storedFields();
    this.embedder = embedder;
    this.cache = cache;
  }

  /** The vector at hand for a document, or null if it is to be embedded. */
  public float[] kept(int doc) throws IOException {
    LeafReaderContext leaf = Candidates.leaf(reader, doc);
    BinaryDocValues values = leaf.reader().getBinaryDocValues(Fields.EXACT_VECTOR);
    return values != null && values.advanceExact(doc - leaf.docBase)
        ? Vectors.fromBytes(values.binaryValue())
        : cache.get(leaf, doc);
  }

  /** Embeds the texts of documents that keep no vector; unit length, in order. */
  public List<float[]> recompute(List<Integer> docs) throws IOException {
    if (embedder == null) {
      throw new IllegalStateException(
          "This collection keeps no embeddings; open it with its embedding model to search it.");
    }
    // In the index's order, since neighbours are decompressed together.
    Map<Integer, String> texts = new HashMap<>();
    for (int doc : new TreeSet<>(docs)) {
      texts.put(doc, Documents.text(stored, doc));
    }
    List<float[]> embedded = embedder.embed(docs.stream().map(texts::get).toList());
    for (int i = 0; i < docs.size(); i++) {
      int doc = docs.get(i);
      cache.put(Candidates.leaf(reader, doc), doc, embedded.get(i));
    }
    return embedded;
  }
}
