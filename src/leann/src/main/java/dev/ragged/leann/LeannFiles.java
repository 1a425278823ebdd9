package dev.ragged.leann;

import dev.ragged.CheckReport;
import dev.ragged.CollectionSpec;
import dev.ragged.CorruptCollectionException;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.RaggedException;
import dev.ragged.leann.internal.backup.OpenFiles;
import dev.ragged.leann.internal.backup.PinnedCommit;
import dev.ragged.leann.internal.engine.EngineHealth;
import dev.ragged.leann.internal.storage.CollectionCheck;
import dev.ragged.leann.internal.storage.CollectionSettings;
import dev.ragged.leann.internal.storage.IndexFolder;
import dev.ragged.leann.internal.storage.IoFailure;
import dev.ragged.leann.internal.storage.StoreFolder;
import dev.ragged.leann.internal.storage.UnfinishedCollection;
import dev.ragged.spi.CollectionFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.store.Directory;

/** The collections of a folder as files, which need no engine. */
final class LeannFiles implements CollectionFiles {
  /** A writer that commits all the time must not keep a backup from ever starting. */
  private static final int TRIES = 50;

  private static final long PAUSE_MILLIS = 10;

  private final Path directory;
  private final StoreFolder folders;
  private final OpenFiles open;
  private final Map<Path, UnfinishedCollection> prepared = new ConcurrentHashMap<>();

  LeannFiles(Path directory) {
    this(directory, new OpenFiles(OpenFiles.MAX));
  }

  LeannFiles(Path directory, OpenFiles open) {
    this.directory = directory;
    this.folders = new StoreFolder(directory);
    this.open = open;
  }

  @Override
  public List<String> names() {
    return LeannBackend.names(directory);
  }

  private static RaggedException failure(String what, String name, IOException e) {
    return IoFailure.of("Collection '" + name + "' cannot be " + what, e);
  }

  @Override
  public State pin(String name) {
    CollectionSpec.checkName(name);
    Path folder = directory.resolve(name);
    for (int i = 1; ; i++) {
      if (!Files.isDirectory(folder)) {
        throw new NoSuchCollectionException(name);
      }
      try {
        return PinnedCommit.of(folder, StoreFolder.INDEX, open);
      } catch (FileNotFoundException | NoSuchFileException e) {
        // A newer commit made this one's files vanish, or the collection is being dropped.
        if (i == TRIES) {
          throw failure("backed up", name, e);
        }
        pause();
      } catch (IOException e) {
        throw failure("backed up", name, e);
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RaggedException("The backup was interrupted.", e);
    }
  }

  @Override
  public Path prepare() {
    try {
      UnfinishedCollection made = folders.begin();
      prepared.put(made.folder(), made);
      return made.folder();
    } catch (IOException e) {
      throw IoFailure.of("Cannot restore collections to " + directory, e);
    }
  }

  @Override
  public void publish(Path folder, String name, boolean replace) {
    CollectionSpec.checkName(name);
    try {
      verify(folder, name);
      folders.restore(prepared.get(folder), name, replace);
    } catch (IOException e) {
      throw failure("restored", name, e);
    }
    discard(folder); // only releases the lock
  }

  private static void verify(Path prepared, String name) throws IOException {
    CollectionSettings settings = CollectionSettings.read(prepared);
    if (!EngineHealth.check().ok()) {
      return; // what was backed up is what is restored; only the engine can say more
    }
    try (Directory index = IndexFolder.open(prepared.resolve(StoreFolder.INDEX))) {
      CheckReport report = CollectionCheck.run(prepared, settings, index);
      if (!report.ok()) {
        throw new CorruptCollectionException(
            "The backup of collection '" + name + "' is damaged: " + report.problems().get(0),
            null);
      }
    }
  }

  @Override
  public void discard(Path folder) {
    UnfinishedCollection made = prepared.remove(folder);
    if (made != null) {
      made.close();
    }
  }
}
