package dev.ragged.leann.upstream;

import dev.ragged.RaggedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a Python pickle that holds a dict of strings to integers and nothing else. A pickle is a
 * program: every code that could name a class or call a function is rejected, so nothing can be
 * run.
 *
 * <p>Python writes one dict and each key once. A second dict or a repeated key is rejected too,
 * because a few bytes could make it compare two long keys over and over.
 */
final class PickledOffsets {
  private static final int MARK = '(';
  private static final int STOP = '.';
  private static final int EMPTY_DICT = '}';
  private static final int SETITEM = 's';
  private static final int SETITEMS = 'u';
  private static final int BINPUT = 'q';
  private static final int LONG_BINPUT = 'r';
  private static final int BINGET = 'h';
  private static final int LONG_BINGET = 'j';
  private static final int BINUNICODE = 'X';
  private static final int BININT = 'J';
  private static final int BININT1 = 'K';
  private static final int BININT2 = 'M';
  private static final int PROTO = 0x80;
  private static final int LONG1 = 0x8a;
  private static final int SHORT_BINUNICODE = 0x8c;
  private static final int BINUNICODE8 = 0x8d;
  private static final int MEMOIZE = 0x94;
  private static final int FRAME = 0x95;
  private static final int MAX_PROTOCOL = 5;

  /** Marks on the stack where a list of items begins. */
  private static final Object MARKER = new Object();

  private final Path file;
  private final ByteBuffer in;
  private final List<Object> stack = new ArrayList<>();
  private final List<Object> memo = new ArrayList<>();
  private boolean begun;

  private PickledOffsets(Path file, byte[] bytes) {
    this.file = file;
    this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads a dict.
   *
   * @param file named in messages
   * @throws RaggedException if it is anything else or damaged
   */
  static Map<String, Long> read(Path file, byte[] bytes) {
    return new PickledOffsets(file, bytes).run();
  }

  private RaggedException wrong(String what) {
    return new RaggedException(
        file + " is not a list of passages written by LEANN: " + what + "; build the index again.");
  }

  private Map<String, Long> run() {
    while (true) {
      int code = Byte.toUnsignedInt(need(1).get());
      switch (code) {
        case PROTO -> {
          int protocol = Byte.toUnsignedInt(need(1).get());
          if (protocol > MAX_PROTOCOL) {
            throw wrong("protocol " + protocol + " is not known");
          }
        }
        case FRAME -> need(Long.BYTES).getLong();
        case EMPTY_DICT -> stack.add(emptyDict());
        case MARK -> stack.add(MARKER);
        case MEMOIZE -> memo.add(top());
        case BINPUT -> put(Byte.toUnsignedInt(need(1).get()));
        case LONG_BINPUT -> put(need(Integer.BYTES).getInt());
        case BINGET -> stack.add(get(Byte.toUnsignedInt(need(1).get())));
        case LONG_BINGET -> stack.add(get(need(Integer.BYTES).getInt()));
        case SHORT_BINUNICODE -> stack.add(string(Byte.toUnsignedInt(need(1).get())));
        case BINUNICODE -> stack.add(string(Integer.toUnsignedLong(need(Integer.BYTES).getInt())));
        case BINUNICODE8 -> stack.add(string(need(Long.BYTES).getLong()));
        case BININT -> stack.add((long) need(Integer.BYTES).getInt());
        case BININT1 -> stack.add(Byte.toUnsignedLong(need(1).get()));
        case BININT2 -> stack.add(Short.toUnsignedLong(need(Short.BYTES).getShort()));
        case LONG1 -> stack.add(integer(Byte.toUnsignedInt(need(1).get())));
        case SETITEM -> setItems(stack.size() - 2);
        case SETITEMS -> {
          int mark = stack.lastIndexOf(MARKER);
          if (mark < 0) {
            throw wrong("it ends a list that it did not begin");
          }
          stack.remove(mark);
          setItems(mark);
        }
        case STOP -> {
          return dict(stack.size() - 1);
        }
        default ->
            throw wrong(
                "it holds more than strings and whole numbers (code " + code + " in a pickle)");
      }
    }
  }

  private Map<String, Long> emptyDict() {
    if (begun) {
      throw wrong("it holds more than one dict");
    }
    begun = true;
    return new HashMap<>();
  }

  private ByteBuffer need(int bytes) {
    if (in.remaining() < bytes) {
      throw wrong("it is cut short");
    }
    return in;
  }

  private Object top() {
    if (stack.isEmpty()) {
      throw wrong("it refers to an empty stack");
    }
    return stack.get(stack.size() - 1);
  }

  private void put(int index) {
    // Python numbers them consecutively.
    if (index < 0 || index > memo.size()) {
      throw wrong("its stored items are numbered with gaps");
    }
    if (index == memo.size()) {
      memo.add(top());
    } else {
      memo.set(index, top());
    }
  }

  private Object get(int index) {
    if (index < 0 || index >= memo.size()) {
      throw wrong("it refers to an item that it did not store");
    }
    return memo.get(index);
  }

  private String string(long bytes) {
    if (bytes < 0 || bytes > in.remaining()) {
      throw wrong("it is cut short");
    }
    ByteBuffer part = in.slice(in.position(), (int) bytes);
    in.position(in.position() + (int) bytes);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
    } catch (CharacterCodingException e) {
      throw wrong("a name is not valid UTF-8");
    }
  }

  private long integer(int bytes) {
    if (bytes > Long.BYTES) {
      throw wrong("a number is too large");
    }
    need(bytes);
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= Byte.toUnsignedLong(in.get()) << (Byte.SIZE * i);
    }
    int unused = Long.SIZE - Byte.SIZE * bytes;
    return bytes == 0 ? 0 : value << unused >> unused;
  }

  @SuppressWarnings("unchecked")
  private Map<String, Long> dict(int index) {
    if (index < 0 || index >= stack.size() || !(stack.get(index) instanceof Map)) {
      throw wrong("it is not a dict");
    }
    return (Map<String, Long>) stack.get(index);
  }

  /** Moves the pairs from {@code first} on into the dict below them. */
  private void setItems(int first) {
    Map<String, Long> dict = dict(first - 1);
    for (int i = first; i < stack.size(); i += 2) {
      if (i + 1 >= stack.size()
          || !(stack.get(i) instanceof String key)
          || !(stack.get(i + 1) instanceof Long value)) {
        throw wrong("it holds more than strings and whole numbers");
      }
      if (dict.put(key, value) != null) {
        throw wrong("it names a passage twice");
      }
    }
    stack.subList(first, stack.size()).clear();
  }
}
