package dev.ragged.faults;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What the processes of a crowd tell each other, in memory that they share: how many operations
 * were begun, and of each collection which version is being written, which is there, and whether
 * its owner holds the lock.
 */
final class CrowdBoard {
  private static final VarHandle LONGS =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final int OPERATIONS = 0;
  private static final int FIRST = 8;

  /** A line of a processor's cache each, so that collections do not slow each other down. */
  private static final int FIELDS = 8;

  private static final int STARTED = 0;
  private static final int DONE = 1;
  private static final int HELD = 2;
  private static final int INTRUDERS = 3;

  private final MappedByteBuffer memory;

  CrowdBoard(Path file, int collections) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      memory =
          channel.map(
              FileChannel.MapMode.READ_WRITE,
              0,
              (FIRST + (long) FIELDS * collections) * Long.BYTES);
    }
  }

  private static int at(int collection, int field) {
    return (FIRST + collection * FIELDS + field) * Long.BYTES;
  }

  private long get(int place) {
    return (long) LONGS.getVolatile(memory, place);
  }

  /** Takes the number of the next operation of all, from 0. */
  long nextOperation() {
    return (long) LONGS.getAndAdd(memory, OPERATIONS, 1L);
  }

  long operations() {
    return get(OPERATIONS);
  }

  /** The version that is there, or a later one; what a reader sees is not older. */
  long done(int collection) {
    return get(at(collection, DONE));
  }

  /** The version that is being written, or the last one; what a reader has seen is not newer. */
  long started(int collection) {
    return get(at(collection, STARTED));
  }

  void start(int collection, long version) {
    LONGS.setVolatile(memory, at(collection, STARTED), version);
  }

  void done(int collection, long version) {
    LONGS.setVolatile(memory, at(collection, DONE), version);
  }

  /** One more of what several processes count. */
  void count(int collection) {
    LONGS.getAndAdd(memory, at(collection, DONE), 1L);
  }

  /** Says that the lock is held from now on. */
  void hold(int collection) {
    LONGS.setVolatile(memory, at(collection, HELD), 1L);
  }

  /** Says that the lock will be released, and waits for those that rely on it. */
  void release(int collection) {
    LONGS.setVolatile(memory, at(collection, HELD), 0L);
    while (get(at(collection, INTRUDERS)) > 0) {
      Thread.onSpinWait();
    }
  }

  /** Begins something that needs the owner to hold the lock; false if it does not. */
  boolean intrude(int collection) {
    LONGS.getAndAdd(memory, at(collection, INTRUDERS), 1L);
    if (get(at(collection, HELD)) == 1) {
      return true;
    }
    leave(collection);
    return false;
  }

  void leave(int collection) {
    LONGS.getAndAdd(memory, at(collection, INTRUDERS), -1L);
  }
}
