package dev.ragged.leann;

import dev.ragged.CheckReport;
import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionSpec;
import dev.ragged.CorruptCollectionException;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.RaggedException;
import dev.ragged.leann.internal.backup.OpenFiles;
import dev.ragged.leann.internal.backup.PinnedCommit;
import dev.ragged.leann.internal.engine.EngineHealth;
import dev.ragged.leann.internal.storage.CollectionCheck;
import dev.ragged.leann.internal.storage.CollectionSettings;
import dev.ragged.leann.internal.storage.IoFailure;
import dev.ragged.leann.internal.storage.StoreFolder;
import dev.ragged.leann.internal.storage.WriterLock;
import dev.ragged.spi.CollectionFiles;
import dev.ragged.spi.DataFolders;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.util.IOUtils;

/** The collections of a folder as files, which need no engine. */
final class LeannFiles implements CollectionFiles {
  private static final String RESTORING = ".restoring-";
  private static final String REPLACED = ".replaced-";
  private static final Pattern REPLACED_NAME = Pattern.compile("\\.replaced-(.+)-\\d+");

  /** A writer that commits all the time must not keep a backup from ever starting. */
  private static final int TRIES = 50;

  private static final long PAUSE_MILLIS = 10;

  private final Path directory;
  private final OpenFiles open;

  LeannFiles(Path directory) {
    this(directory, new OpenFiles(OpenFiles.MAX));
  }

  LeannFiles(Path directory, OpenFiles open) {
    this.directory = directory;
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
      DataFolders.create(directory);
      clean();
      return Files.createTempDirectory(directory, RESTORING);
    } catch (IOException e) {
      throw IoFailure.of("Cannot restore a collection in " + directory, e);
    }
  }

  /** Removes what restores left that died; puts back what one of them had moved aside. */
  private void clean() throws IOException {
    FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
    try (Stream<Path> folders = Files.list(directory)) {
      for (Path folder : folders.toList()) {
        String name = folder.getFileName().toString();
        Matcher replaced = REPLACED_NAME.matcher(name);
        if (replaced.matches() && !Files.exists(directory.resolve(replaced.group(1)))) {
          Files.move(folder, directory.resolve(replaced.group(1)), StandardCopyOption.ATOMIC_MOVE);
          DataFolders.sync(directory);
        } else if (replaced.matches()
            || name.startsWith(RESTORING)
                && Files.getLastModifiedTime(folder).compareTo(longAgo) < 0) {
          IOUtils.rm(folder);
        }
      }
    }
  }

  @Override
  public void publish(Path prepared, String name, boolean replace) {
    CollectionSpec.checkName(name);
    try {
      verify(prepared, name);
      DataFolders.sync(prepared.resolve(StoreFolder.INDEX));
      DataFolders.sync(prepared);
      Path target = directory.resolve(name);
      if (replace && Files.exists(target)) {
        replace(prepared, target, name);
      } else {
        move(prepared, target, name);
      }
    } catch (IOException e) {
      throw failure("restored", name, e);
    }
  }

  private static void verify(Path prepared, String name) throws IOException {
    CollectionSettings settings = CollectionSettings.read(prepared);
    if (!EngineHealth.check().ok()) {
      return; // what was backed up is what is restored; only the engine can say more
    }
    try (Directory index = FSDirectory.open(prepared.resolve(StoreFolder.INDEX))) {
      CheckReport report = CollectionCheck.run(prepared, settings, index, false);
      if (!report.ok()) {
        throw new CorruptCollectionException(
            "The backup of collection '" + name + "' is damaged: " + report.problems().get(0),
            null);
      }
    }
  }

  private void move(Path prepared, Path target, String name) throws IOException {
    if (Files.exists(target)) {
      throw new CollectionExistsException(name);
    }
    try {
      Files.move(prepared, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      throw new CollectionExistsException(name);
    }
    DataFolders.sync(directory);
  }

  /** Between the two moves a crash leaves the old one under a name that {@link #clean} knows. */
  private void replace(Path prepared, Path target, String name) throws IOException {
    Path aside = directory.resolve(REPLACED + name + "-" + System.nanoTime());
    Path index = target.resolve(StoreFolder.INDEX);
    if (Files.isDirectory(index)) {
      try (Directory old = FSDirectory.open(index);
          Lock lock = WriterLock.take(old, target, name)) {
        lock.ensureValid();
        swap(prepared, target, aside);
      }
    } else {
      swap(prepared, target, aside);
    }
    DataFolders.sync(directory);
    IOUtils.rm(aside);
  }

  private static void swap(Path prepared, Path target, Path aside) throws IOException {
    Files.move(target, aside, StandardCopyOption.ATOMIC_MOVE);
    boolean success = false;
    try {
      Files.move(prepared, target, StandardCopyOption.ATOMIC_MOVE);
      success = true;
    } finally {
      if (!success) {
        Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  @Override
  public void discard(Path prepared) {
    try {
      IOUtils.rm(prepared);
    } catch (IOException e) {
      // It is no collection, and a later restore removes it.
      return;
    }
  }
}
