package dev.ragged.leann.internal.codec;

import dev.ragged.leann.internal.codec.ChunkColumns.ColumnKey;
import dev.ragged.leann.internal.codec.ChunkColumns.Kind;
import dev.ragged.leann.internal.codec.ChunkColumns.Shape;
import dev.ragged.leann.internal.codec.ColumnsReader.NumberColumn;
import dev.ragged.leann.internal.codec.ColumnsReader.TextColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.ByteArrayDataInput;

/** Makes a chunk of stored fields of its {@linkplain ChunkColumns columns}. */
final class ChunkRows {
  private final byte[] rows;
  private final int length;
  private final NumberColumn shapes;
  private final Form[] forms;
  private int entries;
  private int at;

  private ChunkRows(byte[] columns, byte[] rows, int length) throws IOException {
    this.rows = rows;
    this.length = length;
    ByteArrayDataInput in = new ByteArrayDataInput(columns);
    List<Shape> shapes = new ArrayList<>();
    for (int i = in.readVInt(); i > 0; i--) {
      shapes.add(shape(in));
    }
    ColumnsReader reader = new ColumnsReader(columns, in.getPosition());
    this.shapes = reader.numbers(ChunkColumns.SHAPES);
    this.entries = this.shapes.count();
    this.forms = new Form[shapes.size()];
    int numbers = 1;
    int texts = 0;
    Map<ColumnKey, Cell> cells = new HashMap<>();
    for (int i = 0; i < forms.length; i++) {
      List<Cell> ordered = new ArrayList<>();
      for (ColumnKey key : shapes.get(i).columns()) {
        Cell cell = cells.get(key);
        if (cell == null) {
          cell =
              key.numbers()
                  ? new NumberCell(reader.numbers(numbers++))
                  : new TextCell(reader.texts(texts++), length);
          cells.put(key, cell);
        }
        ordered.add(cell);
      }
      forms[i] = new Form(shapes.get(i), ordered);
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
        forms[Math.toIntExact(shapes.next())].write();
      }
      if (end == length && entries > 0) {
        throw new IllegalArgumentException(entries + " entries beyond " + length + " bytes");
      }
    } catch (RuntimeException e) {
      throw damaged(e);
    }
  }

  private static Shape shape(ByteArrayDataInput in) {
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
    for (int i = in.readVInt(); i > 0; i--) {
      boolean number = in.readByte() != 0;
      int size = in.readVInt();
      if (size < 0 || size > in.length() - in.getPosition()) {
        throw new IllegalArgumentException("a key of " + size + " bytes");
      }
      byte[] key = new byte[size];
      in.readBytes(key, 0, size);
      keys.add(new ColumnKey(header, new String(key, FlatJson.BYTES), number));
    }
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("an object without members");
    }
    return new Shape(header, kind, keys);
  }

  private void write(byte value) {
    if (at == length) {
      throw new IllegalArgumentException("more than " + length + " bytes");
    }
    rows[at++] = value;
  }

  private void write(byte[] from, int count) {
    if (count > length - at) {
      throw new IllegalArgumentException("more than " + length + " bytes");
    }
    System.arraycopy(from, 0, rows, at, count);
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
    private final List<Cell> cells;
    private final byte[][] before;

    Form(Shape shape, List<Cell> cells) {
      this.shape = shape;
      this.cells = cells;
      this.before = new byte[cells.size()][];
      for (int i = 0; i < before.length; i++) {
        String key = shape.columns().get(i).key();
        String json = (i == 0 ? "{\"" : ",\"") + key + "\":";
        before[i] = (shape.kind() == Kind.OBJECT ? json : "").getBytes(FlatJson.BYTES);
      }
    }

    /** Writes the next entry. */
    void write() {
      boolean object = shape.kind() == Kind.OBJECT;
      int size = object ? 1 : 0;
      for (int i = 0; i < before.length; i++) {
        cells.get(i).next();
        size += before[i].length + cells.get(i).size();
      }
      writeVariable(shape.header());
      writeVariable(size);
      for (int i = 0; i < before.length; i++) {
        ChunkRows.this.write(before[i], before[i].length);
        ChunkRows.this.write(cells.get(i).bytes(), cells.get(i).size());
      }
      if (object) {
        ChunkRows.this.write((byte) '}');
      }
    }
  }

  /** The current value of a column as bytes. */
  private interface Cell {
    void next();

    byte[] bytes();

    int size();
  }

  private record TextCell(TextColumn column, int most) implements Cell {
    @Override
    public void next() {
      column.next(most);
    }

    @Override
    public byte[] bytes() {
      return column.value();
    }

    @Override
    public int size() {
      return column.size();
    }
  }

  private static final class NumberCell implements Cell {
    private final NumberColumn column;
    private final byte[] bytes = new byte[Decimal.MAX_BYTES];
    private int size;

    NumberCell(NumberColumn column) {
      this.column = column;
    }

    @Override
    public void next() {
      size = Decimal.write(column.next(), bytes, 0);
    }

    @Override
    public byte[] bytes() {
      return bytes;
    }

    @Override
    public int size() {
      return size;
    }
  }
}
