package dev.ragged.leann.internal.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;

/**
 * A chunk of stored fields by column. Lucene writes a document's fields one after another: a number
 * and a string each. Here all values of one key of the metadata come together, so passages of one
 * source take little more than what is new in each. See docs/formats/codes.md.
 *
 * <p>What does not look like fields as passages have them stays as it is.
 */
final class ChunkColumns {
  /** The column of numbers that says which shape each entry has. */
  static final int SHAPES = 0;

  /** Shapes or columns of a chunk; with more, columns would save nothing. */
  private static final int MAX_COLUMNS = 256;

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

  private final ColumnsWriter writer = new ColumnsWriter();
  private final Map<Shape, Integer> shapes = new HashMap<>();
  private final List<Shape> shapesInOrder = new ArrayList<>();
  private final Map<ColumnKey, Integer> columns = new HashMap<>();

  private ChunkColumns() {
    writer.addNumbers(); // SHAPES
  }

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
    return isSame(written, chunk, length) ? written : null;
  }

  /**
   * Whether columns make the chunk again. They do not if an object has a key twice, for instance.
   */
  private static boolean isSame(byte[] columns, byte[] chunk, int length) throws IOException {
    byte[] again = new byte[length];
    try {
      ChunkRows.of(columns, again, length).makeUpTo(length);
    } catch (CorruptIndexException e) {
      return false;
    }
    return Arrays.equals(again, 0, length, chunk, 0, length);
  }

  private boolean read(byte[] chunk, int length) {
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
  private boolean add(long header, byte[] chunk, int from, int to) {
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
    writer.add(SHAPES, number(new Shape(header, kind, keys)));
    if (shapes.size() > MAX_COLUMNS || columns.size() > MAX_COLUMNS) {
      return false;
    }
    for (int i = 0; i < keys.size(); i++) {
      FlatJson.Member member = members.get(i);
      int column = columns.get(keys.get(i));
      if (member.number()) {
        writer.add(column, member.value(chunk));
      } else {
        writer.add(column, chunk, member.from(), member.to());
      }
    }
    return true;
  }

  private int number(Shape shape) {
    Integer number = shapes.get(shape);
    if (number == null) {
      number = shapes.size();
      shapes.put(shape, number);
      shapesInOrder.add(shape);
      for (ColumnKey key : shape.columns) {
        columns.computeIfAbsent(key, one -> one.numbers ? writer.addNumbers() : writer.addTexts());
      }
    }
    return number;
  }

  private byte[] write() throws IOException {
    ByteBuffersDataOutput out = new ByteBuffersDataOutput();
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
    writer.write(out);
    return out.toArrayCopy();
  }
}
