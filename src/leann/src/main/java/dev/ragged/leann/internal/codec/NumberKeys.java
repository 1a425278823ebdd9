package dev.ragged.leann.internal.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.StringHelper;

/**
 * The keys of metadata that have a whole number in many documents, such as a passage's lines. By
 * document the numbers take less than lists of documents for each of them would; these are made
 * when they are first asked for.
 */
final class NumberKeys {
  /** Documents of a chunk. */
  static final int CHUNK = 1 << 16;

  /** A key's numbers are kept by document if one document in so many has one. */
  private static final int MOST_DOCS_PER_NUMBER = 8;

  private static final int MAX_KEYS = 16;

  /** Of all keys together, so that a merge needs no more than 64 MB for them. */
  private static final int MAX_NUMBERS = 8 << 20;

  /** The column that says which keys a document has, a bit each; those of the keys follow. */
  private static final int MASK = 0;

  /**
   * The numbers of a key.
   *
   * @param stem what its terms begin with; the rest of each is a {@link SortableNumber}
   * @param first the least number
   * @param last the greatest number
   * @param terms how many different ones there are
   * @param having the documents that have one
   * @param values the number of each document
   */
  record Key(BytesRef stem, long first, long last, int terms, FixedBitSet having, long[] values) {
    BytesRef term(long number) {
      return KeyTerm.join(stem.bytes, KeyTerm.Kind.NUMBER, number);
    }
  }

  private NumberKeys() {}

  /** Those of a field, in the order of their terms. */
  static List<Key> of(Terms terms, int maxDoc) throws IOException {
    List<Key> keys = new ArrayList<>();
    int maxKeys = Math.min(MAX_KEYS, MAX_NUMBERS / maxDoc);
    TermsEnum walk = terms.iterator();
    PostingsEnum postings = null;
    Candidate candidate = null;
    for (BytesRef term = walk.next(); term != null && keys.size() < maxKeys; term = walk.next()) {
      KeyTerm parts = KeyTerm.of(term);
      if (candidate == null || !StringHelper.startsWith(term, candidate.stem)) {
        add(candidate, keys, maxDoc);
        candidate = null;
        if (parts.kind() == KeyTerm.Kind.NUMBER) {
          BytesRef stem = new BytesRef(term.bytes, term.offset, parts.stem());
          candidate = new Candidate(BytesRef.deepCopyOf(stem));
        }
      }
      if (candidate != null && candidate.isNumber(term, parts)) {
        postings = walk.postings(postings, PostingsEnum.NONE);
        candidate.add(parts.number(), postings);
      }
    }
    if (keys.size() < maxKeys) {
      add(candidate, keys, maxDoc);
    }
    return keys;
  }

  private static void add(Candidate candidate, List<Key> keys, int maxDoc) {
    Key key = candidate == null ? null : candidate.key(maxDoc);
    if (key != null) {
      keys.add(key);
    }
  }

  /** Whole numbers of a key as far as they are known. */
  private static final class Candidate {
    private final BytesRef stem;
    private boolean whole = true;
    private int terms;
    private int count;
    private int[] docs = new int[16];
    private long[] values = new long[16];

    Candidate(BytesRef stem) {
      this.stem = stem;
    }

    /** Fractions stand between whole numbers, so all would have to be in one order. */
    boolean isNumber(BytesRef term, KeyTerm parts) {
      whole &=
          parts.kind() == KeyTerm.Kind.NUMBER
              && parts.stem() == stem.length
              && StringHelper.startsWith(term, stem);
      return whole;
    }

    void add(long number, PostingsEnum postings) throws IOException {
      int before = count;
      for (int doc = postings.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = postings.nextDoc()) {
        docs = ArrayUtil.grow(docs, count + 1);
        values = ArrayUtil.grow(values, count + 1);
        docs[count] = doc;
        values[count++] = number;
      }
      terms += count > before ? 1 : 0;
    }

    /** Null if the numbers are better kept otherwise. */
    Key key(int maxDoc) {
      if (!whole || count == 0 || (long) count * MOST_DOCS_PER_NUMBER < maxDoc) {
        return null;
      }
      FixedBitSet having = new FixedBitSet(maxDoc);
      long[] byDoc = new long[maxDoc];
      for (int i = 0; i < count; i++) {
        if (having.getAndSet(docs[i])) {
          return null; // two numbers
        }
        byDoc[docs[i]] = values[i];
      }
      return new Key(stem, values[0], values[count - 1], terms, having, byDoc);
    }
  }

  /** A chunk of documents from one on. */
  static byte[] chunk(List<Key> keys, int from, int maxDoc) throws IOException {
    ColumnsWriter writer = new ColumnsWriter();
    writer.addNumbers();
    keys.forEach(key -> writer.addNumbers());
    for (int doc = from; doc < Math.min(maxDoc, from + CHUNK); doc++) {
      int mask = 0;
      for (int i = 0; i < keys.size(); i++) {
        mask |= keys.get(i).having.get(doc) ? 1 << i : 0;
      }
      writer.add(MASK, mask);
      for (int i = 0; i < keys.size(); i++) {
        if ((mask >> i & 1) != 0) {
          writer.add(1 + i, keys.get(i).values[doc]);
        }
      }
    }
    ByteBuffersDataOutput out = new ByteBuffersDataOutput();
    writer.write(out);
    return out.toArrayCopy();
  }

  /** Reads chunks, the first one first. */
  static final class Reader {
    private final int[][] docs;
    private final long[][] values;
    private final int[] counts;
    private final int maxDoc;
    private int doc;

    Reader(int keys, int maxDoc) {
      this.docs = new int[keys][16];
      this.values = new long[keys][16];
      this.counts = new int[keys];
      this.maxDoc = maxDoc;
    }

    /**
     * Reads the next chunk.
     *
     * @throws RuntimeException if there is none
     */
    void read(byte[] chunk) {
      ColumnsReader columns = new ColumnsReader(chunk, 0);
      for (int end = Math.min(maxDoc, doc + CHUNK); doc < end; doc++) {
        long mask = columns.numbers(MASK).next();
        for (int i = 0; mask != 0; i++, mask >>>= 1) {
          if ((mask & 1) != 0) {
            docs[i] = ArrayUtil.grow(docs[i], counts[i] + 1);
            values[i] = ArrayUtil.grow(values[i], counts[i] + 1);
            docs[i][counts[i]] = doc;
            values[i][counts[i]++] = columns.numbers(1 + i).next();
          }
        }
      }
    }

    /** The terms of a key, of all chunks. */
    KeyTerms.Numbers terms(int key, byte[] stem) {
      int count = counts[key];
      return KeyTerms.Numbers.of(stem, Arrays.copyOf(docs[key], count), values[key], count);
    }
  }
}
