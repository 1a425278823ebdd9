package dev.ragged.leann.internal.storage;

import dev.ragged.CorruptCollectionException;
import dev.ragged.RaggedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;

/** Turns I/O failures into messages for people. */
public final class IoFailure {
  /** What the operating system says, and what that means. The JDK gives no error numbers. */
  private static final Map<String, String> EXPLAINED =
      Map.of(
          "No space left on device",
          "the disk is full; free some space and try again",
          "Disk quota exceeded",
          "this user may not store more; free some space and try again",
          "File too large",
          "a file would be larger than is allowed; raise the limit ('ulimit -f') and try again",
          "Too many open files",
          "too many files are open; raise the limit ('ulimit -n') and try again",
          "Input/output error",
          "the disk failed to read or write; check the disk and the system's log",
          "Read-only file system",
          "the file system is read-only; make it writable and try again");

  private IoFailure() {}

  /**
   * An exception for a failure of Lucene or of the file system.
   *
   * @param what the beginning of the message: what could not be done
   */
  public static RaggedException of(String what, IOException e) {
    if (e instanceof CorruptIndexException
        || e instanceof IndexFormatTooOldException
        || e instanceof IndexFormatTooNewException) {
      return new CorruptCollectionException(
          what + ": " + e.getMessage() + "; restore it from a backup or add its documents again.",
          e);
    }
    return new RaggedException(what + ": " + reason(e) + ".", e);
  }

  /** What went wrong and, if it is known, what to do; the end of a sentence. */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException denied) {
      return "this user may not read or write " + denied.getFile() + "; change its permissions";
    }
    if (e instanceof NoSuchFileException missing) {
      return "there is no " + missing.getFile();
    }
    String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    for (Map.Entry<String, String> known : EXPLAINED.entrySet()) {
      if (said.contains(known.getKey())) {
        return known.getValue();
      }
    }
    return e instanceof FileSystemException file && file.getReason() != null
        ? file.getFile() + ": " + file.getReason()
        : said;
  }
}
