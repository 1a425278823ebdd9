package dev.ragged.ingest;

import dev.ragged.Metadata;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** Maps offsets in a text to lines, pages or other numbered parts of its source. */
final class Positions {

  /** What the numbers count, from 1. */
  enum Unit {
    LINE(Metadata.START_LINE, Metadata.END_LINE),
    PAGE(Metadata.PAGE, null),
    SLIDE(Metadata.SLIDE, null),
    ROW(Metadata.START_ROW, Metadata.END_ROW),
    CELL(Metadata.START_CELL, Metadata.END_CELL),
    MESSAGE(Metadata.START_MESSAGE, Metadata.END_MESSAGE);

    /** The metadata key of a passage's first number. */
    final String first;

    /** That of its last, or null if the first says enough. */
    final String last;

    Unit(String first, String last) {
      this.first = first;
      this.last = last;
    }
  }

  private final Unit unit;
  private int[] starts = new int[16];
  private int[] numbers = new int[16];
  private int size;

  private Positions(Unit unit) {
    this.unit = unit;
  }

  /** An empty map. */
  static Positions of(Unit unit) {
    return new Positions(unit);
  }

  /** The text's own lines, from 1; they end in LF, CR LF or CR. */
  static Positions linesOf(String text) {
    return linesOf(text, 1);
  }

  /** The text's own lines, from a number. */
  static Positions linesOf(String text, int first) {
    Positions positions = of(Unit.LINE);
    positions.add(0, first);
    int line = first;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n')) {
        positions.add(i + 1, ++line);
      }
    }
    return positions;
  }

  /** Sets the number from {@code start} on; starts must ascend. */
  void add(int start, int number) {
    if (size > 0 && numbers[size - 1] == number) {
      return;
    }
    if (size > 0 && starts[size - 1] == start) {
      numbers[size - 1] = number;
      return;
    }
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      numbers = Arrays.copyOf(numbers, size * 2);
    }
    starts[size] = start;
    numbers[size++] = number;
  }

  /** The number of the character at {@code offset}. */
  int at(int offset) {
    int i = Arrays.binarySearch(starts, 0, size, offset);
    return size == 0 ? 1 : numbers[Math.max(0, i >= 0 ? i : -i - 2)];
  }

  Unit unit() {
    return unit;
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(unit.ordinal());
    ParserProtocol.writeInts(out, Arrays.copyOf(starts, size));
    ParserProtocol.writeInts(out, Arrays.copyOf(numbers, size));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param length of the text
   * @throws IOException if it cannot belong to such a text
   */
  static Positions read(DataInputStream in, int length) throws IOException {
    Positions positions =
        new Positions(ParserProtocol.constant(Unit.values(), in.readUnsignedByte()));
    positions.starts = ParserProtocol.readInts(in, length + 1);
    positions.numbers = ParserProtocol.readInts(in, length + 1);
    positions.size = positions.starts.length;
    if (positions.numbers.length != positions.size) {
      throw new IOException("Positions without numbers.");
    }
    ParserProtocol.requireAscending(positions.starts, positions.size, length);
    for (int number : positions.numbers) {
      if (number < 1) {
        throw new IOException("Number " + number + ".");
      }
    }
    return positions;
  }
}
