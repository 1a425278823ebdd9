package dev.ragged.ingest;

import dev.ragged.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** One file to passages; whatever is wrong with it becomes the reason why it is skipped. */
final class FileReading {
  private final IngestOptions options;
  private final Extractor extractor;
  private final Chunker chunker;
  private final Map<String, String> known;

  /**
   * Prepares.
   *
   * @param known digests of the sources that the collection holds
   */
  FileReading(
      IngestOptions options, Extractor extractor, Chunker chunker, Map<String, String> known) {
    this.options = options;
    this.extractor = extractor;
    this.chunker = chunker;
    this.known = known;
  }

  FileOutcome read(SourceFile file) {
    try {
      return readOrThrow(file);
    } catch (UnusableFileException e) {
      return FileOutcome.skipped(file, e.getMessage(), e.keepsOldPassages());
    } catch (NoSuchFileException e) {
      return FileOutcome.skipped(file, "vanished before it was read.", true);
    } catch (AccessDeniedException e) {
      return FileOutcome.skipped(file, "may not be read; check its permissions.", true);
    } catch (IOException e) {
      return FileOutcome.skipped(file, "cannot be read: " + e.getMessage() + ".", true);
    } catch (StackOverflowError e) {
      return FileOutcome.skipped(file, "is nested too deeply to parse.", true);
    } catch (OutOfMemoryError e) {
      return FileOutcome.skipped(file, "needs more memory than there is.", true);
    } catch (RuntimeException | LinkageError e) {
      return FileOutcome.skipped(file, "cannot be parsed: " + e + ".", true);
    }
  }

  private FileOutcome readOrThrow(SourceFile file) throws IOException, UnusableFileException {
    if (file.bytes() > options.maxFileBytes()) {
      throw tooLarge(file.bytes());
    }
    byte[] bytes;
    try (InputStream stream = Files.newInputStream(file.path())) {
      bytes = stream.readNBytes((int) options.maxFileBytes() + 1);
    }
    if (bytes.length > options.maxFileBytes()) {
      throw tooLarge(bytes.length);
    }
    String source = file.source();
    String digest = digest(bytes);
    if (digest.equals(known.get(source))) {
      return FileOutcome.unchanged(file);
    }
    Document document = extractor.extract(bytes, file.path().getFileName().toString());
    List<Slice> passages = chunker.cut(document);
    return FileOutcome.changed(
        file, SlicedPassages.of(source, digest, document, passages), Utf8.length(document.text()));
  }

  private UnusableFileException tooLarge(long bytes) {
    return UnusableFileException.withoutText(
        "has " + bytes + " bytes or more, over the limit of " + options.maxFileBytes() + ".");
  }

  /** Of all that decides about the passages. */
  private String digest(byte[] bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String settings =
          Extractor.VERSION + " " + options.chunkTokens() + " " + options.overlapTokens() + "\n";
      digest.update(settings.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
