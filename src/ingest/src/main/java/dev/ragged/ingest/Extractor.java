package dev.ragged.ingest;

import dev.ragged.ingest.Skipped.Reason;
import java.util.List;
import java.util.Set;
import org.apache.tika.mime.MediaType;

/** Extracts documents from a file's bytes. */
final class Extractor implements AutoCloseable {
  /** Part of every digest; increment it when the same bytes give a different text. */
  static final int VERSION = 2;

  /** Those that nothing here unpacks. */
  private static final Set<String> ARCHIVES =
      Set.of(
          "application/java-archive",
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
  List<Document> extract(byte[] bytes, String name) throws UnusableFileException {
    if (bytes.length == 0) {
      throw UnusableFileException.empty();
    }
    MediaType type = FileKind.type(bytes, name);
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
    if (kind == FileKind.CODE) {
      List<Document> program = program(bytes, name, type);
      return program != null ? program : read(FileKind.TEXT, bytes, name, type);
    }
    if (kind == FileKind.PICTURE && Tesseract.program() == null) {
      throw UnusableFileException.needsOcr("is a picture");
    }
    try {
      return read(kind, bytes, name, type);
    } catch (UnusableFileException e) {
      if (e.reason() != Reason.NEEDS_OCR
          || kind != FileKind.OFFICE
          || Tesseract.program() == null) {
        throw e;
      }
      return read(FileKind.SCAN, bytes, name, type);
    }
  }

  private List<Document> read(FileKind kind, byte[] bytes, String name, MediaType type)
      throws UnusableFileException {
    ParserProtocol.Request request = request(kind, bytes, name, type);
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

  private ParserProtocol.Request request(FileKind kind, byte[] bytes, String name, MediaType type) {
    return new ParserProtocol.Request(kind, type.toString(), name, (int) maxBytes, bytes);
  }

  /** A program with its outline; null if it is to be read as text. */
  private List<Document> program(byte[] bytes, String name, MediaType type)
      throws UnusableFileException {
    if (process == null || bytes.length > CodeReader.MAX_BYTES) {
      return null;
    }
    try {
      return process.parse(request(FileKind.CODE, bytes, name, type));
    } catch (UnusableFileException e) {
      if (process.isClosed() || e.reason() == Reason.UNREADABLE) {
        throw e;
      }
      return null; // the grammar has crashed, or goes on and on; or it is no text, as will be said
    }
  }
}
