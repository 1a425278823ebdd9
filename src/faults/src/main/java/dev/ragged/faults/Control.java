package dev.ragged.faults;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Tells the shim in another process what to do, and hears what it did, through a file that both
 * map: {@code struct control} in {@code shim.c}. What was written before a command is sent to that
 * process is seen by it.
 */
final class Control {
  private static final int OFF = 0;
  private static final int COUNT = 1;
  private static final int FAIL = 2;
  private static final int KILL = 3;
  private static final int RECORD = 4;

  private static final int MODE = 0;
  private static final int COUNTER = 1;
  private static final int NTH = 2;
  private static final int ERROR = 3;
  private static final int STYLE = 4;
  private static final int MASK = 5;
  private static final int HITS = 6;
  private static final int MARK = 7;
  private static final int AFTER = 8;
  private static final int HIT_OPERATION = 9;

  private static final int TEXT = 1024;
  private static final int ROOT_AT = 128;
  private static final int LOG_AT = ROOT_AT + TEXT;
  private static final int HIT_PATH_AT = LOG_AT + TEXT;
  private static final int KINDS_AT = 4096;
  private static final int KINDS = 1 << 18;

  /** How an operation fails. */
  enum Style {
    /** This one, and none after it. */
    ONCE,
    /** This one and all after it. */
    FOR_EVER,
    /** If it writes, it writes half; all after it fail. */
    SHORT
  }

  private final MappedByteBuffer shared;

  private Control(MappedByteBuffer shared) {
    this.shared = shared;
    shared.order(ByteOrder.nativeOrder());
  }

  /**
   * Creates or opens the file.
   *
   * @param root operations count if they are on this folder or below
   */
  static Control open(Path file, Path root) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Control control =
          new Control(channel.map(FileChannel.MapMode.READ_WRITE, 0, KINDS_AT + KINDS));
      control.text(ROOT_AT, root.toString());
      return control;
    }
  }

  private void set(int field, long value) {
    shared.putLong(field * Long.BYTES, value);
  }

  private long get(int field) {
    return shared.getLong(field * Long.BYTES);
  }

  private void text(int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= TEXT) {
      throw new IllegalArgumentException("A path is too long: " + text);
    }
    shared.put(at, bytes);
    shared.put(at + bytes.length, (byte) 0);
  }

  private void arm(int mode) {
    set(COUNTER, 0);
    set(HITS, 0);
    text(HIT_PATH_AT, "");
    set(MODE, mode);
  }

  void off() {
    set(MODE, OFF);
  }

  void count() {
    arm(COUNT);
  }

  /** Makes the n-th operation fail, or the first of those kinds after it. */
  void fail(int nth, int errno, Style style, Set<Operation> kinds) {
    set(NTH, nth);
    set(ERROR, errno);
    set(STYLE, style.ordinal());
    set(MASK, Operation.mask(kinds));
    arm(FAIL);
  }

  /** Kills the process before or after the n-th operation, or the first after it that writes. */
  void kill(int nth, boolean after) {
    set(NTH, nth);
    set(AFTER, after ? 1 : 0);
    set(MASK, Operation.mask(Operation.WRITING));
    arm(KILL);
  }

  /** Records all operations that change something. */
  void record(Path log) {
    text(LOG_AT, log.toString());
    set(MARK, 0);
    arm(RECORD);
  }

  /** So many changes have been acknowledged; recorded with each operation. */
  void mark(int acknowledged) {
    set(MARK, acknowledged);
  }

  /** How many operations failed or killed. */
  long hits() {
    return get(HITS);
  }

  /** The first operation that failed or killed, for people. */
  String hit() {
    if (hits() == 0) {
      return "nothing";
    }
    byte[] path = new byte[TEXT];
    shared.get(HIT_PATH_AT, path);
    String text = new String(path, StandardCharsets.UTF_8);
    return Operation.values()[(int) get(HIT_OPERATION)]
        + " "
        + text.substring(0, text.indexOf('\0'));
  }

  /** The operations since the mode was set, in order. */
  List<Operation> operations() {
    int count = (int) Math.min(KINDS, get(COUNTER));
    List<Operation> operations = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      operations.add(Operation.values()[shared.get(KINDS_AT + i)]);
    }
    return operations;
  }
}
