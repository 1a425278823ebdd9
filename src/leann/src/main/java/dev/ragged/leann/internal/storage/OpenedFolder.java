package dev.ragged.leann.internal.storage;

import dev.ragged.NoSuchCollectionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * The folder of an open collection, which another process may rename or remove, or put another
 * collection in the place of.
 */
public final class OpenedFolder {
  private final Path folder;
  private final String collection;
  private final Object identity;

  /**
   * @param collection its name
   * @throws NoSuchFileException if there is no index in it
   */
  public OpenedFolder(Path folder, String collection) throws IOException {
    this.folder = folder;
    this.collection = collection;
    this.identity = StoreFolder.identity(folder);
    if (identity == null) { // Lucene would make the folder
      throw new NoSuchFileException(folder.resolve(StoreFolder.INDEX).toString());
    }
  }

  /** When a file of its index was last made, renamed or removed, as the file system tells it. */
  FileTime changed() throws IOException {
    return Files.getLastModifiedTime(folder.resolve(StoreFolder.INDEX));
  }

  /** Whether it is still the one that was opened. */
  public boolean isThere() {
    try {
      return identity.equals(StoreFolder.identity(folder));
    } catch (IOException e) {
      return true; // its next use says what is wrong
    }
  }

  /**
   * Does nothing if it is still the one that was opened.
   *
   * @throws NoSuchCollectionException otherwise
   */
  public void require() {
    if (!isThere()) {
      StoreFolder.removeDebris(folder);
      throw new NoSuchCollectionException(collection);
    }
  }
}
