package dev.ragged.app;

import dev.ragged.CorruptCollectionException;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.RaggedException;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.app.backup.BackupFolder;
import dev.ragged.app.backup.BackupFolder.Stored;
import dev.ragged.app.backup.BackupName;
import dev.ragged.app.backup.FileTrouble;
import dev.ragged.app.backup.Manifest;
import dev.ragged.app.backup.Manifest.Kept;
import dev.ragged.app.backup.Manifest.StoredFile;
import dev.ragged.app.backup.PassageCopy;
import dev.ragged.app.json.Json;
import dev.ragged.app.sources.Registries;
import dev.ragged.config.Settings;
import dev.ragged.migrate.Migration;
import dev.ragged.spi.Backend;
import dev.ragged.spi.BackendProvider;
import dev.ragged.spi.CollectionFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;

/** One backup in the making. */
final class BackupRun {
  /** How often a state that could not be kept is given up for a newer one. */
  private static final int TRIES = 50;

  private final StoreRouter stores;
  private final BackupCollections.Request request;
  private final BackupFolder folder;
  private final BackupCollections.Listener listener;
  private final Cancellation cancellation;
  private final long start = System.nanoTime();
  private final List<BackupCollections.Copied> copied = new ArrayList<>();
  private final List<Map<String, Object>> failed = new ArrayList<>();
  private final Set<String> found = new HashSet<>();

  /** The files of the last backup, by what tells them from others. */
  private final Map<String, StoredFile> known = new HashMap<>();

  private record Pinned(
      String name, String backend, CollectionFiles files, CollectionFiles.State state) {}

  BackupRun(
      StoreRouter stores,
      BackupCollections.Request request,
      BackupFolder folder,
      BackupCollections.Listener listener,
      Cancellation cancellation) {
    this.stores = stores;
    this.request = request;
    this.folder = folder;
    this.listener = listener;
    this.cancellation = cancellation;
  }

  BackupCollections.Report run() {
    try {
      readKnown();
      List<Pinned> pinned = pin();
      try {
        for (Pinned one : pinned) {
          attempt(one.name(), () -> copy(one));
        }
      } finally {
        pinned.forEach(one -> one.state().close());
      }
      copyOthers();
      if (request.only().isEmpty()) {
        for (BackendProvider provider : stores.providers()) {
          stores.backend(provider.id()).strays().forEach(listener::warning);
        }
      }
      for (String name : request.only()) {
        if (!found.contains(name)) {
          throw new NoSuchCollectionException(name);
        }
      }
      String name = publish();
      return report(name, tidy());
    } catch (CancellationException e) {
      return report(null, List.of());
    }
  }

  private BackupCollections.Report report(String name, List<String> removed) {
    return new BackupCollections.Report(
        request.folder(), name, copied, failed, removed, (System.nanoTime() - start) / 1e9);
  }

  private boolean wanted(String name) {
    return request.only().isEmpty()
        ? !Migration.isWorkingCopy(name)
        : request.only().contains(name);
  }

  private String key(String backend, String name, String path, long size, String mark) {
    return String.join("/", backend, name, path, "" + size, mark);
  }

  private void readKnown() {
    List<String> names = folder.names();
    // The last two: one of them may be of other collections.
    for (String backup : names.subList(Math.max(0, names.size() - 2), names.size())) {
      try {
        for (Kept kept : folder.read(backup).collections()) {
          kept.files().stream()
              .filter(file -> file.mark() != null)
              .forEach(
                  file ->
                      known.put(
                          key(
                              kept.backend(),
                              kept.name(),
                              file.path(),
                              file.stored().size(),
                              file.mark()),
                          file.stored()));
        }
      } catch (RaggedException e) {
        continue; // all is read anew, and in the end this is said
      }
    }
  }

  /** All at once, so that the collections are of nearly the same moment. */
  private List<Pinned> pin() {
    List<Pinned> pinned = new ArrayList<>();
    for (BackendProvider provider : stores.providers()) {
      CollectionFiles files = stores.backend(provider.id()).files().orElse(null);
      for (String name : files == null ? List.<String>of() : files.names()) {
        if (wanted(name)) {
          try {
            pinned.add(new Pinned(name, provider.id(), files, files.pin(name)));
            found.add(name);
          } catch (NoSuchCollectionException e) {
            continue; // dropped a moment ago
          } catch (RaggedException e) {
            found.add(name);
            failed(name, e);
          }
        }
      }
    }
    return pinned;
  }

  private void failed(String name, RaggedException e) {
    failed.add(Json.object("name", name, "error", e.getMessage()));
    listener.failed(e);
  }

  private void checkCancelled() {
    if (cancellation.isCancelled()) {
      throw new CancellationException();
    }
  }

  /** Copies a collection that may turn out to be damaged. */
  private interface Copying {
    BackupCollections.Copied run() throws IOException;
  }

  private void attempt(String name, Copying copying) {
    checkCancelled();
    try {
      copied.add(copying.run());
    } catch (IOException e) {
      throw folderTrouble(e);
    } catch (CorruptCollectionException e) {
      failed(name, e);
    }
  }

  private FolderException folderTrouble(IOException e) {
    return new FolderException(
        FileTrouble.of("Cannot write the backup to " + request.folder(), request.folder(), e));
  }

  // -------------------------------------------------------------- as files

  private BackupCollections.Copied copy(Pinned pinned) throws IOException {
    CollectionFiles.State state = pinned.state();
    boolean own = false;
    try {
      for (int i = 1; ; i++) {
        try {
          return copy(pinned, state);
        } catch (NoSuchFileException e) {
          // More files than may be open at once; a newer state needs fewer new ones.
          if (i == TRIES) {
            throw e;
          }
          checkCancelled();
          CollectionFiles.State newer = pinned.files().pin(pinned.name());
          if (own) {
            state.close();
          }
          state = newer;
          own = true;
        }
      }
    } finally {
      if (own) {
        state.close();
      }
    }
  }

  private BackupCollections.Copied copy(Pinned pinned, CollectionFiles.State state)
      throws IOException {
    List<Manifest.KeptFile> files = new ArrayList<>();
    long total =
        state.files().stream()
            .filter(file -> known(pinned, file) == null)
            .mapToLong(CollectionFiles.StateFile::size)
            .sum();
    Counter counter = new Counter();
    long[] done = {0};
    for (CollectionFiles.StateFile file : state.files()) {
      StoredFile stored = known(pinned, file);
      if (stored == null) {
        try (InputStream in = file.open()) {
          Stored put =
              folder.put(
                  in,
                  bytes -> {
                    checkCancelled();
                    done[0] += bytes;
                    listener.bytes(pinned.name(), done[0], total);
                  });
          counter.count(put);
          stored = put.file();
        }
        if (file.mark() != null) {
          known.put(
              key(pinned.backend(), pinned.name(), file.path(), file.size(), file.mark()), stored);
        }
      }
      files.add(new Manifest.KeptFile(file.path(), stored, file.mark()));
    }
    return new BackupCollections.Copied(
        new Kept(pinned.name(), pinned.backend(), null, List.copyOf(files), null),
        counter.files,
        counter.bytes);
  }

  private StoredFile known(Pinned pinned, CollectionFiles.StateFile file) {
    if (file.mark() == null) {
      return null;
    }
    StoredFile stored =
        known.get(key(pinned.backend(), pinned.name(), file.path(), file.size(), file.mark()));
    return stored != null && folder.has(stored) ? stored : null;
  }

  // -------------------------------------------------------------- as passages

  private void copyOthers() {
    for (BackendProvider provider : stores.providers()) {
      Backend backend = stores.backend(provider.id());
      if (backend.files().isEmpty() && backend.mayHoldCollections()) {
        try (VectorStore store = stores.open(provider.id(), null)) {
          store.names().stream().filter(this::wanted).forEach(name -> copy(store, name));
        } catch (FolderException e) {
          throw e;
        } catch (RaggedException e) {
          failed(null, e);
        }
      }
    }
  }

  private void copy(VectorStore store, String name) {
    found.add(name);
    checkCancelled();
    Counter counter = new Counter();
    try (VectorCollection open = store.open(name)) {
      PassageCopy copy =
          new PassageCopy(
              folder,
              counter::count,
              (done, total, reading) -> {
                checkCancelled();
                listener.passages(name, done, total, reading);
              });
      BackupCollections.Copied one =
          new BackupCollections.Copied(copy.run(store, open), counter.files, counter.bytes);
      copied.add(one);
      if (one.mixed()) {
        listener.warning(
            "Others wrote to '"
                + name
                + "' all the time, so its copy may be of no single moment; back it up again when"
                + " nobody writes.");
      }
    } catch (IOException e) {
      throw folderTrouble(e);
    } catch (RaggedException e) {
      failed(name, e);
    }
  }

  // -------------------------------------------------------------- the end

  private String publish() {
    if (copied.isEmpty()) {
      // A backup of nothing could push out a good one.
      throw new RaggedException(
          failed.isEmpty()
              ? "There are no collections in " + stores.dataDir() + " to back up."
              : "No collection could be backed up: " + failed.get(0).get("error"));
    }
    Instant created = folder.nextTime();
    String name = BackupName.of(created);
    folder.publish(
        name,
        new Manifest(
            BackupName.text(created),
            Version.current(),
            config(),
            copied.stream().map(one -> withSources(one.kept())).toList()));
    return name;
  }

  private Kept withSources(Kept kept) {
    byte[] sources = new Registries(stores.dataDir()).export(kept.name(), kept.backend());
    try {
      return sources == null
          ? kept
          : kept.with(folder.put(new ByteArrayInputStream(sources), bytes -> {}).file());
    } catch (IOException e) {
      throw folderTrouble(e);
    }
  }

  private StoredFile config() {
    Path file = stores.dataDir().resolve(Settings.FILE);
    if (!Files.isRegularFile(file)) {
      return null;
    }
    try (InputStream in = Files.newInputStream(file)) {
      return folder.put(in, bytes -> {}).file();
    } catch (IOException e) {
      throw FileTrouble.of("Cannot back up " + file, request.folder(), e);
    }
  }

  /** Old backups go only if the new one is whole. */
  private List<String> tidy() {
    OldBackups old = new OldBackups(folder, listener::warning);
    if (!old.readable()) {
      return List.of();
    }
    List<String> removed =
        request.keep() > 0 && failed.isEmpty()
            ? old.prune(request.keep(), request.forgotten())
            : List.of();
    old.sweep();
    return removed;
  }

  /** The folder of backups cannot be used, which ends the backup of all collections. */
  private static final class FolderException extends RaggedException {
    private static final long serialVersionUID = 1L;

    FolderException(RaggedException explained) {
      super(explained.getMessage(), explained.getCause());
    }
  }

  /** Counts what was not in the folder before. */
  private static final class Counter {
    int files;
    long bytes;

    void count(Stored stored) {
      if (stored.isNew()) {
        files++;
        bytes += stored.file().size();
      }
    }
  }
}
