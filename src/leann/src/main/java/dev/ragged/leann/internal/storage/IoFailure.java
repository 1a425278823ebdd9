package dev.ragged.leann.internal.storage;

import dev.ragged.CorruptCollectionException;
import dev.ragged.OperationInterruptedException;
import dev.ragged.RaggedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.ThreadInterruptedException;

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
          "the file system is read-only; make it writable and try again",
          "Unexpected lock file size",
          "something has written to its lock file; remove 'write.lock' from its folder 'index' and try"
              + " again");

  /** The file in a message of Lucene's: its path, or the name that was given in place of one. */
  private static final Pattern FILE = Pattern.compile("path=\"([^\"]+)\"|\\(resource=([^()]+)\\)");

  private static final Pattern LUCENES_TERMS =
      Pattern.compile(
          "\\s*(?:\\(hardware problem\\?\\).*|\\(resource=.*|: files: \\[.*|: \\w+\\(path=.*)",
          Pattern.DOTALL);

  /** A directory of Lucene's, as it prints itself, which may wrap another; its path. */
  private static final Pattern DIRECTORY =
      Pattern.compile("\\w+\\(\\w+@(.+?) lockFactory=[^ ():]+\\)|\\w+@(.+?) lockFactory=[^ ():]+");

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
    if (failure instanceof ThreadInterruptedException) {
      return interrupted(what, failure);
    }
    if (isOfIndex(failure)) {
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
    }
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  /**
   * Whether Lucene or our codec failed, and neither a caller's own code nor the memory: reading
   * every file to explain those would take long and explain nothing.
   */
  private static boolean isOfIndex(Throwable failure) {
    if (failure instanceof RaggedException || failure instanceof VirtualMachineError) {
      return false;
    }
    for (StackTraceElement frame : failure.getStackTrace()) {
      String type = frame.getClassName();
      if (!type.startsWith("java.") && !type.startsWith("jdk.")) {
        return type.startsWith("org.apache.lucene.")
            || type.startsWith("dev.ragged.leann.internal.codec.")
            || type.startsWith("dev.ragged.leann.internal.engine.");
      }
    }
    return true; // the JVM leaves out the frames of exceptions that it has thrown often
  }

  /** What is wrong with a file that Lucene finds damaged, without Lucene's own terms. */
  static String damage(IOException e) {
    if (e instanceof CorruptIndexException && e.getCause() instanceof IOException cause) {
      return cause instanceof NoSuchFileException ? reason(cause) : damage(cause);
    }
    String said = DIRECTORY.matcher(String.valueOf(e.getMessage())).replaceAll("$1$2");
    said = said.replaceAll("\\p{Cntrl}", "?"); // it may quote what is damaged
    Matcher file = FILE.matcher(said);
    String why =
        e instanceof EOFException
            ? "it is too short"
            : LUCENES_TERMS.matcher(said).replaceFirst("");
    if (!file.find()) {
      return why;
    }
    return (file.group(1) != null ? file.group(1) : file.group(2)) + " is damaged: " + why;
  }

  /**
   * An exception for a failure of Lucene or of the file system.
   *
   * @param what the beginning of the message: what could not be done
   */
  public static RaggedException of(String what, IOException e) {
    if (isInterruption(e)) {
      return interrupted(what, e);
    }
    if (e instanceof CorruptIndexException
        || e instanceof IndexNotFoundException
        || e instanceof EOFException
        || e instanceof IndexFormatTooOldException
        || e instanceof IndexFormatTooNewException) {
      return new CorruptCollectionException(
          what + ": " + damage(e) + "; restore it from a backup or add its documents again.", e);
    }
    return new RaggedException(what + ": " + reason(e) + ".", e);
  }

  /**
   * An interrupt closes the file that its thread reads or writes. Lucene may hide that: a file that
   * cannot be mapped for it is said to lack memory.
   */
  private static boolean isInterruption(Throwable failure) {
    if (Thread.currentThread().isInterrupted()) {
      return true;
    }
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof ClosedByInterruptException
          || e instanceof FileLockInterruptionException
          || e instanceof InterruptedIOException
          || e instanceof ThreadInterruptedException) {
        return true;
      }
    }
    return false;
  }

  private static OperationInterruptedException interrupted(String what, Throwable cause) {
    return new OperationInterruptedException(
        what + ": the thread was interrupted; call it again to have it done.", cause);
  }

  /** What went wrong and, if it is known, what to do; the end of a sentence. */
  public static String reason(IOException e) {
    if (e instanceof AccessDeniedException denied) {
      return "this user may not read or write " + denied.getFile() + "; change its permissions";
    }
    if (e instanceof NoSuchFileException missing) {
      return "there is no " + missing.getFile();
    }
    if (e instanceof NotDirectoryException file) {
      return file.getFile() + " is not a folder";
    }
    if (e instanceof FileAlreadyExistsException existing) {
      return "something else is at " + existing.getFile() + "; move it elsewhere";
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
