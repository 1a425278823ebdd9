package dev.ragged.ingest;

import dev.ragged.ingest.Skipped.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.tika.mime.MediaType;

/** Extracts documents from a file's bytes. */
final class Extractor implements AutoCloseable {
  /** Part of every digest; increment it when the same bytes give a different text. */
  static final int VERSION = 1;

  private static final Set<String> ARCHIVES =
      Set.of(
          "application/zip",
          "application/java-archive",
          "application/x-tar",
          "application/x-gtar",
          "application/gzip",
          "application/x-bzip2",
          "application/x-bzip",
          "application/x-xz",
          "application/zstd",
          "application/x-7z-compressed",
          "application/x-rar-compressed",
          "application/x-archive",
          "application/x-cpio",
          "application/x-debian-package",
          "application/vnd.debian.binary-package",
          "application/x-rpm",
          "application/vnd.android.package-archive");

  private final long maxBytes;
  private final ParserProcess process;
  private final Readers readers;

  Extractor(long maxBytes) {
    this(maxBytes, new ParserProcess(OfficeText.DEFAULT_TIMEOUT_SECONDS), new OfficeText());
  }

  /**
   * @param process where to parse what can run away, or null to do it here
   * @param office for parsing office files here
   */
  Extractor(long maxBytes, ParserProcess process, OfficeText office) {
    this.maxBytes = maxBytes;
    this.process = process;
    this.readers = new Readers(office);
  }

  /** Ends the parser process; what it is parsing becomes unusable. Any thread may call it. */
  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }

  /**
   * @throws UnusableFileException if the file has no text, is of an unknown kind or cannot be read
   */
  List<Document> extract(byte[] file, String fileName) throws UnusableFileException {
    if (file.length == 0) {
      throw UnusableFileException.empty();
    }
    byte[] bytes = file;
    String name = fileName;
    if (isGzip(file)) {
      bytes = gunzip(file);
      name = fileName.replaceFirst("(?i)\\.gz$", "");
    }
    MediaType type = FileKind.type(bytes, name);
    if (isGzip(file) && (ARCHIVES.contains(type.toString()) || name.endsWith(".tgz"))) {
      throw UnusableFileException.archive();
    }
    List<Document> documents = read(bytes, name, type);
    MemoryNeed.check(documents.stream().mapToLong(document -> document.text().length()).sum());
    if (documents.stream().allMatch(document -> document.text().isBlank())) {
      throw new UnusableFileException(Reason.NO_TEXT, "has no text.");
    }
    return documents;
  }

  private List<Document> read(byte[] bytes, String name, MediaType type)
      throws UnusableFileException {
    FileKind kind = FileKind.of(type, name);
    var request = new ParserProtocol.Request(kind, type.toString(), name, (int) maxBytes, bytes);
    if (!kind.isLight(bytes.length)) {
      List<Document> documents = process == null ? null : process.parse(request);
      return documents != null ? documents : readers.readInThread(request);
    }
    try {
      return readers.read(request);
    } catch (UnusableFileException e) {
      throw e.reason() != Reason.NO_TEXT && ARCHIVES.contains(type.toString())
          ? UnusableFileException.archive()
          : e;
    } catch (Exception e) {
      throw OfficeText.unusable(e);
    }
  }

  private static boolean isGzip(byte[] bytes) {
    return bytes.length > 2 && (bytes[0] & 0xFF) == 0x1F && (bytes[1] & 0xFF) == 0x8B;
  }

  private byte[] gunzip(byte[] bytes) throws UnusableFileException {
    try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      byte[] unpacked = stream.readNBytes((int) (maxBytes + 1));
      if (unpacked.length > maxBytes) {
        throw new UnusableFileException(
            Reason.TOO_LARGE,
            "unpacks to more than " + maxBytes + " bytes, the limit for one file.");
      }
      MemoryNeed.check(unpacked.length);
      if (unpacked.length == 0) {
        throw UnusableFileException.empty();
      }
      return unpacked;
    } catch (IOException e) {
      throw new UnusableFileException(
          Reason.UNPARSABLE, "cannot be unpacked: it is damaged or cut short.");
    }
  }
}
