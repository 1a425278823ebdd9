package dev.ragged.app.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only their owner may read: they hold texts. */
public final class PrivateFiles {
  private PrivateFiles() {}

  /** Opens a file; one that is made gets mode 0600 where the file system has modes. */
  public static FileChannel open(Path file, OpenOption... options) throws IOException {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? FileChannel.open(
            file,
            Set.of(options),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
        : FileChannel.open(file, options);
  }
}
