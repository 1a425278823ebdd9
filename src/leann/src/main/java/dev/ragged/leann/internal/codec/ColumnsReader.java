package dev.ragged.leann.internal.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.store.ByteArrayDataInput;

/**
 * Reads what {@link ColumnsWriter} has written. The bytes may be anything: what is none of its
 * columns leads to a {@link RuntimeException}, at once or with a later value.
 */
final class ColumnsReader {
  private final byte[] bytes;
  private final ByteArrayDataInput in;
  private final List<NumberColumn> numbers = new ArrayList<>();
  private final List<TextColumn> texts = new ArrayList<>();

  /**
   * Opens columns.
   *
   * @param from where they begin; they end with the array
   */
  ColumnsReader(byte[] bytes, int from) {
    this.bytes = bytes;
    this.in = new ByteArrayDataInput(bytes, from, bytes.length - from);
    for (int i = count(); i > 0; i--) {
      numbers.add(new NumberColumn());
    }
    for (int i = count(); i > 0; i--) {
      texts.add(new TextColumn());
    }
    int end = in.getPosition();
    for (TextColumn column : texts) {
      column.literals = end;
      end = Math.addExact(end, column.literalBytes);
    }
    for (TextColumn column : texts) {
      column.digits = end;
      end = Math.addExact(end, column.digitBytes);
    }
    if (end != bytes.length) {
      throw new IllegalArgumentException(end + " of " + bytes.length + " bytes");
    }
  }

  NumberColumn numbers(int column) {
    return numbers.get(column);
  }

  TextColumn texts(int column) {
    return texts.get(column);
  }

  /** A number of bytes or of what takes at least one. */
  private int count() {
    int count = in.readVInt();
    if (count < 0 || count > bytes.length) {
      throw new IllegalArgumentException(count + " values");
    }
    return count;
  }

  private void skip(long count) {
    if (count > bytes.length - in.getPosition()) {
      throw new IllegalArgumentException(count + " bytes more");
    }
    in.skipBytes(count);
  }

  /** Numbers, one after another. */
  final class NumberColumn {
    private final int count;
    private final Neighbour neighbour;
    private final int start;
    private final int planes;
    private int next;
    private long last;
    private long lastButOne;

    /** Numbers that take no byte are all equal to their neighbours, so there may be many. */
    private NumberColumn() {
      count = in.readVInt();
      neighbour = Neighbour.of(in.readVInt());
      planes = in.readByte();
      start = in.getPosition();
      if (count < 0 || planes < 0 || planes > Long.BYTES) {
        throw new IllegalArgumentException(count + " numbers of " + planes + " bytes");
      }
      skip((long) planes * count);
    }

    int count() {
      return count;
    }

    long next() {
      if (next == count) {
        throw new IllegalArgumentException("more than " + count + " numbers");
      }
      long difference = 0;
      for (int plane = 0; plane < planes; plane++) {
        difference |= (bytes[start + plane * count + next] & 0xffL) << (8 * plane);
      }
      next++;
      long number = difference;
      if (neighbour != Neighbour.NONE) {
        NumberColumn other = numbers.get(neighbour.column());
        long before = neighbour.back() == 1 ? other.last : other.lastButOne;
        number = before + Neighbour.zagZig(difference);
      }
      lastButOne = last;
      last = number;
      return number;
    }
  }

  /** Strings, one after another. */
  final class TextColumn {
    private final int count;
    private final ByteArrayDataInput lengths;
    private int changes;
    private int next;
    private int literals;
    private int literalBytes;
    private int digits;
    private int digitBytes;
    private byte[] value = new byte[32];
    private int size;

    /** Finds out how many bytes it has of what all columns share. */
    private TextColumn() {
      count = count();
      changes = in.getPosition();
      skip(count);
      int start = in.getPosition();
      for (int i = 0; i < count; i++) {
        switch (bytes[changes + i]) {
          case TextChange.NONE -> {}
          case TextChange.FROM_SOMEWHERE -> {
            in.readVInt();
            literalBytes = Math.addExact(literalBytes, count());
          }
          case TextChange.DIGITS -> digitBytes = Math.addExact(digitBytes, count());
          default -> throw new IllegalArgumentException("change " + bytes[changes + i]);
        }
      }
      lengths = new ByteArrayDataInput(bytes, start, in.getPosition() - start);
    }

    /** The current string; only its first {@link #size} bytes, until the next one. */
    byte[] value() {
      return value;
    }

    int size() {
      return size;
    }

    byte[] copy() {
      return Arrays.copyOf(value, size);
    }

    /**
     * Goes to the next string.
     *
     * @param most bytes that it may have
     * @return whether it is another one
     */
    boolean next(int most) {
      if (next++ == count) {
        throw new IllegalArgumentException("more than " + count + " strings");
      }
      switch (bytes[changes++]) {
        case TextChange.FROM_SOMEWHERE -> {
          int same = lengths.readVInt();
          int more = lengths.readVInt();
          if (same < 0 || same > size) {
            throw new IllegalArgumentException(same + " bytes of " + size);
          }
          reserve((long) same + more, most);
          System.arraycopy(bytes, literals, value, same, more);
          literals += more;
          size = same + more;
        }
        case TextChange.DIGITS -> {
          int pairs = lengths.readVInt();
          reserve(2L * pairs + 2, most);
          value[0] = '"';
          for (int i = 0; i < pairs; i++) {
            int pair = bytes[digits++];
            value[2 * i + 1] = TextChange.digit(pair >> 4 & 15);
            value[2 * i + 2] = TextChange.digit(pair & 15);
          }
          value[2 * pairs + 1] = '"';
          size = 2 * pairs + 2;
        }
        default -> {
          return false;
        }
      }
      return true;
    }

    private void reserve(long size, int most) {
      if (size > most) {
        throw new IllegalArgumentException("a string of " + size + " bytes");
      }
      if (size > value.length) {
        value = Arrays.copyOf(value, Math.max((int) size, 2 * value.length));
      }
    }
  }
}
