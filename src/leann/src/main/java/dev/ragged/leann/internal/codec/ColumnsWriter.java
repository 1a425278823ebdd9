package dev.ragged.leann.internal.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.BytesRef;

/**
 * Writes columns of numbers and of strings, to be compressed. Numbers are written as differences
 * from those that they resemble most, among the last of each column, and by planes: first the
 * lowest byte of each. Strings are written where they change. See docs/formats/codes.md.
 */
final class ColumnsWriter {
  /** Columns that are tried as neighbours of one with numbers. */
  private static final int MAX_NEIGHBOURS = 16;

  private final List<NumberColumn> numbers = new ArrayList<>();
  private final List<TextColumn> texts = new ArrayList<>();
  private int time;

  /** A new column of numbers; they are counted from 0. */
  int addNumbers() {
    numbers.add(new NumberColumn());
    return numbers.size() - 1;
  }

  /** A new column of strings; they are counted from 0. */
  int addTexts() {
    texts.add(new TextColumn());
    return texts.size() - 1;
  }

  /** Adds a number to a column. A reader asks for numbers in the order in which they were added. */
  void add(int column, long number) {
    numbers.get(column).add(number, time++);
  }

  /** Adds some bytes to a column of strings; they must not change until all is written. */
  void add(int column, byte[] bytes, int from, int to) {
    texts.get(column).values.add(new BytesRef(bytes, from, to - from));
  }

  void write(ByteBuffersDataOutput out) throws IOException {
    out.writeVInt(numbers.size());
    for (NumberColumn column : numbers) {
      column.write(out);
    }
    ByteBuffersDataOutput literals = new ByteBuffersDataOutput();
    ByteBuffersDataOutput digits = new ByteBuffersDataOutput();
    out.writeVInt(texts.size());
    for (TextColumn column : texts) {
      column.write(out, literals, digits);
    }
    literals.copyTo(out);
    digits.copyTo(out);
  }

  /** Numbers, each with the time of its adding, which counts those of all columns. */
  private final class NumberColumn {
    private long[] values = new long[16];
    private int[] times = new int[16];
    private int count;

    void add(long value, int time) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
        times = Arrays.copyOf(times, 2 * count);
      }
      values[count] = value;
      times[count++] = time;
    }

    /** How each value differs from the last or last but one of a column, or from 0. */
    private long[] differences(Neighbour neighbour) {
      if (neighbour == Neighbour.NONE) {
        return Arrays.copyOf(values, count);
      }
      NumberColumn other = numbers.get(neighbour.column());
      long[] differences = new long[count];
      int before = 0;
      for (int i = 0; i < count; i++) {
        while (before < other.count && other.times[before] < times[i]) {
          before++;
        }
        int at = before - neighbour.back();
        differences[i] = Neighbour.zigZag(values[i] - (at < 0 ? 0 : other.values[at]));
      }
      return differences;
    }

    void write(ByteBuffersDataOutput out) throws IOException {
      Neighbour best = Neighbour.NONE;
      long[] chosen = differences(best);
      long fewest = bits(chosen);
      for (int column = 0; column < Math.min(numbers.size(), MAX_NEIGHBOURS); column++) {
        for (int back = 1; back <= Neighbour.MAX_BACK; back++) {
          Neighbour neighbour = new Neighbour(column, back);
          long[] differences = differences(neighbour);
          long needed = bits(differences);
          if (needed < fewest) {
            best = neighbour;
            chosen = differences;
            fewest = needed;
          }
        }
      }
      long all = 0;
      for (long difference : chosen) {
        all |= difference;
      }
      int bytes = (71 - Long.numberOfLeadingZeros(all)) / 8;
      out.writeVInt(count);
      out.writeVInt(best.code());
      out.writeByte((byte) bytes);
      for (int plane = 0; plane < bytes; plane++) {
        for (long difference : chosen) {
          out.writeByte((byte) (difference >>> (8 * plane)));
        }
      }
    }

    private static long bits(long[] differences) {
      long bits = 0;
      for (long difference : differences) {
        bits += 64 - Long.numberOfLeadingZeros(difference);
      }
      return bits;
    }
  }

  private static final class TextColumn {
    private final List<BytesRef> values = new ArrayList<>();

    /** First where it changes, then by how much; of hexadecimal digits a byte for two. */
    void write(
        ByteBuffersDataOutput out, ByteBuffersDataOutput literals, ByteBuffersDataOutput digits)
        throws IOException {
      BytesRef last = new BytesRef();
      ByteBuffersDataOutput lengths = new ByteBuffersDataOutput();
      out.writeVInt(values.size());
      for (BytesRef value : values) {
        if (value.bytesEquals(last)) {
          out.writeByte(TextChange.NONE);
        } else if (TextChange.isDigits(value)) {
          out.writeByte(TextChange.DIGITS);
          lengths.writeVInt((value.length - 2) / 2);
          TextChange.writeDigits(value, digits);
        } else {
          out.writeByte(TextChange.FROM_SOMEWHERE);
          int same = same(last, value);
          lengths.writeVInt(same);
          lengths.writeVInt(value.length - same);
          literals.writeBytes(value.bytes, value.offset + same, value.length - same);
        }
        last = value;
      }
      lengths.copyTo(out);
    }

    private static int same(BytesRef a, BytesRef b) {
      int same =
          Arrays.mismatch(
              a.bytes, a.offset, a.offset + a.length, b.bytes, b.offset, b.offset + b.length);
      return same < 0 ? a.length : same;
    }
  }
}
