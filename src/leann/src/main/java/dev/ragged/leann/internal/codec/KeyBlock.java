package dev.ragged.leann.internal.codec;

import dev.ragged.leann.internal.codec.ColumnsReader.NumberColumn;
import dev.ragged.leann.internal.codec.ColumnsReader.TextColumn;
import dev.ragged.leann.internal.codec.KeyTerm.Kind;
import java.io.IOException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;

/**
 * Neighbouring terms and their documents by column. Documents are runs of adjacent ones, as those
 * of one source are; that of an id is told by its number, since passages are written in their
 * order.
 */
final class KeyBlock {
  /** A block ends at so many terms, documents, or bytes of terms. */
  private static final int MAX_TERMS = 512;

  private static final int MAX_DOCS = 4_096;
  private static final int MAX_BYTES = 64 << 10;

  // Columns of numbers.
  private static final int KIND = 0;
  private static final int DECIMAL = 1;
  private static final int NUMBER = 2;
  private static final int MORE_RUNS = 3;
  private static final int FIRST_DOC = 4;
  private static final int FIRST_DOC_LESS_NUMBER = 5;
  private static final int GAP = 6;
  private static final int LENGTH_LESS_ONE = 7;
  private static final int NUMBERS = 8;

  private static final Kind[] KINDS = Kind.values();

  /** The column of strings. */
  private static final int STEM = 0;

  private final ColumnsWriter writer = new ColumnsWriter();
  private BytesRef first;
  private int terms;
  private int docs;
  private int bytes;

  KeyBlock() {
    for (int i = 0; i < NUMBERS; i++) {
      writer.addNumbers();
    }
    writer.addTexts();
  }

  /** The first term, or null if there is none yet. */
  BytesRef first() {
    return first;
  }

  boolean isFull() {
    return terms >= MAX_TERMS || docs >= MAX_DOCS || bytes >= MAX_BYTES;
  }

  /** Most documents that the terms of a block can have together. */
  static long mostDocs(int maxDoc) {
    return (long) MAX_DOCS + maxDoc;
  }

  /**
   * Adds a term, unless it has no documents.
   *
   * @param having gets the term's documents
   * @return the number of its documents
   */
  int add(BytesRef term, PostingsEnum postings, FixedBitSet having) throws IOException {
    int[] starts = new int[4];
    int[] ends = new int[4];
    int runs = 0;
    int count = 0;
    for (int doc = postings.nextDoc();
        doc != DocIdSetIterator.NO_MORE_DOCS;
        doc = postings.nextDoc()) {
      if (runs == 0 || doc != ends[runs - 1]) {
        starts = ArrayUtil.grow(starts, runs + 1);
        ends = ArrayUtil.grow(ends, runs + 1);
        starts[runs++] = doc;
      }
      ends[runs - 1] = doc + 1;
      having.set(doc);
      count++;
    }
    if (count > 0) {
      add(BytesRef.deepCopyOf(term), starts, ends, runs);
      docs += count;
    }
    return count;
  }

  private void add(BytesRef term, int[] starts, int[] ends, int runs) {
    first = first == null ? term : first;
    KeyTerm parts = KeyTerm.of(term);
    writer.add(KIND, parts.kind().ordinal());
    writer.add(STEM, term.bytes, 0, parts.stem());
    if (parts.kind() != Kind.PLAIN) {
      writer.add(parts.kind() == Kind.DIGITS ? DECIMAL : NUMBER, parts.number());
    }
    writer.add(MORE_RUNS, runs - 1);
    for (int i = 0; i < runs; i++) {
      if (i > 0) {
        writer.add(GAP, starts[i] - ends[i - 1]);
      } else if (parts.kind() == Kind.DIGITS) {
        writer.add(FIRST_DOC_LESS_NUMBER, starts[0] - parts.number());
      } else {
        writer.add(FIRST_DOC, starts[0]);
      }
      writer.add(LENGTH_LESS_ONE, ends[i] - starts[i] - 1);
    }
    terms++;
    bytes += term.length;
  }

  byte[] toBytes() throws IOException {
    ByteBuffersDataOutput out = new ByteBuffersDataOutput();
    writer.write(out);
    return out.toArrayCopy();
  }

  /**
   * Reads a block.
   *
   * @param maxDoc above all its documents
   * @throws RuntimeException if there is none
   */
  static KeyTerms read(byte[] block, int maxDoc) {
    ColumnsReader columns = new ColumnsReader(block, 0);
    NumberColumn kinds = columns.numbers(KIND);
    TextColumn stems = columns.texts(STEM);
    if (kinds.count() == 0 || kinds.count() > MAX_TERMS) {
      throw new IllegalArgumentException(kinds.count() + " terms");
    }
    int terms = kinds.count();
    Kind[] kindOf = new Kind[terms];
    byte[][] stemOf = new byte[terms][];
    long[] numberOf = new long[terms];
    int[] ends = new int[terms];
    int[] docs = new int[terms];
    int count = 0;
    for (int i = 0; i < terms; i++) {
      Kind kind = KINDS[Math.toIntExact(kinds.next())];
      kindOf[i] = kind;
      stemOf[i] = stems.next(IndexWriter.MAX_TERM_LENGTH) || i == 0 ? stems.copy() : stemOf[i - 1];
      long number = 0;
      if (kind != Kind.PLAIN) {
        number = columns.numbers(kind == Kind.DIGITS ? DECIMAL : NUMBER).next();
      }
      numberOf[i] = number;
      long doc = 0;
      for (long run = columns.numbers(MORE_RUNS).next(); run >= 0; run--) {
        if (doc > 0) {
          long gap = columns.numbers(GAP).next();
          doc = gap < 1 ? -1 : doc + gap;
        } else if (kind == Kind.DIGITS) {
          doc = columns.numbers(FIRST_DOC_LESS_NUMBER).next() + number;
        } else {
          doc = columns.numbers(FIRST_DOC).next();
        }
        long length = columns.numbers(LENGTH_LESS_ONE).next() + 1;
        if (doc < 0 || doc >= maxDoc || length < 1 || length > maxDoc - doc) {
          throw new IllegalArgumentException("documents from " + doc + ", " + length);
        }
        if (count + length > mostDocs(maxDoc)) {
          throw new IllegalArgumentException("more documents than there can be");
        }
        docs = ArrayUtil.grow(docs, count + (int) length);
        for (int j = 0; j < length; j++) {
          docs[count++] = (int) doc++;
        }
      }
      ends[i] = count;
    }
    return new KeyTerms.Listed(kindOf, stemOf, numberOf, docs, ends);
  }
}
