package dev.ragged.leann.internal.codec;

import dev.ragged.leann.internal.codec.ChunkColumns.ColumnKey;
import dev.ragged.leann.internal.codec.ChunkColumns.Kind;
import dev.ragged.leann.internal.codec.ChunkColumns.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.ByteArrayDataInput;

/** Makes a chunk of stored fields of its {@linkplain ChunkColumns columns}. */
final class ChunkRows {
  private final byte[] bytes;
  private final ByteArrayDataInput in;
  private final byte[] rows;
  private final int length;
  private final Form[] forms;
  private final ByteArrayDataInput shapes;
  private int entries;
  private int at;

  private ChunkRows(byte[] columns, byte[] rows, int length) throws IOException {
    this.bytes = columns;
    this.in = new ByteArrayDataInput(columns);
    this.rows = rows;
    this.length = length;
    this.entries = count(in.readVInt());
    this.forms = new Form[count(in.readVInt())];
    List<NumberColumn> numbers = new ArrayList<>();
    List<TextColumn> texts = new ArrayList<>();
    readForms(numbers, texts);
    int start = in.getPosition();
    for (int i = 0; i < entries; i++) {
      forms[in.readVInt()].columns.forEach(column -> column.count++);
    }
    this.shapes = new ByteArrayDataInput(columns, start, in.getPosition() - start);
    for (NumberColumn column : numbers) {
      column.open();
    }
    for (TextColumn column : texts) {
      column.open();
    }
    int end = in.getPosition();
    for (TextColumn column : texts) {
      column.literals = end;
      end += column.literalBytes;
    }
    for (TextColumn column : texts) {
      column.digits = end;
      end += column.digitBytes;
    }
    if (end != columns.length) {
      throw new IllegalArgumentException(end + " of " + columns.length + " bytes");
    }
  }

  /**
   * Opens columns.
   *
   * @param rows gets the chunk
   * @param length of the chunk in bytes
   * @throws CorruptIndexException if these are no columns of such a chunk
   */
  static ChunkRows of(byte[] columns, byte[] rows, int length) throws IOException {
    try {
      return new ChunkRows(columns, rows, length);
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  private static CorruptIndexException damaged(RuntimeException cause) {
    return new CorruptIndexException("Columns of stored fields cannot be read", "a chunk", cause);
  }

  /**
   * Makes the chunk as far as it is not made yet.
   *
   * @param end how many of its bytes are wanted
   */
  void makeUpTo(int end) throws IOException {
    try {
      while (at < end) {
        if (entries-- == 0) {
          throw new IllegalArgumentException(at + " of " + length + " bytes");
        }
        forms[shapes.readVInt()].write();
      }
      if (end == length && entries > 0) {
        throw new IllegalArgumentException(entries + " entries beyond " + length + " bytes");
      }
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  private void readForms(List<NumberColumn> numbers, List<TextColumn> texts) throws IOException {
    Map<ColumnKey, Column> columns = new HashMap<>();
    for (int i = 0; i < forms.length; i++) {
      Shape shape = shape();
      List<Column> ordered = new ArrayList<>();
      for (ColumnKey key : shape.columns()) {
        Column column = columns.get(key);
        if (column == null) {
          if (key.numbers()) {
            NumberColumn made = new NumberColumn(numbers);
            numbers.add(made);
            column = made;
          } else {
            TextColumn made = new TextColumn();
            texts.add(made);
            column = made;
          }
          columns.put(key, column);
        }
        ordered.add(column);
      }
      forms[i] = new Form(shape, ordered);
    }
  }

  /** Each takes at least a byte, of rows or of columns. */
  private int count(int count) {
    if (count < 0 || count > Math.max(length, in.length())) {
      throw new IllegalArgumentException(count + " values");
    }
    return count;
  }

  private Shape shape() throws IOException {
    long header = in.readVLong();
    Kind kind = Kind.values()[in.readByte()];
    List<ColumnKey> keys = new ArrayList<>();
    if (kind != Kind.OBJECT) {
      keys.add(new ColumnKey(header, "", false));
      if (kind == Kind.NUMBERED) {
        keys.add(new ColumnKey(header, "", true));
      }
      return new Shape(header, kind, keys);
    }
    int members = count(in.readVInt());
    if (members == 0) {
      throw new IllegalArgumentException("an object without members");
    }
    for (int i = 0; i < members; i++) {
      boolean number = in.readByte() != 0;
      byte[] key = new byte[count(in.readVInt())];
      in.readBytes(key, 0, key.length);
      keys.add(new ColumnKey(header, new String(key, FlatJson.BYTES), number));
    }
    return new Shape(header, kind, keys);
  }

  private void write(byte value) {
    if (at == length) {
      throw new IllegalArgumentException("more than " + length + " bytes");
    }
    rows[at++] = value;
  }

  private void write(byte[] from, int start, int count) {
    if (count > length - at) {
      throw new IllegalArgumentException("more than " + length + " bytes");
    }
    System.arraycopy(from, start, rows, at, count);
    at += count;
  }

  private void writeVariable(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      write((byte) (rest | 0x80));
      rest >>>= 7;
    }
    write((byte) rest);
  }

  /** A shape with its columns. */
  private final class Form {
    private final Shape shape;
    private final List<Column> columns;
    private final byte[][] before;

    Form(Shape shape, List<Column> columns) {
      this.shape = shape;
      this.columns = columns;
      this.before = new byte[columns.size()][];
      for (int i = 0; i < before.length; i++) {
        String key = shape.columns().get(i).key();
        String json = (i == 0 ? "{\"" : ",\"") + key + "\":";
        before[i] = shape.kind() == Kind.OBJECT ? json.getBytes(FlatJson.BYTES) : new byte[0];
      }
    }

    /** Writes the next entry. */
    void write() {
      boolean object = shape.kind() == Kind.OBJECT;
      int size = object ? 1 : 0;
      for (int i = 0; i < before.length; i++) {
        columns.get(i).next();
        size += before[i].length + columns.get(i).size;
      }
      writeVariable(shape.header());
      writeVariable(size);
      for (int i = 0; i < before.length; i++) {
        ChunkRows.this.write(before[i], 0, before[i].length);
        ChunkRows.this.write(columns.get(i).value, 0, columns.get(i).size);
      }
      if (object) {
        ChunkRows.this.write((byte) '}');
      }
    }
  }

  /** Values of one key, one after another. */
  private abstract static class Column {
    int count;
    byte[] value = new byte[20];
    int size;

    abstract void next();
  }

  private final class NumberColumn extends Column {
    private final List<NumberColumn> numbers;
    private Neighbour neighbour;
    private int start;
    private int planes;
    private int next;
    private final long[] last = new long[Neighbour.MAX_BACK];

    NumberColumn(List<NumberColumn> numbers) {
      this.numbers = numbers;
    }

    void open() throws IOException {
      neighbour = Neighbour.of(in.readVInt());
      planes = in.readByte();
      start = in.getPosition();
      if (planes < 0 || planes > Long.BYTES || (long) planes * count > in.length() - start) {
        throw new IllegalArgumentException(count + " numbers of " + planes + " bytes");
      }
      in.skipBytes(planes * count);
    }

    @Override
    void next() {
      long difference = 0;
      for (int plane = 0; plane < planes; plane++) {
        difference |= (bytes[start + plane * count + next] & 0xffL) << (8 * plane);
      }
      next++;
      long number =
          neighbour == Neighbour.NONE
              ? difference
              : Neighbour.zagZig(difference)
                  + numbers.get(neighbour.column()).last[neighbour.back() - 1];
      last[1] = last[0];
      last[0] = number;
      write(number);
    }

    private void write(long number) {
      if (number < 0) {
        byte[] digits = Long.toString(number).getBytes(FlatJson.BYTES);
        value = digits;
        size = digits.length;
        return;
      }
      int at = 20;
      long rest = number;
      byte[] digits = value.length < 20 ? new byte[20] : value;
      do {
        digits[--at] = (byte) ('0' + rest % 10);
        rest /= 10;
      } while (rest > 0);
      size = 20 - at;
      System.arraycopy(digits, at, digits, 0, size);
      value = digits;
    }
  }

  private final class TextColumn extends Column {
    private int changes;
    private ByteArrayDataInput lengths;
    private int literals;
    private int literalBytes;
    private int digits;
    private int digitBytes;

    /** Finds out how many bytes it has of what all columns share. */
    void open() throws IOException {
      changes = in.getPosition();
      in.skipBytes(count);
      int start = in.getPosition();
      for (int i = 0; i < count; i++) {
        switch (bytes[changes + i]) {
          case TextChange.NONE -> {}
          case TextChange.FROM_SOMEWHERE -> {
            in.readVInt();
            literalBytes += count(in.readVInt());
          }
          case TextChange.DIGITS -> digitBytes += count(in.readVInt());
          default -> throw new IllegalArgumentException("change " + bytes[changes + i]);
        }
      }
      lengths = new ByteArrayDataInput(bytes, start, in.getPosition() - start);
    }

    @Override
    void next() {
      switch (bytes[changes++]) {
        case TextChange.FROM_SOMEWHERE -> {
          int same = lengths.readVInt();
          int more = lengths.readVInt();
          if (same < 0 || same > size) {
            throw new IllegalArgumentException(same + " bytes of " + size);
          }
          reserve(same + more);
          System.arraycopy(bytes, literals, value, same, more);
          literals += more;
          size = same + more;
        }
        case TextChange.DIGITS -> {
          int pairs = lengths.readVInt();
          reserve(2 * pairs + 2);
          value[0] = '"';
          for (int i = 0; i < pairs; i++) {
            int pair = bytes[digits++];
            value[2 * i + 1] = TextChange.digit(pair >> 4 & 15);
            value[2 * i + 2] = TextChange.digit(pair & 15);
          }
          value[2 * pairs + 1] = '"';
          size = 2 * pairs + 2;
        }
        default -> {}
      }
    }

    private void reserve(int bytes) {
      if (bytes > length) {
        throw new IllegalArgumentException("a value of " + bytes + " bytes");
      }
      if (bytes > value.length) {
        byte[] larger = new byte[Math.max(bytes, 2 * value.length)];
        System.arraycopy(value, 0, larger, 0, size);
        value = larger;
      }
    }
  }
}
