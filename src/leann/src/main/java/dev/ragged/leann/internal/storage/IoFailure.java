package dev.ragged.leann.internal.storage;

import dev.ragged.CorruptCollectionException;
import dev.ragged.RaggedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;

/** Turns I/O failures into messages for people. */
public final class IoFailure {
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

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException denied) {
      return "this user may not read or write " + denied.getFile() + "; change its permissions";
    }
    if (e instanceof NoSuchFileException missing) {
      return "there is no " + missing.getFile();
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getFile() + ": " + file.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
