package dev.ragged.app;

import dev.ragged.CollectionSpec;
import dev.ragged.RaggedException;
import dev.ragged.app.backup.BackupFolder;
import dev.ragged.app.backup.FileTrouble;
import dev.ragged.app.backup.Manifest.Kept;
import dev.ragged.app.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Copies collections and the settings file into a folder of backups, while others read and write.
 * Only what is new since the last backup is stored. A backup that does not end does not exist.
 */
public final class BackupCollections {

  /**
   * What to back up.
   *
   * @param only the names of collections, or none for all
   * @param keep how many backups to keep, the new one among them; 0 for all
   * @param forgotten names of collections that are gone on purpose, so that nothing need be kept
   *     for them
   */
  public record Request(Path folder, List<String> only, int keep, List<String> forgotten) {
    /**
     * @throws InvalidRequestException if a name or the number is wrong
     */
    public Request {
      List<String> names = List.copyOf(only);
      List<String> gone = List.copyOf(forgotten);
      InvalidRequestException.check(() -> names.forEach(CollectionSpec::checkName));
      InvalidRequestException.check(() -> gone.forEach(CollectionSpec::checkName));
      if (keep < 0) {
        throw new InvalidRequestException(
            "The number of backups to keep must be at least 1, got " + keep + ".");
      }
      if (keep > 0 && !names.isEmpty()) {
        throw new InvalidRequestException(
            "Backups are kept or removed whole; give a number to keep when all collections are"
                + " backed up");
      }
      if (keep == 0 && !gone.isEmpty()) {
        throw new InvalidRequestException(
            "Only where old backups are removed is there anything to forget; give a number to"
                + " keep");
      }
      only = names;
      forgotten = gone;
      folder = folder.toAbsolutePath().normalize();
    }
  }

  /** Hears how far it has come. */
  public interface Listener {
    /** So many bytes of a collection's new files are stored. */
    void bytes(String collection, long done, long total);

    /** So many passages of a collection are read. */
    void passages(String collection, long done, long total, int reading);

    /** A collection could not be backed up; the others are all the same. */
    void failed(RaggedException failure);

    /** Something that the user should know, though the backup is good. */
    void warning(String sentence);
  }

  /** A collection in the backup. */
  public record Copied(Kept kept, int newFiles, long newBytes) {
    /** Whether it may hold a mixture of states, because others wrote all the time. */
    public boolean mixed() {
      return kept.passages() != null && !kept.passages().consistent();
    }

    Map<String, Object> json() {
      return Json.object(
          "name",
          kept.name(),
          "backend",
          kept.backend(),
          "files",
          kept.files().size(),
          "bytes",
          kept.bytes(),
          "new_files",
          newFiles,
          "new_bytes",
          newBytes,
          "consistent",
          !mixed());
    }
  }

  /**
   * What was done.
   *
   * @param name of the backup; null if it was cancelled
   * @param removed names of old backups
   */
  public record Report(
      Path folder,
      String name,
      List<Copied> collections,
      List<Map<String, Object>> failed,
      List<String> removed,
      double seconds) {
    public boolean cancelled() {
      return name == null;
    }

    public long bytes() {
      return collections.stream().mapToLong(one -> one.kept().bytes()).sum();
    }

    public int newFiles() {
      return collections.stream().mapToInt(Copied::newFiles).sum();
    }

    public long newBytes() {
      return collections.stream().mapToLong(Copied::newBytes).sum();
    }

    public Map<String, Object> json() {
      return Json.object(
          "folder",
          folder.toString(),
          "backup",
          name,
          "cancelled",
          cancelled(),
          "collections",
          collections.stream().map(Copied::json).toList(),
          "failed",
          failed,
          "bytes",
          bytes(),
          "new_files",
          newFiles(),
          "new_bytes",
          newBytes(),
          "removed",
          removed,
          "seconds",
          Json.seconds(seconds));
    }
  }

  private final StoreRouter stores;
  private final Consumer<String> step;

  public BackupCollections(StoreRouter stores) {
    this(stores, done -> {});
  }

  /**
   * @param step told of each change to the folder of backups once it is made
   */
  BackupCollections(StoreRouter stores, Consumer<String> step) {
    this.stores = stores;
    this.step = step;
  }

  /**
   * Makes a backup.
   *
   * @throws RaggedException if the folder cannot be used or there is nothing to back up
   */
  public Report run(Request request, Listener listener, Cancellation cancellation) {
    requireElsewhere(request.folder());
    try (BackupFolder folder = BackupFolder.toWrite(request.folder(), step)) {
      folder.warning().ifPresent(listener::warning);
      return new BackupRun(stores, request, folder, listener, cancellation).run();
    }
  }

  /** A backup among what it backs up would grow for ever, and be lost with it. */
  private void requireElsewhere(Path folder) {
    Path data = real(stores.dataDir());
    if (real(folder).startsWith(data)) {
      throw new RaggedException(
          "'"
              + folder
              + "' is inside the data directory; name a folder elsewhere, best on another"
              + " disk.");
    }
  }

  /** Without symbolic links, also where the last names do not exist yet. */
  private static Path real(Path path) {
    Path existing = FileTrouble.nearest(path);
    try {
      return existing.toRealPath().resolve(existing.relativize(path));
    } catch (IOException e) {
      throw FileTrouble.of("Cannot use " + path, existing, e);
    }
  }
}
