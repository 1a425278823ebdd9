package dev.ragged.app;

import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionSpec;
import dev.ragged.RaggedException;
import dev.ragged.app.backup.BackupFolder;
import dev.ragged.app.backup.FileTrouble;
import dev.ragged.app.backup.Manifest;
import dev.ragged.app.backup.Manifest.Kept;
import dev.ragged.app.backup.PassageRestore;
import dev.ragged.app.json.Json;
import dev.ragged.app.sources.Registries;
import dev.ragged.config.Settings;
import dev.ragged.spi.Backend;
import dev.ragged.spi.CollectionFiles;
import dev.ragged.spi.DataFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;

/**
 * Brings collections back from a folder of backups. Each appears whole and verified, or not at all;
 * none that exists is touched unless the request says so.
 */
public final class RestoreCollections {

  /**
   * What to bring back.
   *
   * @param at the beginning of a backup's name, such as a date; the newest that begins so is taken,
   *     and of all if null
   * @param only the names of collections, or none for all
   * @param as the new name of the one collection, or null for the old one
   * @param replace whether to take the place of collections that exist
   */
  public record Request(Path folder, String at, List<String> only, String as, boolean replace) {
    /**
     * @throws InvalidRequestException if a name is wrong
     */
    public Request {
      List<String> names = List.copyOf(only);
      String name = as;
      InvalidRequestException.check(() -> names.forEach(CollectionSpec::checkName));
      if (name != null) {
        InvalidRequestException.check(() -> CollectionSpec.checkName(name));
      }
      only = names;
      folder = folder.toAbsolutePath().normalize();
    }
  }

  /** Hears how far it has come. */
  public interface Listener {
    /** So many bytes of the backup of a collection are read and verified. */
    void progress(String collection, long done, long total);

    /** A collection is there. */
    void restored(Restored one);

    /** A collection could not be restored; the others are all the same. */
    void failed(RaggedException failure);
  }

  /**
   * A collection that was brought back.
   *
   * @param name its name now
   * @param mixed whether its backup may be of no single moment
   */
  public record Restored(Kept kept, String name, boolean replaced, boolean mixed) {
    Map<String, Object> json() {
      return Json.object(
          "name",
          name,
          "backend",
          kept.backend(),
          "bytes",
          kept.bytes(),
          "replaced",
          replaced,
          "consistent",
          !mixed);
    }
  }

  /** What there is of a settings file, which only {@link RestoreSettings} brings back. */
  public enum Config {
    /** The backup has one, and here is none. */
    LEFT,
    /** The backup has one, and here is one too. */
    KEPT,
    /** There is none in the backup, or only some collections were asked for. */
    NONE
  }

  /** What was done. */
  public record Report(
      String backup,
      boolean cancelled,
      List<Restored> collections,
      List<Map<String, Object>> failed,
      Config config,
      double seconds) {
    public Map<String, Object> json() {
      return Json.object(
          "backup",
          backup,
          "cancelled",
          cancelled,
          "collections",
          collections.stream().map(Restored::json).toList(),
          "failed",
          failed,
          "config",
          config.name().toLowerCase(java.util.Locale.ROOT),
          "seconds",
          Json.seconds(seconds));
    }
  }

  private final StoreRouter stores;

  public RestoreCollections(StoreRouter stores) {
    this.stores = stores;
  }

  /**
   * Restores.
   *
   * @throws CollectionExistsException if a name is taken; then nothing is restored
   * @throws RaggedException if there is no such backup, or no room for it
   */
  public Report run(Request request, Listener listener, Cancellation cancellation) {
    long start = System.nanoTime();
    try (BackupFolder folder = BackupFolder.toRead(request.folder())) {
      String backup = choose(folder, request.at());
      Manifest manifest = folder.read(backup);
      List<Kept> wanted = wanted(manifest, backup, request);
      requireFree(wanted, request);
      requireRoom(wanted);
      List<Restored> restored = new ArrayList<>();
      List<Map<String, Object>> failed = new ArrayList<>();
      for (Kept kept : wanted) {
        if (cancellation.isCancelled()) {
          break;
        }
        try {
          Restored one =
              stores
                  .turns()
                  .take(
                      name(kept, request),
                      "restore",
                      cancellation::isCancelled,
                      () -> restore(folder, kept, request, listener, cancellation));
          restored.add(one);
          listener.restored(one);
          RestoredSources.restore(folder, kept, one.name(), stores.dataDir());
        } catch (CancellationException e) {
          break;
        } catch (PlaceException e) {
          wanted.stream()
              .skip(wanted.indexOf(kept))
              .forEach(other -> failed.add(failure(other, e)));
          listener.failed(e);
          break;
        } catch (RaggedException e) {
          failed.add(failure(kept, e));
          listener.failed(e);
        }
      }
      Config config =
          request.only().isEmpty() && request.as() == null && !cancellation.isCancelled()
              ? config(manifest)
              : Config.NONE;
      return new Report(
          backup,
          cancellation.isCancelled(),
          restored,
          failed,
          config,
          (System.nanoTime() - start) / 1e9);
    }
  }

  private static Map<String, Object> failure(Kept kept, RaggedException e) {
    return Json.object("name", kept.name(), "error", e.getMessage());
  }

  /** No collection can be made, which need not be said of each. */
  private static final class PlaceException extends RaggedException {
    private static final long serialVersionUID = 1L;

    PlaceException(RaggedException explained) {
      super(explained.getMessage(), explained.getCause());
    }
  }

  static String choose(BackupFolder folder, String at) {
    List<String> names = folder.names();
    String newest = null;
    for (String name : names) {
      newest = at == null || name.startsWith(at.replace(':', '-')) ? name : newest;
    }
    if (newest == null) {
      throw new RaggedException(
          names.isEmpty()
              ? "There is no complete backup in '" + folder.path() + "'."
              : "No backup in '"
                  + folder.path()
                  + "' is named '"
                  + at
                  + "...'; the newest is "
                  + names.get(names.size() - 1)
                  + ".");
    }
    return newest;
  }

  private static List<Kept> wanted(Manifest manifest, String backup, Request request) {
    for (String name : request.only()) {
      if (manifest.collections().stream().noneMatch(kept -> kept.name().equals(name))) {
        throw new RaggedException("The backup " + backup + " has no collection '" + name + "'.");
      }
    }
    List<Kept> wanted =
        manifest.collections().stream()
            .filter(kept -> request.only().isEmpty() || request.only().contains(kept.name()))
            .toList();
    if (request.as() != null && wanted.size() != 1) {
      throw new InvalidRequestException(
          "A new name fits one collection, not " + wanted.size() + "; name the one to restore");
    }
    return wanted;
  }

  private static String name(Kept kept, Request request) {
    return request.as() == null ? kept.name() : request.as();
  }

  private void requireFree(List<Kept> wanted, Request request) {
    if (!request.replace()) {
      for (Kept kept : wanted) {
        String name = name(kept, request);
        if (backend(kept).holds(name)) {
          throw new CollectionExistsException(name);
        }
      }
    }
  }

  private Backend backend(Kept kept) {
    try {
      return stores.backend(kept.backend());
    } catch (InvalidRequestException e) {
      throw new RaggedException(
          "Collection '" + kept.name() + "' was on a backend that is not here: " + e.getMessage(),
          e);
    }
  }

  private void requireRoom(List<Kept> wanted) {
    long needed = 0;
    for (Kept kept : wanted) {
      long more = kept.passages() == null ? kept.bytes() : 0;
      needed = Long.MAX_VALUE - needed < more ? Long.MAX_VALUE : needed + more;
    }
    Path existing = FileTrouble.nearest(stores.dataDir());
    try {
      long free = Files.getFileStore(existing).getUsableSpace();
      if (needed > free) {
        throw new RaggedException(
            "Restoring takes "
                + needed
                + " bytes, but only "
                + free
                + " are free in "
                + existing
                + "; free some space.");
      }
    } catch (IOException e) {
      throw FileTrouble.of("Cannot restore to " + stores.dataDir(), existing, e);
    }
  }

  private Restored restore(
      BackupFolder folder,
      Kept kept,
      Request request,
      Listener listener,
      Cancellation cancellation) {
    String name = name(kept, request);
    long[] done = {0};
    LongConsumer progress =
        bytes -> {
          if (cancellation.isCancelled()) {
            throw new CancellationException();
          }
          done[0] += bytes;
          listener.progress(kept.name(), done[0], kept.bytes());
        };
    Backend backend = backend(kept);
    boolean existed = request.replace() && backend.holds(name);
    new Registries(stores.dataDir()).distrust(name);
    try {
      if (kept.passages() != null) {
        stores.requireAvailable(kept.backend());
        new PassageRestore(folder, backend, stores::embedder)
            .run(kept, name, request.replace(), progress);
      } else {
        CollectionFiles files =
            backend
                .files()
                .orElseThrow(
                    () ->
                        new RaggedException(
                            "The backend "
                                + kept.backend()
                                + " does not keep its collections as files; update ragged."));
        restoreFiles(folder, kept, files, name, request.replace(), progress);
      }
    } catch (IOException e) {
      throw FileTrouble.of("Cannot restore collection '" + kept.name() + "'", stores.dataDir(), e);
    }
    boolean mixed = kept.passages() != null && !kept.passages().consistent();
    return new Restored(kept, name, existed, mixed);
  }

  private static void restoreFiles(
      BackupFolder folder,
      Kept kept,
      CollectionFiles files,
      String name,
      boolean replace,
      LongConsumer progress)
      throws IOException {
    Path prepared = prepare(files);
    boolean success = false;
    try {
      for (Manifest.KeptFile file : kept.files()) {
        Path target = prepared.resolve(file.path()).normalize();
        if (!target.startsWith(prepared)) {
          throw new RaggedException("The backup names a file outside its collection.");
        }
        DataFolders.create(target.getParent());
        folder.copy(file.stored(), target, progress);
      }
      files.publish(prepared, name, replace);
      success = true;
    } finally {
      if (!success) {
        files.discard(prepared);
      }
    }
  }

  private static Path prepare(CollectionFiles files) {
    try {
      return files.prepare();
    } catch (RaggedException e) {
      throw new PlaceException(e);
    }
  }

  private Config config(Manifest manifest) {
    if (manifest.config() == null) {
      return Config.NONE;
    }
    return Files.exists(stores.dataDir().resolve(Settings.FILE), LinkOption.NOFOLLOW_LINKS)
        ? Config.KEPT
        : Config.LEFT;
  }
}
