package dev.ragged.app.backup;

import dev.ragged.RaggedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Turns failures of the file system into sentences. */
public final class FileTrouble {
  /** With less the disk is full for our purposes; its own message is in the user's language. */
  private static final long FULL = 1 << 16;

  private FileTrouble() {}

  /**
   * An exception that says what could not be done, and why.
   *
   * @param what the beginning of the sentence
   * @param place a folder on the disk in question; need not exist
   */
  public static RaggedException of(String what, Path place, IOException e) {
    return new RaggedException(what + ": " + reason(place, e) + ".", e);
  }

  /** The folder itself, or the nearest above it that exists. */
  public static Path nearest(Path folder) {
    Path existing = folder.toAbsolutePath();
    while (!Files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return existing;
  }

  private static String reason(Path place, IOException e) {
    if (e instanceof AccessDeniedException denied) {
      return "this user may not read or write " + denied.getFile() + "; change its permissions";
    }
    if (e instanceof NoSuchFileException missing) {
      return "there is no " + missing.getFile();
    }
    if (e instanceof DirectoryNotEmptyException full) {
      return full.getFile() + " is a folder with something in it; move it elsewhere";
    }
    try {
      if (Files.getFileStore(nearest(place)).getUsableSpace() < FULL) {
        return "the disk is full; free some space and run it again";
      }
    } catch (IOException cannotTell) {
      e.addSuppressed(cannotTell);
    }
    if (e instanceof FileSystemException file && file.getReason() != null) {
      return file.getFile() + ": " + file.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
