package dev.ragged.leann;

import dev.ragged.Arguments;
import dev.ragged.CacheStats;
import dev.ragged.Capability;
import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionSpec;
import dev.ragged.ContentSize;
import dev.ragged.CorruptCollectionException;
import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.Health;
import dev.ragged.Metric;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.RaggedException;
import dev.ragged.UnconfirmedWriteException;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.internal.search.VectorCache;
import dev.ragged.leann.internal.storage.CollectionSettings;
import dev.ragged.leann.internal.storage.IoFailure;
import dev.ragged.leann.internal.storage.StoreFolder;
import dev.ragged.leann.internal.write.CollectionWriter;
import dev.ragged.leann.internal.write.ExpectedBytes;
import dev.ragged.leann.internal.write.RecodedVectors;
import dev.ragged.leann.internal.write.RenewedWords;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * Collections in a directory, one folder each. Without the native libraries for this platform
 * creating or opening one fails, as {@link #health()} says.
 *
 * <p>Opening a collection that is already open returns the same object, which closes once it has
 * been closed as often as it was opened.
 */
public final class LeannVectorStore implements VectorStore {
  private static final int OPEN_ATTEMPTS = 10;

  private final Path directory;
  private final StoreFolder folders;
  private final Embedder embedder;
  private final LeannOptions options;
  private final VectorCache vectorCache;
  private final IdleTimer idleTimer = new IdleTimer("ragged-idle-writers");
  private final Map<String, SharedCollection> opened = new HashMap<>();
  private boolean closed;

  /** With a cache that others may share. */
  LeannVectorStore(
      Path directory, Embedder embedder, LeannOptions options, VectorCache vectorCache) {
    this.directory = Arguments.required(directory, "directory");
    this.folders = new StoreFolder(directory);
    this.embedder = embedder;
    this.options = options;
    this.vectorCache = vectorCache;
  }

  /**
   * Opens the store in a directory, which is created with the first collection.
   *
   * @param directory the store's folder
   * @param embedder embeds passages and questions, or null if all vectors are given; not closed
   * @return the store, to be closed
   */
  public static LeannVectorStore open(Path directory, Embedder embedder) {
    return open(directory, embedder, LeannOptions.defaults());
  }

  /**
   * Opens the store in a directory with options.
   *
   * @param directory the store's folder
   * @param embedder as without options
   * @param options what holds for new collections and for searches
   * @return the store, to be closed
   */
  public static LeannVectorStore open(Path directory, Embedder embedder, LeannOptions options) {
    VectorCache own = new VectorCache(Arguments.required(options, "options").cacheBytes());
    return new LeannVectorStore(directory, embedder, options, own);
  }

  /**
   * An estimate of the bytes on disk of a collection with such content.
   *
   * @param content how many passages it has, and how long they are
   * @param embedder the model it would be created with, or null
   * @param options the options it would be created with
   * @return bytes
   */
  public static long expectedBytes(ContentSize content, Embedder embedder, LeannOptions options) {
    return ExpectedBytes.of(
        content, options.settings("expected", Metric.COSINE, content.dimension(), embedder));
  }

  GivenVectors givenVectors() {
    return options.givenVectors();
  }

  boolean isIdle(Duration sinceLastWrite) {
    return sinceLastWrite.compareTo(options.idleLock()) >= 0;
  }

  /** Runs a task when a collection may be idle. */
  void whenIdle(Duration sinceLastWrite, Runnable task) {
    idleTimer.after(options.idleLock().minus(sinceLastWrite), task);
  }

  VectorCache vectorCache() {
    return vectorCache;
  }

  @Override
  public CacheStats cache() {
    return vectorCache.stats();
  }

  @Override
  public String backend() {
    return LeannProvider.ID;
  }

  @Override
  public Set<Capability> capabilities() {
    return LeannCapabilities.ALL;
  }

  @Override
  public Health health() {
    return LeannLibraries.health();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The store in " + directory + " is closed.");
    }
  }

  private void requireUsable() {
    requireOpen();
    LeannLibraries.require();
  }

  private RaggedException failure(String what, IOException e) {
    return IoFailure.of("Cannot " + what + " in " + directory, e);
  }

  @Override
  public synchronized List<String> names() {
    requireOpen();
    try {
      return folders.names();
    } catch (IOException e) {
      throw failure("list the collections", e);
    }
  }

  @Override
  public synchronized VectorCollection create(CollectionSpec spec) {
    Arguments.required(spec, "spec");
    requireUsable();
    int dimension = spec.dimension();
    if (dimension == 0 && embedder == null) {
      throw new IllegalArgumentException(
          "Without an embedding model a collection needs a dimension; set one for '"
              + spec.name()
              + "'.");
    }
    CollectionSettings settings = options.settings(spec.name(), spec.metric(), dimension, embedder);
    if (folders.exists(spec.name())) {
      throw new CollectionExistsException(spec.name());
    }
    try {
      folders.create(
          spec.name(),
          (folder, index) -> {
            CollectionWriter.create(index, settings);
            settings.write(folder);
          });
    } catch (IOException e) {
      throw failure("create collection '" + spec.name() + "'", e);
    }
    try {
      return openOrOnceAgain(spec.name());
    } catch (RaggedException e) {
      throw new UnconfirmedWriteException(
          "Collection '" + spec.name() + "' was created, but not opened: " + e.getMessage(), e);
    }
  }

  /** Too many open files, for example, may be over by now. */
  private VectorCollection openOrOnceAgain(String name) {
    try {
      return open(name);
    } catch (RaggedException e) {
      return open(name);
    }
  }

  /** Removes what crashes left behind; called by those who write. */
  void sweep() {
    folders.sweep();
  }

  @Override
  public synchronized VectorCollection open(String name) {
    requireUsable();
    CollectionSpec.checkName(name);
    if (!folders.exists(name)) {
      throw new NoSuchCollectionException(name);
    }
    SharedCollection shared = opened.get(name);
    if (shared != null && shared.collection.isThere()) {
      shared.users++;
      return shared.collection;
    }
    Path folder = folders.folder(name);
    for (int attempt = 1; ; attempt++) {
      try {
        LeannVectorCollection collection = open(name, folder);
        closeOpened(name); // that of a collection which another process has replaced
        opened.put(name, new SharedCollection(collection));
        return collection;
      } catch (NoSuchFileException | FileNotFoundException e) {
        if (!folders.exists(name)) { // another process has just renamed or dropped it
          StoreFolder.removeDebris(folder);
          throw new NoSuchCollectionException(name);
        }
        // Or it has merged files away, or another collection has got the name meanwhile.
        if (attempt == OPEN_ATTEMPTS) {
          throw new CorruptCollectionException(
              "The index of collection '"
                  + name
                  + "' in "
                  + folder
                  + " is missing or incomplete; restore the folder from a backup, or drop the"
                  + " collection and add its documents again.",
              e);
        }
      } catch (IOException e) {
        throw failure("open collection '" + name + "'", e);
      }
    }
  }

  private LeannVectorCollection open(String name, Path folder) throws IOException {
    CollectionSettings settings = CollectionSettings.read(folder);
    settings.requireMadeBy(embedder);
    Embedder model = settings.model() == null ? null : embedder;
    return new LeannVectorCollection(this, folder, settings, model);
  }

  private void closeOpened(String name) {
    SharedCollection shared = opened.remove(name);
    if (shared != null) {
      shared.collection.closeFiles();
    }
  }

  /** Called when a user of a collection closes it. */
  synchronized void release(LeannVectorCollection collection) {
    SharedCollection shared = opened.get(collection.name());
    if (shared == null || shared.collection != collection) {
      return; // closed already
    }
    shared.users--;
    if (shared.users == 0) {
      opened.remove(collection.name());
      collection.closeFiles();
    }
  }

  @Override
  public synchronized boolean drop(String name) {
    CollectionSpec.checkName(name);
    requireOpen();
    if (!folders.exists(name)) {
      return false;
    }
    try {
      move(name, () -> folders.drop(name));
    } catch (NoSuchCollectionException e) {
      return false; // another process was faster
    } catch (IOException e) {
      throw failure("drop collection '" + name + "'", e);
    }
    return true;
  }

  @Override
  public synchronized void rename(String from, String to) {
    CollectionSpec.checkName(from);
    CollectionSpec.checkName(to);
    requireOpen();
    if (!folders.exists(from)) {
      throw new NoSuchCollectionException(from);
    }
    if (folders.exists(to)) {
      throw new CollectionExistsException(to);
    }
    try {
      move(from, () -> folders.rename(from, to));
    } catch (IOException e) {
      throw failure("rename collection '" + from + "' to '" + to + "'", e);
    }
  }

  @Override
  public synchronized boolean reindexWords(String name, LongConsumer progress) {
    Arguments.required(progress, "progress");
    return rebuild(
        name,
        "renew the words of",
        now -> now.hasOutdatedWords() ? () -> RenewedWords.rebuild(folders, name, progress) : null);
  }

  @Override
  public synchronized boolean recodeVectors(String name, LongConsumer progress) {
    Arguments.required(progress, "progress");
    return rebuild(
        name,
        "recode the vectors of",
        now -> {
          now.requireMadeBy(embedder);
          CollectionSettings renewed = options.recoded(now, embedder);
          return renewed == null
              ? null
              : () -> RecodedVectors.rebuild(folders, renewed, embedder, progress);
        });
  }

  /**
   * Makes a collection anew.
   *
   * @param how gives what does so for a collection with these settings, or null if there is no need
   */
  private boolean rebuild(String name, String what, Function<CollectionSettings, Move> how) {
    CollectionSpec.checkName(name);
    requireUsable();
    if (!folders.exists(name)) {
      throw new NoSuchCollectionException(name);
    }
    Move move = how.apply(CollectionSettings.read(folders.folder(name)));
    try {
      if (move != null) {
        move(name, move);
      }
      return move != null;
    } catch (IOException e) {
      throw failure(what + " collection '" + name + "'", e);
    }
  }

  /** Moves a collection's folder. */
  private interface Move {
    void run() throws IOException;
  }

  /** Moves a collection, and closes it if it has moved. */
  private void move(String name, Move move) throws IOException {
    SharedCollection shared = opened.get(name);
    if (shared == null) {
      move.run();
      return;
    }
    synchronized (shared.collection) { // or another thread could begin to write again
      shared.collection.giveUpWriting();
      try {
        move.run();
      } finally {
        if (!shared.collection.isThere()) {
          closeOpened(name);
        }
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    idleTimer.stop();
    List<SharedCollection> all = new ArrayList<>(opened.values());
    opened.clear();
    all.forEach(shared -> shared.collection.closeFiles());
  }
}
