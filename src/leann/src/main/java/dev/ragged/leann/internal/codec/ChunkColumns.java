package dev.ragged.leann.internal.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.BytesRef;

/**
 * A chunk of stored fields by column. Lucene writes a document's fields one after another: a number
 * and a string each. Here all values of one key of the metadata come together, numbers as
 * differences from what neighbours suggest, and strings only where they change; so passages of one
 * source take little more than what is new in each. See docs/formats/codes.md.
 *
 * <p>What does not look like fields as passages have them stays as it is.
 */
final class ChunkColumns {
  /** Shapes or columns of a chunk; with more, columns would save nothing. */
  private static final int MAX_COLUMNS = 256;

  /** Columns that are tried as neighbours of one with numbers. */
  private static final int MAX_NEIGHBOURS = 16;

  /** What an entry consists of. */
  enum Kind {
    /** A string. */
    STRING,
    /** A string and the whole number at its end. */
    NUMBERED,
    /** A flat object of JSON. */
    OBJECT
  }

  /** The values of one key in entries with the same header. */
  record ColumnKey(long header, String key, boolean numbers) {}

  /** Entries with the same header and keys; the keys are in ISO 8859-1, a character a byte. */
  record Shape(long header, Kind kind, List<ColumnKey> columns) {}

  private final Map<Shape, Integer> shapes = new HashMap<>();
  private final List<Shape> shapesInOrder = new ArrayList<>();
  private final Map<ColumnKey, Integer> columns = new HashMap<>();
  private final List<NumberColumn> numbers = new ArrayList<>();
  private final List<TextColumn> texts = new ArrayList<>();
  private final ByteBuffersDataOutput shapeOfEntry = new ByteBuffersDataOutput();
  private int entries;
  private int time;

  private ChunkColumns() {}

  /**
   * The columns of a chunk; null if it has none.
   *
   * @param chunk has so many bytes of fields as Lucene writes them
   */
  static byte[] of(byte[] chunk, int length) throws IOException {
    ChunkColumns columns = new ChunkColumns();
    if (!columns.read(chunk, length)) {
      return null;
    }
    byte[] written = columns.write();
    byte[] again = new byte[length];
    ChunkRows.of(written, again, length).makeUpTo(length);
    return Arrays.equals(again, 0, length, chunk, 0, length) ? written : null;
  }

  private boolean read(byte[] chunk, int length) throws IOException {
    ByteArrayDataInput in = new ByteArrayDataInput(chunk, 0, length);
    try {
      while (!in.eof()) {
        long header = in.readVLong();
        int size = in.readVInt();
        int from = in.getPosition();
        if (size < 0 || size > length - from || !add(header, chunk, from, from + size)) {
          return false;
        }
        in.skipBytes(size);
      }
    } catch (RuntimeException e) {
      return false; // a part of a chunk that was too large, which begins or ends within a field
    }
    return true;
  }

  /** Adds an entry; false if there are too many kinds of them. */
  private boolean add(long header, byte[] chunk, int from, int to) throws IOException {
    List<FlatJson.Member> members = FlatJson.members(chunk, from, to);
    Kind kind = Kind.OBJECT;
    if (members == null) {
      int digits = FlatJson.digitsAtEnd(chunk, from, to);
      kind = digits == 0 ? Kind.STRING : Kind.NUMBERED;
      members = new ArrayList<>();
      members.add(new FlatJson.Member("", from, to - digits, false));
      if (digits > 0) {
        members.add(new FlatJson.Member("", to - digits, to, true));
      }
    }
    List<ColumnKey> keys = new ArrayList<>(members.size());
    for (FlatJson.Member member : members) {
      keys.add(new ColumnKey(header, member.key(), member.number()));
    }
    Shape shape = new Shape(header, kind, keys);
    Integer number = shapes.get(shape);
    if (number == null) {
      number = shapes.size();
      shapes.put(shape, number);
      shapesInOrder.add(shape);
      for (ColumnKey key : keys) {
        if (!columns.containsKey(key)) {
          columns.put(key, key.numbers ? numbers.size() : texts.size());
          if (key.numbers) {
            numbers.add(new NumberColumn());
          } else {
            texts.add(new TextColumn());
          }
        }
      }
      if (shapes.size() > MAX_COLUMNS || columns.size() > MAX_COLUMNS) {
        return false;
      }
    }
    shapeOfEntry.writeVInt(number);
    for (int i = 0; i < keys.size(); i++) {
      FlatJson.Member member = members.get(i);
      int column = columns.get(keys.get(i));
      if (member.number()) {
        numbers.get(column).add(member.value(chunk), time++);
      } else {
        texts.get(column).add(chunk, member.from(), member.to());
      }
    }
    entries++;
    return true;
  }

  private byte[] write() throws IOException {
    ByteBuffersDataOutput out = new ByteBuffersDataOutput();
    out.writeVInt(entries);
    out.writeVInt(shapesInOrder.size());
    for (Shape shape : shapesInOrder) {
      out.writeVLong(shape.header);
      out.writeByte((byte) shape.kind.ordinal());
      if (shape.kind == Kind.OBJECT) {
        out.writeVInt(shape.columns.size());
        for (ColumnKey key : shape.columns) {
          out.writeByte((byte) (key.numbers ? 1 : 0));
          byte[] bytes = key.key.getBytes(FlatJson.BYTES);
          out.writeVInt(bytes.length);
          out.writeBytes(bytes, bytes.length);
        }
      }
    }
    shapeOfEntry.copyTo(out);
    for (NumberColumn column : numbers) {
      column.write(out);
    }
    ByteBuffersDataOutput literals = new ByteBuffersDataOutput();
    ByteBuffersDataOutput digits = new ByteBuffersDataOutput();
    for (TextColumn column : texts) {
      column.write(out, literals, digits);
    }
    literals.copyTo(out);
    digits.copyTo(out);
    return out.toArrayCopy();
  }

  /** Whole numbers, each with the time of its reading, which counts all numbers of a chunk. */
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
      out.writeVInt(best.code());
      long all = 0;
      for (long difference : chosen) {
        all |= difference;
      }
      int bytes = (71 - Long.numberOfLeadingZeros(all)) / 8;
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

  /** Strings, or JSON other than whole numbers. */
  private static final class TextColumn {
    private final List<BytesRef> values = new ArrayList<>();

    void add(byte[] chunk, int from, int to) {
      values.add(new BytesRef(chunk, from, to - from));
    }

    /** Where something changes, first how much; of strings of hexadecimal digits a byte for two. */
    void write(
        ByteBuffersDataOutput out, ByteBuffersDataOutput literals, ByteBuffersDataOutput digits)
        throws IOException {
      BytesRef last = new BytesRef();
      ByteBuffersDataOutput lengths = new ByteBuffersDataOutput();
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
