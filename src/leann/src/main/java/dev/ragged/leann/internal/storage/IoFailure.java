package dev.ragged.leann.internal.storage;

import dev.ragged.CorruptCollectionException;
import dev.ragged.RaggedException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.store.Directory;

/** Turns I/O failures into messages for people. */
public final class IoFailure {
  private IoFailure() {}

  /**
   * An exception for a failure of whatever reads or writes an index. Lucene trusts the bytes it
   * reads, so damage may make it throw anything: if a file is damaged, that is what went wrong.
   *
   * @param what the beginning of the message: what could not be done
   * @throws RuntimeException the failure itself, if it is none of the files'
   */
  public static RaggedException of(String what, Directory index, Throwable failure) {
    if (failure instanceof IOException e) {
      return of(what, e);
    }
    if (failure instanceof RaggedException) {
      throw (RaggedException) failure;
    }
    try {
      Checksums.verify(index);
    } catch (IOException e) {
      RaggedException damage = of(what, e);
      if (damage instanceof CorruptCollectionException) {
        damage.addSuppressed(failure);
        return damage;
      }
      failure.addSuppressed(e);
    }
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  /**
   * An exception for a failure of Lucene or of the file system.
   *
   * @param what the beginning of the message: what could not be done
   */
  public static RaggedException of(String what, IOException e) {
    if (e instanceof CorruptIndexException
        || e instanceof IndexNotFoundException
        || e instanceof EOFException
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
