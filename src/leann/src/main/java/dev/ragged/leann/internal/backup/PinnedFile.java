package dev.ragged.leann.internal.backup;

import dev.ragged.spi.CollectionFiles;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.util.StringHelper;

/**
 * A file of a commit: small ones in memory, others held open, and those beyond the limit by name.
 */
final class PinnedFile implements CollectionFiles.StateFile {
  private static final int SMALL = 4_096;

  /** Holds the header of a file of Lucene's: codec, version, and the random id of its segment. */
  private static final int HEAD = 256;

  private static final int ID = StringHelper.ID_LENGTH;

  private final Path file;
  private final String path;
  private final long size;
  private final byte[] content;
  private final FileChannel held;
  private final boolean lucene;
  private final String mark;

  private PinnedFile(Path file, String path, FileChannel channel, boolean hold) throws IOException {
    this.file = file;
    this.path = path;
    this.size = channel.size();
    this.content = size <= SMALL ? bytes(channel, 0, (int) size) : null;
    this.held = content == null && hold ? channel : null;
    byte[] head = bytes(channel, 0, (int) Math.min(size, HEAD));
    this.lucene =
        size > CodecUtil.footerLength() && ByteBuffer.wrap(head).getInt() == CodecUtil.CODEC_MAGIC;
    this.mark = lucene ? mark(channel, head) : null;
  }

  /** A file of which nothing but the content is on the disk. */
  PinnedFile(String path, byte[] content) {
    this.file = null;
    this.path = path;
    this.size = content.length;
    this.content = content;
    this.held = null;
    this.lucene = false;
    this.mark = null;
  }

  /**
   * @param path where it belongs in the collection's folder
   */
  static PinnedFile open(Path file, String path, OpenFiles open) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    boolean taken = open.take();
    PinnedFile pinned = null;
    try {
      pinned = new PinnedFile(file, path, channel, taken);
      return pinned;
    } finally {
      if (pinned == null || pinned.held == null) {
        channel.close();
        if (taken) {
          open.giveBack();
        }
      }
    }
  }

  /**
   * The random id in the header, which is that of the segment or commit, and the checksum in the
   * footer; null if there is no such header.
   */
  private String mark(FileChannel channel, byte[] head) throws IOException {
    // A magic, the codec's name after its length in one byte, a version, the id.
    int id = Integer.BYTES + 1 + head[Integer.BYTES] + Integer.BYTES;
    if (head[Integer.BYTES] < 0 || id + ID > head.length) {
      return null;
    }
    byte[] checksum = bytes(channel, size - Long.BYTES, Long.BYTES);
    HexFormat hex = HexFormat.of();
    return hex.formatHex(head, id, id + ID) + "-" + hex.formatHex(checksum, 4, Long.BYTES);
  }

  private static byte[] bytes(FileChannel channel, long from, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw new EOFException("The file ends early");
      }
    }
    return buffer.array();
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public String mark() {
    return mark;
  }

  @Override
  public InputStream open() throws IOException {
    InputStream stream;
    if (content != null) {
      stream = new ByteArrayInputStream(content);
    } else if (held != null) {
      stream = new ChannelStream(held);
    } else {
      stream = Files.newInputStream(file);
    }
    return lucene ? new FooterCheck(stream, size, file.toString()) : stream;
  }

  void close(OpenFiles open) {
    if (held != null && held.isOpen()) {
      try {
        held.close();
      } catch (IOException e) {
        // It was only read.
        return;
      } finally {
        open.giveBack();
      }
    }
  }

  /** Reads a channel without moving its position, and leaves it open. */
  private static final class ChannelStream extends InputStream {
    private final FileChannel channel;
    private long position;

    ChannelStream(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = channel.read(ByteBuffer.wrap(into, offset, length), position);
      position += Math.max(0, read);
      return read;
    }
  }
}
