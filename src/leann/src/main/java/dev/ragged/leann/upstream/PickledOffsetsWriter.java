package dev.ragged.leann.upstream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes the pickle that {@link PickledOffsets} reads: a dict of strings to integers, protocol 2.
 */
final class PickledOffsetsWriter implements AutoCloseable {
  private final OutputStream out;

  PickledOffsetsWriter(OutputStream out) throws IOException {
    this.out = out;
    out.write(new byte[] {(byte) 0x80, 2, '}', '('});
  }

  void put(String key, long value) throws IOException {
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    ByteBuffer item =
        ByteBuffer.allocate(1 + Integer.BYTES + name.length + 2 + Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    item.put((byte) 'X').putInt(name.length).put(name);
    item.put((byte) 0x8a).put((byte) Long.BYTES).putLong(value);
    out.write(item.array());
  }

  @Override
  public void close() throws IOException {
    out.write(new byte[] {'u', '.'});
    out.close();
  }
}
