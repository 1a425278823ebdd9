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
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a file into passages; any problem with it becomes the reason why it is skipped. */
final class FileReading implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FileReading.class);

  private final IngestOptions options;
  private final Extractor extractor;
  private final Chunker chunker;
  private final Function<String, String> known;
  private final Earlier earlier;

  /** Finds how a file that has changed was cut before. */
  interface Earlier {
    /**
     * @param digest of what it is now
     */
    EarlierCut of(SourceFile file, String digest);
  }

  /** Of the export that was read last. */
  private SlackUsers slack = SlackUsers.none();

  /**
   * Prepares; reads nothing.
   *
   * @param tokenizer the tokenizer of the model that will embed the passages
   * @param known the digest of what the collection holds of a source, or null; asked by the thread
   *     that reads, like {@code earlier}
   */
  FileReading(
      IngestOptions options, Tokenizer tokenizer, Function<String, String> known, Earlier earlier) {
    this.options = options;
    this.extractor = new Extractor(options.maxFileBytes());
    this.chunker = new Chunker(tokenizer, options.chunkTokens(), options.overlapTokens());
    this.known = known;
    this.earlier = earlier;
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
      return unreadable(file, "cannot be read: the disk or its file system reports an error.");
    } catch (StackOverflowError e) {
      return FileOutcome.skipped(file, UnusableFileException.nestedTooDeeply());
    } catch (OutOfMemoryError e) {
      return FileOutcome.skipped(file, UnusableFileException.outOfMemory());
    } catch (CancellationException e) {
      return FileOutcome.skipped(file, UnusableFileException.interrupted());
    } catch (RuntimeException | LinkageError e) {
      LOG.debug("{} cannot be parsed.", file.path(), e);
      return FileOutcome.skipped(file, UnusableFileException.damaged());
    }
  }

  /** Ends the parser process; what it is parsing becomes unusable. Any thread may call it. */
  @Override
  public void close() {
    extractor.close();
  }

  private static FileOutcome unreadable(SourceFile file, String why) {
    return FileOutcome.skipped(file, new UnusableFileException(Reason.UNREADABLE, why));
  }

  private FileOutcome readOrThrow(SourceFile file) throws IOException, UnusableFileException {
    String digest;
    List<Document> documents;
    // The bytes are gone before the text is cut.
    {
      byte[] bytes = bytes(file);
      digest = digest(bytes);
      String name = file.path().getFileName().toString();
      if (!file.wanted()) {
        MachineText.refuse(bytes, name);
      }
      if (digest.equals(known.apply(file.source()))) {
        return FileOutcome.unchanged(file, digest);
      }
      slack = slack.of(file.path());
      documents = extractor.extract(slack.named(file.path(), bytes), name);
    }
    SlicedPassages passages = new SlicedPassages(file.source(), digest, modified(file));
    // Of several documents an edit changes one; so it is with sections.
    boolean whole = documents.size() == 1 && documents.get(0).sections().isEmpty();
    EarlierCut cut = whole ? earlier.of(file, digest) : EarlierCut.NONE;
    long rawTextBytes = 0;
    for (Document document : documents) {
      passages.add(document, chunker.cut(document, cut));
      rawTextBytes += Utf8.length(document.text());
    }
    return FileOutcome.changed(file, digest, passages.inOrderOfWriting(), rawTextBytes);
  }

  /** In ISO 8601, to the second; null for what is in no file. */
  private static String modified(SourceFile file) throws IOException {
    return file.content() != null
        ? null
        : Files.getLastModifiedTime(file.path())
            .toInstant()
            .truncatedTo(ChronoUnit.SECONDS)
            .toString();
  }

  private byte[] bytes(SourceFile file) throws IOException, UnusableFileException {
    if (file.bytes() > options.maxFileBytes()) {
      throw tooLarge(file.bytes());
    }
    if (file.content() != null) {
      return file.content();
    }
    MemoryNeed.check(file.bytes());
    try (InputStream stream = Files.newInputStream(file.path())) {
      byte[] bytes = stream.readNBytes((int) options.maxFileBytes() + 1);
      if (bytes.length > options.maxFileBytes()) {
        throw tooLarge(bytes.length);
      }
      return bytes;
    }
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
      digest.update((options.settings() + "\n").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
