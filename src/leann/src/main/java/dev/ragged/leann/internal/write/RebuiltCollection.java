package dev.ragged.leann.internal.write;

import dev.ragged.CheckReport;
import dev.ragged.CorruptCollectionException;
import dev.ragged.leann.internal.storage.CollectionCheck;
import dev.ragged.leann.internal.storage.CollectionSettings;
import dev.ragged.leann.internal.storage.IndexFolder;
import dev.ragged.leann.internal.storage.IoFailure;
import dev.ragged.leann.internal.storage.StoreFolder;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.Directory;

/** A collection that is made from another, and takes its place once it is whole. */
final class RebuiltCollection {
  private RebuiltCollection() {}

  /** Makes the new collection. */
  @FunctionalInterface
  interface Making {
    /**
     * @param source the index of the old one
     * @param folder of the new one, which is to get its settings, too
     * @param target the index of the new one, the lock of which is held
     */
    void write(Directory source, Path folder, Directory target) throws IOException;
  }

  /** Puts what is made in the place of a collection, which stays as it is if that fails. */
  static void rebuild(StoreFolder folders, String name, Making making) throws IOException {
    Path old = folders.folder(name);
    folders.rebuild(
        name,
        (folder, index) -> {
          try (Directory source = IndexFolder.open(old.resolve(StoreFolder.INDEX))) {
            try {
              making.write(source, folder, index);
            } catch (RuntimeException | Error e) {
              throw IoFailure.of("Collection '" + name + "' cannot be read", source, e);
            }
          }
        });
  }

  /**
   * Checks the new collection.
   *
   * @param what was to be renewed
   * @param passages the number that it must have
   */
  static void check(
      String what, Path folder, CollectionSettings settings, Directory target, long passages)
      throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(target)) {
      CheckReport report = CollectionCheck.run(folder, settings, target);
      if (reader.numDocs() != passages || !report.ok()) {
        throw new CorruptCollectionException(
            "The "
                + what
                + " of collection '"
                + settings.name()
                + "' cannot be renewed, and it stays as it is: "
                + (report.ok()
                    ? reader.numDocs() + " of " + passages + " passages were copied."
                    : report.problems().get(0)),
            null);
      }
    }
  }
}
