package dev.ragged.ingest;

import dev.ragged.Tokenizer;
import dev.ragged.Utf8;
import dev.ragged.ingest.Skipped.Reason;
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

/** Reads a file into passages; any problem with it becomes the reason why it is skipped. */
final class FileReading {
  private final IngestOptions options;
  private final Extractor extractor;
  private final Chunker chunker;
  private final Map<String, String> known;

  /**
   * Prepares; reads nothing.
   *
   * @param tokenizer the tokenizer of the model that will embed the passages
   * @param known digests of the sources that the collection holds
   */
  FileReading(IngestOptions options, Tokenizer tokenizer, Map<String, String> known) {
    this.options = options;
    this.extractor = new Extractor(options.maxFileBytes());
    this.chunker = new Chunker(tokenizer, options.chunkTokens(), options.overlapTokens());
    this.known = known;
  }

  FileOutcome read(SourceFile file) {
    try {
      return readOrThrow(file);
    } catch (UnusableFileException e) {
      return FileOutcome.skipped(file, e);
    } catch (NoSuchFileException e) {
      return unreadable(file, "disappeared before it was read.");
    } catch (AccessDeniedException e) {
      return unreadable(file, "may not be read; check its permissions.");
    } catch (IOException e) {
      return unreadable(file, "cannot be read: " + e.getMessage() + ".");
    } catch (StackOverflowError e) {
      return FileOutcome.skipped(file, UnusableFileException.nestedTooDeeply());
    } catch (OutOfMemoryError e) {
      return FileOutcome.skipped(file, UnusableFileException.outOfMemory());
    } catch (RuntimeException | LinkageError e) {
      return FileOutcome.skipped(
          file, new UnusableFileException(Reason.UNPARSABLE, "cannot be parsed: " + e + "."));
    }
  }

  private static FileOutcome unreadable(SourceFile file, String why) {
    return FileOutcome.skipped(file, new UnusableFileException(Reason.UNREADABLE, why));
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
    return new UnusableFileException(
        Reason.TOO_LARGE,
        "has " + bytes + " bytes or more, over the limit of " + options.maxFileBytes() + ".");
  }

  /** The digest of everything that determines the passages. */
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
