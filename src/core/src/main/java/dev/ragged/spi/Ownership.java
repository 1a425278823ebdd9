package dev.ragged.spi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;
import java.util.Optional;

/**
 * Who owns files, and what other users of the machine may do with them. Where the file system has
 * no owners and modes, nothing is known and nothing is refused.
 */
public final class Ownership {
  private static final int GROUP_WRITES = 0020;
  private static final int OTHERS_WRITE = 0002;
  private static final int STICKY = 01000;

  private Ownership() {}

  /**
   * A file's owner and mode; of the link itself, if it is one.
   *
   * @param uid the owner's number
   * @param mode the permissions, set-id and sticky bits
   * @param kind what it is
   */
  public record State(int uid, int mode, Kind kind) {
    /**
     * Whether others than the owner may read it, enter it or write to it.
     *
     * @return whether it is
     */
    public boolean isShared() {
      return (mode & 077) != 0;
    }

    private boolean othersWrite() {
      return (mode & (GROUP_WRITES | OTHERS_WRITE)) != 0;
    }
  }

  /** What a name stands for. */
  public enum Kind {
    /** A folder. */
    FOLDER,
    /** A regular file. */
    FILE,
    /** Anything else, such as a link. */
    OTHER
  }

  /**
   * A file's owner and mode; empty where there are none.
   *
   * @param file need not exist
   * @return nothing if it does not
   * @throws IOException if that fails
   */
  public static Optional<State> of(Path file) throws IOException {
    if (!isKnown(file)) {
      return Optional.empty();
    }
    Map<String, Object> values =
        Files.readAttributes(file, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) values.get("mode");
    Kind kind =
        switch (mode & 0170000) {
          case 0040000 -> Kind.FOLDER;
          case 0100000 -> Kind.FILE;
          default -> Kind.OTHER;
        };
    return Optional.of(new State((Integer) values.get("uid"), mode & 07777, kind));
  }

  private static boolean isKnown(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix");
  }

  /**
   * The number of this process's user, as {@link #ownUid(Path)} in the temporary folder.
   *
   * @return the number of this user
   * @throws IOException if that fails
   */
  public static int ownUid() throws IOException {
    return ownUid(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * The number of the user to whom the files belong that this process makes in a folder: makes one,
   * looks, and removes it. Nothing else tells that everywhere.
   *
   * @param folder where a file can be made for a moment
   * @return the number of this user
   * @throws IOException if it may not write there
   */
  public static int ownUid(Path folder) throws IOException {
    // No temporary file of the JDK's: its source of random names takes long to start.
    Path probe = folder.resolve(".owner-" + Long.toHexString(System.nanoTime()));
    Files.createFile(probe);
    try {
      return (Integer) Files.getAttribute(probe, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    } finally {
      Files.delete(probe);
    }
  }

  /**
   * Whether only a user, and root, can change what a path leads to: nobody else can write to it or
   * to a folder above it, or swap one of them for another.
   *
   * @param uid the user
   * @param real a path without links, as {@link Path#toRealPath} gives it
   * @return whether it is
   * @throws IOException if that fails
   */
  public static boolean isPrivateTo(int uid, Path real) throws IOException {
    if (!isKnown(real)) {
      return true;
    }
    State own = of(real).orElseThrow();
    if (own.uid() != uid || isWrittenByOthers(real, own)) {
      return false;
    }
    for (Path above = real.getParent(); above != null; above = above.getParent()) {
      State state = of(above).orElseThrow();
      boolean sticky = (state.mode() & STICKY) != 0;
      if (state.uid() != uid && state.uid() != 0 || !sticky && isWrittenByOthers(above, state)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether others can write to a file; a group of the owner's name is taken for the owner's own.
   *
   * @param file what the state is of
   * @param state the file's, as {@link #of} gives it
   * @return whether it may be
   * @throws IOException if that fails
   */
  public static boolean isWrittenByOthers(Path file, State state) throws IOException {
    if (!state.othersWrite()) {
      return false;
    }
    if ((state.mode() & OTHERS_WRITE) != 0) {
      return true;
    }
    // Many systems give each user a group of the same name, and let it write.
    PosixFileAttributes names =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return !names.group().getName().equals(names.owner().getName());
  }
}
