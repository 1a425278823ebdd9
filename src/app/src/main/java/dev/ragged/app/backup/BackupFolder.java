package dev.ragged.app.backup;

import dev.ragged.RaggedException;
import dev.ragged.app.backup.Manifest.StoredFile;
import dev.ragged.spi.DataFolders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of backups, locked while it is open. A file enters the pool whole and forced to disk; a
 * manifest is written last, so that a backup that was interrupted does not exist.
 */
public final class BackupFolder implements AutoCloseable {
  private static final String UNFINISHED = ".unfinished-";
  private static final String SUFFIX = ".json";
  private static final int MAX_MANIFEST = 1 << 28;
  private static final int BUFFER = 1 << 18;
  private static final Pattern POOLED = Pattern.compile("[0-9a-f]{64}");

  private final Path folder;
  private final Path files;
  private final Path backups;
  private final FileChannel lockFile;
  private final Consumer<String> step;

  private BackupFolder(Path folder, FileChannel lockFile, Consumer<String> step) {
    this.folder = folder;
    this.files = folder.resolve(BackupPlace.FILES);
    this.backups = folder.resolve(BackupPlace.BACKUPS);
    this.lockFile = lockFile;
    this.step = step;
  }

  /**
   * Opens a folder to add backups, and makes it if it does not exist.
   *
   * @param step told of each change on disk once it is made
   * @throws RaggedException if it holds something else, is another user's, cannot be written or is
   *     in use
   */
  public static BackupFolder toWrite(Path folder, Consumer<String> step) {
    BackupPlace place = new BackupPlace(folder);
    try {
      place.requireFit();
      DataFolders.create(folder);
      step.accept("made the folder");
      FileChannel lockFile = place.lock(false);
      boolean success = false;
      try {
        DataFolders.create(folder.resolve(BackupPlace.FILES));
        DataFolders.create(folder.resolve(BackupPlace.BACKUPS));
        step.accept("made its folders");
        BackupFolder opened = new BackupFolder(folder, lockFile, step);
        opened.removeUnfinished();
        success = true;
        return opened;
      } finally {
        if (!success) {
          lockFile.close();
        }
      }
    } catch (FileAlreadyExistsException e) {
      throw new RaggedException("'" + e.getFile() + "' is not a folder; name another.", e);
    } catch (IOException e) {
      throw FileTrouble.of("Cannot write backups to " + folder, folder, e);
    }
  }

  /**
   * Opens a folder to read its backups.
   *
   * @throws RaggedException if there are none
   */
  public static BackupFolder toRead(Path folder) {
    BackupPlace place = new BackupPlace(folder);
    try {
      if (!place.hasBackups()) {
        throw new RaggedException(
            "There are no backups in '" + folder + "'; name the folder given to 'backup'.");
      }
      return new BackupFolder(folder, place.hasLock() ? place.lock(true) : null, done -> {});
    } catch (IOException e) {
      throw FileTrouble.of("Cannot read the backups in " + folder, folder, e);
    }
  }

  /** What the user should know of who else can write here. */
  public Optional<String> warning() {
    try {
      return new BackupPlace(folder).warning();
    } catch (IOException e) {
      throw FileTrouble.of("Cannot write backups to " + folder, folder, e);
    }
  }

  /** Where it is. */
  public Path path() {
    return folder;
  }

  // ---------------------------------------------------------------- the pool

  /** Whether a file is there, judged by its size. */
  public boolean has(StoredFile file) {
    Path pooled = files.resolve(file.sha256());
    try {
      return Files.isRegularFile(pooled, LinkOption.NOFOLLOW_LINKS)
          && Files.size(pooled) == file.size();
    } catch (IOException e) {
      return false; // to be stored again
    }
  }

  /**
   * Stores a file, unless there is one with the same content.
   *
   * @param progress told of each number of bytes read; what it throws ends this
   * @throws IOException of the source or of this folder
   */
  public Stored put(InputStream source, LongConsumer progress) throws IOException {
    Path part = files.resolve(UNFINISHED + System.nanoTime());
    try {
      StoredFile file = write(source, part, progress);
      step.accept("wrote a part");
      boolean isNew = !has(file);
      if (isNew) {
        Files.move(
            part,
            files.resolve(file.sha256()),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
        step.accept("stored a file");
      }
      return new Stored(file, isNew);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * What became of a file.
   *
   * @param isNew whether it was not in the pool before
   */
  public record Stored(StoredFile file, boolean isNew) {}

  private static StoredFile write(InputStream source, Path part, LongConsumer progress)
      throws IOException {
    Digest digest = new Digest();
    long size = 0;
    byte[] buffer = new byte[BUFFER];
    try (FileChannel out =
        PrivateFiles.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int read = source.read(buffer); read >= 0; read = source.read(buffer)) {
        digest.update(buffer, read);
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        size += read;
        progress.accept(read);
      }
      out.force(true);
    }
    return new StoredFile(size, digest.finish());
  }

  /**
   * Reads a file from the pool, handing on no more than its size, and verifies it.
   *
   * @param to told of each piece
   * @throws RaggedException if it is missing or damaged
   */
  public void get(StoredFile file, PieceConsumer to) throws IOException {
    Path pooled = files.resolve(file.sha256());
    if (!has(file)) {
      throw new RaggedException(
          Files.isRegularFile(pooled, LinkOption.NOFOLLOW_LINKS)
              ? pooled + " is damaged: it has not the size that the backup says."
              : pooled + " is missing, so the backup is not complete.");
    }
    Digest digest = new Digest();
    byte[] buffer = new byte[BUFFER];
    long left = file.size();
    try (InputStream in = Files.newInputStream(pooled, LinkOption.NOFOLLOW_LINKS)) {
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          break;
        }
        digest.update(buffer, read);
        to.accept(buffer, read);
        left -= read;
      }
    }
    if (!digest.finish().equals(file.sha256())) {
      throw new RaggedException(pooled + " is damaged: its content is not what it was.");
    }
  }

  /** Writes a file of the pool to a new one of its owner alone, verified and durable. */
  public void copy(StoredFile file, Path target, LongConsumer progress) throws IOException {
    try (FileChannel out =
        PrivateFiles.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      get(
          file,
          (bytes, length) -> {
            ByteBuffer piece = ByteBuffer.wrap(bytes, 0, length);
            while (piece.hasRemaining()) {
              out.write(piece);
            }
            progress.accept(length);
          });
      out.force(true);
    }
  }

  // ---------------------------------------------------------------- backups

  /** The names of all backups, oldest first. */
  public List<String> names() {
    try (Stream<Path> inside = Files.list(backups)) {
      return inside
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .filter(name -> BackupName.is(name))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw FileTrouble.of("Cannot read the backups in " + folder, folder, e);
    }
  }

  /**
   * Reads what a backup holds.
   *
   * @throws RaggedException if its manifest is damaged
   */
  public Manifest read(String name) {
    Path file = backups.resolve(name + SUFFIX);
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          || Files.size(file) > MAX_MANIFEST) {
        throw new RaggedException(file + " is not the manifest of a backup.");
      }
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        return Manifest.parse(in.readNBytes(MAX_MANIFEST), file.toString());
      }
    } catch (IOException e) {
      throw FileTrouble.of("Cannot read " + file, folder, e);
    }
  }

  /** The time of a new backup, later than those of all others even if the clock was put back. */
  public Instant nextTime() {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    List<String> names = names();
    if (names.isEmpty()) {
      return now;
    }
    Instant last = BackupName.time(names.get(names.size() - 1));
    return now.isAfter(last) ? now : last.plusMillis(1);
  }

  /** Makes a backup exist, durably. */
  public void publish(String name, Manifest manifest) {
    Path part = backups.resolve(UNFINISHED + name);
    try {
      DataFolders.sync(files);
      try (FileChannel out =
          PrivateFiles.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(manifest.toBytes());
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      step.accept("wrote the manifest");
      Files.move(part, backups.resolve(name + SUFFIX), StandardCopyOption.ATOMIC_MOVE);
      DataFolders.sync(backups);
      step.accept("published the manifest");
    } catch (IOException e) {
      throw FileTrouble.of("Cannot write the backup to " + folder, folder, e);
    }
  }

  // ---------------------------------------------------------------- removal

  /** Files that were being written when a backup died. */
  private void removeUnfinished() throws IOException {
    for (Path place : List.of(files, backups)) {
      for (Path file : list(place)) {
        if (file.getFileName().toString().startsWith(UNFINISHED)) {
          Files.deleteIfExists(file);
          step.accept("removed a part");
        }
      }
    }
  }

  private static List<Path> list(Path place) throws IOException {
    try (Stream<Path> inside = Files.list(place)) {
      return inside.toList();
    }
  }

  /** Removes backups, but not the files that they alone mention. */
  public void remove(Collection<String> names) {
    try {
      for (String name : names) {
        Files.deleteIfExists(backups.resolve(name + SUFFIX));
        step.accept("removed a manifest");
      }
      DataFolders.sync(backups); // before files go that a manifest may mention
    } catch (IOException e) {
      throw FileTrouble.of("Cannot remove old backups from " + folder, folder, e);
    }
  }

  /**
   * Removes the files that no backup mentions.
   *
   * @param all the manifests of all backups; without one of them its files would be lost
   */
  public void sweep(Collection<Manifest> all) {
    Set<String> mentioned = new HashSet<>();
    all.forEach(manifest -> manifest.files().map(StoredFile::sha256).forEach(mentioned::add));
    try {
      for (Path file : list(files)) {
        String name = file.getFileName().toString();
        if (POOLED.matcher(name).matches() && !mentioned.contains(name)) {
          Files.deleteIfExists(file);
          step.accept("removed a file");
        }
      }
    } catch (IOException e) {
      throw FileTrouble.of("Cannot remove old files from " + folder, folder, e);
    }
  }

  @Override
  public void close() {
    try {
      if (lockFile != null) {
        lockFile.close();
      }
    } catch (IOException e) {
      throw FileTrouble.of("Cannot release " + folder, folder, e);
    }
  }
}
