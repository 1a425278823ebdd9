package dev.ragged.ingest;

import dev.ragged.ingest.Skipped.Reason;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.tika.mime.MediaType;

/** Reads a file that is packed by itself: what it unpacks to is read as if it lay there. */
final class CompressedReader implements DocumentReader {
  /** For the dictionary of xz. */
  private static final int MAX_MEMORY_KIB = 128 << 10;

  /** Where a tar file says that it is one. */
  private static final int MARK = 257;

  private final Readers readers;

  CompressedReader(Readers readers) {
    this.readers = readers;
  }

  @Override
  public List<Document> read(Input input) throws Exception {
    try (BufferedInputStream stream = new BufferedInputStream(unpacked(input.bytes()))) {
      if (isTar(stream)) {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(stream)) {
          return new ArchiveReader(readers).read(tar, input);
        }
      }
      return readFile(stream, input);
    } catch (IOException e) {
      throw new UnusableFileException(
          Reason.UNPARSABLE, "cannot be unpacked: it is damaged or cut short.");
    }
  }

  private List<Document> readFile(InputStream stream, Input input) throws Exception {
    int max = input.budget().maxText();
    byte[] bytes = stream.readNBytes(max + 1);
    if (bytes.length > max) {
      throw new UnusableFileException(
          Reason.TOO_LARGE, "unpacks to more than " + max + " bytes, the limit for one file.");
    }
    if (bytes.length == 0) {
      throw UnusableFileException.empty();
    }
    String name = input.name().replaceFirst("(?i)\\.(gz|bz2|xz)$", "");
    MediaType type = FileKind.type(bytes, name);
    FileKind kind = FileKind.of(type, name);
    if (kind == FileKind.COMPRESSED) {
      throw UnusableFileException.archive();
    }
    return readers.read(kind, new Input(bytes, name, type, input.budget()));
  }

  private static InputStream unpacked(byte[] bytes) throws IOException {
    InputStream packed = new ByteArrayInputStream(bytes);
    return switch (bytes[0]) {
      case 'B' -> new BZip2CompressorInputStream(packed, true);
      case (byte) 0xFD ->
          XZCompressorInputStream.builder()
              .setInputStream(packed)
              .setDecompressConcatenated(true)
              .setMemoryLimitKiB(MAX_MEMORY_KIB)
              .get();
      default -> new GZIPInputStream(packed);
    };
  }

  private static boolean isTar(BufferedInputStream stream) throws IOException {
    stream.mark(MARK + 8);
    byte[] head = stream.readNBytes(MARK + 5);
    stream.reset();
    return head.length == MARK + 5
        && new String(head, MARK, 5, StandardCharsets.US_ASCII).equals("ustar");
  }
}
