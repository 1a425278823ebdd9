package dev.ragged.leann.internal.codec;

import dev.ragged.leann.internal.codec.KeyTerm.Kind;
import java.util.Arrays;
import org.apache.lucene.util.BytesRef;

/** Some of a field's terms, one after another, and the documents of each. */
abstract class KeyTerms {
  /** Documents of the first term, then of the next; each in ascending order. */
  private final int[] docs;

  /** Where the documents of each term end. */
  private final int[] ends;

  KeyTerms(int[] docs, int[] ends) {
    this.docs = docs;
    this.ends = ends;
  }

  final int size() {
    return ends.length;
  }

  final int[] docs() {
    return docs;
  }

  final int from(int term) {
    return term == 0 ? 0 : ends[term - 1];
  }

  final int to(int term) {
    return ends[term];
  }

  abstract BytesRef term(int term);

  /** The number of a term, or -1 less that of the first one above it. */
  final int search(BytesRef wanted) {
    int low = 0;
    int high = size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = term(middle).compareTo(wanted);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }

  /** Terms as a block has them, each of which is put together when it is asked for. */
  static final class Listed extends KeyTerms {
    private final Kind[] kinds;
    private final byte[][] stems;
    private final long[] numbers;

    Listed(Kind[] kinds, byte[][] stems, long[] numbers, int[] docs, int[] ends) {
      super(docs, ends);
      this.kinds = kinds;
      this.stems = stems;
      this.numbers = numbers;
    }

    @Override
    BytesRef term(int term) {
      return KeyTerm.join(stems[term], kinds[term], numbers[term]);
    }
  }

  /** The whole numbers of one key. */
  static final class Numbers extends KeyTerms {
    private final byte[] stem;
    private final long[] numbers;

    Numbers(byte[] stem, long[] numbers, int[] docs, int[] ends) {
      super(docs, ends);
      this.stem = stem;
      this.numbers = numbers;
    }

    /**
     * Sorts what documents have.
     *
     * @param docs in ascending order
     * @param values the number of each
     */
    static Numbers of(byte[] stem, int[] docs, long[] values, int count) {
      long[] distinct = distinct(values, count);
      int[] at = new int[count];
      int[] ends = new int[distinct.length];
      for (int i = 0; i < count; i++) {
        boolean again = i > 0 && values[i] == values[i - 1];
        at[i] = again ? at[i - 1] : Arrays.binarySearch(distinct, values[i]);
        ends[at[i]]++;
      }
      int sum = 0;
      for (int i = 0; i < ends.length; i++) {
        int here = ends[i];
        ends[i] = sum;
        sum += here;
      }
      int[] sorted = new int[count];
      for (int i = 0; i < count; i++) {
        sorted[ends[at[i]]++] = docs[i];
      }
      return new Numbers(stem, distinct, sorted, ends);
    }

    private static long[] distinct(long[] values, int count) {
      long[] distinct = Arrays.copyOf(values, count);
      Arrays.sort(distinct);
      int terms = 0;
      for (int i = 0; i < count; i++) {
        if (i == 0 || distinct[i] != distinct[i - 1]) {
          distinct[terms++] = distinct[i];
        }
      }
      return Arrays.copyOf(distinct, terms);
    }

    @Override
    BytesRef term(int term) {
      return KeyTerm.join(stem, Kind.NUMBER, numbers[term]);
    }
  }
}
