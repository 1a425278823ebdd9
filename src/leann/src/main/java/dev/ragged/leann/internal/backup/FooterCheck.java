package dev.ragged.leann.internal.backup;

import dev.ragged.CorruptCollectionException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Verifies the checksum in the footer of a file of Lucene's while it is read to its end, so that a
 * backup never takes a damaged file for a good one.
 */
final class FooterCheck extends FilterInputStream {
  private final long size;
  private final String name;
  private final CRC32 crc = new CRC32();
  private final ByteBuffer stored = ByteBuffer.allocate(Long.BYTES);
  private long position;

  FooterCheck(InputStream in, long size, String name) {
    super(in);
    this.size = size;
    this.name = name;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = in.read(into, offset, length);
    if (read < 0) {
      verify();
      return read;
    }
    // The last eight bytes are the checksum of all before them.
    int covered = (int) Math.max(0, Math.min(read, size - Long.BYTES - position));
    crc.update(into, offset, covered);
    stored.put(into, offset + covered, Math.min(read - covered, stored.remaining()));
    position += read;
    return read;
  }

  private void verify() {
    if (position != size || stored.hasRemaining() || stored.getLong(0) != crc.getValue()) {
      throw new CorruptCollectionException(
          name + " is damaged: its checksum is wrong; restore the collection from a backup.", null);
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public long skip(long bytes) {
    throw new UnsupportedOperationException("A file is verified as a whole.");
  }
}
