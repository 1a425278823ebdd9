package dev.ragged.leann.internal.codec;

import java.util.Arrays;
import org.apache.lucene.util.BytesRef;

/**
 * A term of an id or of metadata, as a part that it has in common with its neighbours and a number.
 *
 * @param stem the term's first bytes, so many
 * @param number 0 if there is none
 */
record KeyTerm(Kind kind, int stem, long number) {
  /** How a term ends. */
  enum Kind {
    /** With the stem. */
    PLAIN,
    /** With a number in decimal digits, as ids of a document's passages do. */
    DIGITS,
    /** With a {@link SortableNumber} that is whole, as the metadata of a passage does. */
    NUMBER
  }

  static KeyTerm of(BytesRef term) {
    int end = term.offset + term.length;
    int stem = term.length - SortableNumber.BYTES;
    if (stem >= 2
        && term.bytes[term.offset + stem - 1] == 'n'
        && term.bytes[term.offset + stem - 2] == 0) {
      Long number = SortableNumber.whole(term.bytes, term.offset + stem);
      if (number != null) {
        return new KeyTerm(Kind.NUMBER, stem, number);
      }
    }
    int digits = FlatJson.digitsAtEnd(term.bytes, term.offset, end);
    if (digits == 0) {
      return new KeyTerm(Kind.PLAIN, term.length, 0);
    }
    String decimal = new String(term.bytes, end - digits, digits, FlatJson.BYTES);
    return new KeyTerm(Kind.DIGITS, term.length - digits, Long.parseLong(decimal));
  }

  /** The term with a stem and a number, if its kind has one. */
  static BytesRef join(byte[] stem, Kind kind, long number) {
    switch (kind) {
      case PLAIN:
        return new BytesRef(stem);
      case DIGITS:
        byte[] digits = new byte[stem.length + Decimal.MAX_BYTES];
        System.arraycopy(stem, 0, digits, 0, stem.length);
        int end = Decimal.write(number, digits, stem.length);
        return new BytesRef(digits, 0, end);
      default:
        byte[] term = Arrays.copyOf(stem, stem.length + SortableNumber.BYTES);
        SortableNumber.write(number, term, stem.length);
        return new BytesRef(term);
    }
  }
}
