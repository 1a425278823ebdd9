package dev.ragged.eval;

import dev.ragged.spi.DataFolders;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * A file of vectors. Big-endian: {@code RGEV}, the version (int), the dimension (int), the number
 * of vectors (int), the seconds it took to make them (double); then the values as little-endian
 * floats, which numpy reads directly; then a CRC-32C of everything before it (long).
 */
public record VectorFile(double seconds, List<float[]> vectors) {
  /** Bytes before the first vector. */
  public static final int HEADER = 24;

  private static final int MAGIC = 0x52474556;
  private static final int VERSION = 1;

  /** Writes a file, which appears whole or not at all. */
  public void write(Path file) throws IOException {
    DataFolders.create(file.toAbsolutePath().getParent());
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    CRC32C checksum = new CRC32C();
    try (DataOutputStream out =
        new DataOutputStream(
            new CheckedOutputStream(
                new BufferedOutputStream(Files.newOutputStream(unfinished)), checksum))) {
      out.writeInt(MAGIC);
      out.writeInt(VERSION);
      out.writeInt(vectors.get(0).length);
      out.writeInt(vectors.size());
      out.writeDouble(seconds);
      FloatRows.write(out, vectors);
      out.writeLong(checksum.getValue());
    }
    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it is incomplete or damaged, or has another shape
   */
  public static VectorFile read(Path file, int dimension, int count) throws IOException {
    CRC32C checksum = new CRC32C();
    try (DataInputStream in =
        new DataInputStream(
            new CheckedInputStream(
                new BufferedInputStream(Files.newInputStream(file)), checksum))) {
      if (in.readInt() != MAGIC
          || in.readInt() != VERSION
          || in.readInt() != dimension
          || in.readInt() != count) {
        throw new IOException(file + " has vectors of another shape.");
      }
      double seconds = in.readDouble();
      List<float[]> vectors = FloatRows.read(in, dimension, count);
      long expected = checksum.getValue();
      if (in.readLong() != expected) {
        throw new IOException(file + " is damaged.");
      }
      return new VectorFile(seconds, vectors);
    }
  }
}
