package dev.ragged.app;

import dev.ragged.RaggedException;
import dev.ragged.app.backup.BackupFolder;
import dev.ragged.app.backup.FileTrouble;
import dev.ragged.app.backup.Manifest.Kept;
import dev.ragged.app.sources.Registries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;

/** What a backup knows of a collection's sources. */
final class RestoredSources {
  private RestoredSources() {}

  /**
   * Restores it after the collection, which is worth having without it.
   *
   * @param name of the restored collection
   * @throws RaggedException if only the collection is restored; it says so
   */
  static void restore(BackupFolder folder, Kept kept, String name, Path dataDir) {
    if (kept.sources() == null) {
      return;
    }
    try {
      ByteArrayOutputStream sources = new ByteArrayOutputStream();
      folder.get(kept.sources(), (bytes, length) -> sources.write(bytes, 0, length));
      new Registries(dataDir).restore(sources.toByteArray(), name);
    } catch (IOException e) {
      throw failure(name, FileTrouble.of("Cannot read the backup", folder.path(), e));
    } catch (RaggedException e) {
      throw failure(name, e);
    }
  }

  private static RaggedException failure(String name, RaggedException e) {
    return new RaggedException(
        "'"
            + name
            + "' is restored, but not the list of its sources, so 'update' does not know them until"
            + " they are added again: "
            + e.getMessage(),
        e);
  }
}
