package dev.ragged.leann;

import dev.ragged.Capability;
import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionSpec;
import dev.ragged.ContentSize;
import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.Health;
import dev.ragged.Metric;
import dev.ragged.ModelIdentity;
import dev.ragged.ModelMismatchException;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.RaggedException;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.internal.codec.ShippedCoders;
import dev.ragged.leann.internal.codec.ZstdLibrary;
import dev.ragged.leann.internal.engine.EngineLibrary;
import dev.ragged.leann.internal.search.VectorCache;
import dev.ragged.leann.internal.storage.CollectionSettings;
import dev.ragged.leann.internal.storage.IoFailure;
import dev.ragged.leann.internal.storage.WriterLock;
import dev.ragged.leann.internal.write.CollectionWriter;
import dev.ragged.leann.internal.write.ExpectedBytes;
import dev.ragged.spi.DataFolders;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.util.IOUtils;

/**
 * Collections in a directory, one folder each. Needs the native library for this platform; if that
 * is missing, {@link #health()} says so, and creating or opening a collection fails with the same
 * message.
 *
 * <p>Opening a collection that is already open returns the same object, which closes once it has
 * been closed as often as it was opened.
 */
public final class LeannVectorStore implements VectorStore {
  private static final String CREATING = ".creating-";
  private static final String DROPPED = ".dropped-";
  private static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.RECOMPUTE,
          Capability.LEXICAL_SEARCH,
          Capability.HYBRID_SEARCH,
          Capability.ATOMIC_WRITES,
          Capability.WRITER_LOCK,
          Capability.BYTES_ON_DISK,
          Capability.COSINE);

  private static final class Opened {
    final LeannVectorCollection collection;
    int users = 1;

    Opened(LeannVectorCollection collection) {
      this.collection = collection;
    }
  }

  private final Path directory;
  private final Embedder embedder;
  private final LeannOptions options;
  private final VectorCache vectorCache;
  private final Map<String, Opened> opened = new HashMap<>();
  private boolean closed;

  private LeannVectorStore(Path directory, Embedder embedder, LeannOptions options) {
    this.directory = directory;
    this.embedder = embedder;
    this.options = options;
    this.vectorCache = new VectorCache(options.cachedVectors());
  }

  /**
   * Opens the store in a directory, which is created with the first collection.
   *
   * @param embedder the model that embeds passages and questions, or null if callers provide all
   *     vectors; not closed with the store
   */
  public static LeannVectorStore open(Path directory, Embedder embedder) {
    return open(directory, embedder, LeannOptions.defaults());
  }

  /** Opens the store in a directory with options. */
  public static LeannVectorStore open(Path directory, Embedder embedder, LeannOptions options) {
    return new LeannVectorStore(
        Objects.requireNonNull(directory), embedder, Objects.requireNonNull(options));
  }

  /**
   * An estimate of the bytes on disk of a collection with such content.
   *
   * @param model the model it would be created with, or null
   * @param options the options it would be created with
   */
  public static long expectedBytes(ContentSize content, ModelIdentity model, LeannOptions options) {
    return ExpectedBytes.of(content, ShippedCoders.idFor(model) != null, options.graphDegree());
  }

  GivenVectors givenVectors() {
    return options.givenVectors();
  }

  VectorCache vectorCache() {
    return vectorCache;
  }

  @Override
  public String backend() {
    return LeannProvider.ID;
  }

  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Health health() {
    RaggedException missing = missingLibrary();
    return missing == null ? EngineLibrary.health() : new Health(false, missing.getMessage());
  }

  /** Null if both the engine and the compression library can be used. */
  private static RaggedException missingLibrary() {
    return EngineLibrary.failure()
        .or(
            () ->
                ZstdLibrary.failure()
                    .map(failure -> new RaggedException(ZstdLibrary.explain(failure), failure)))
        .orElse(null);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The store in " + directory + " is closed.");
    }
  }

  private void requireUsable() {
    requireOpen();
    RaggedException missing = missingLibrary();
    if (missing != null) {
      throw missing;
    }
  }

  private RaggedException failure(String what, IOException e) {
    return IoFailure.of("Cannot " + what + " in " + directory, e);
  }

  private Path folder(String name) {
    return directory.resolve(name);
  }

  private boolean exists(String name) {
    return Files.isRegularFile(folder(name).resolve(CollectionSettings.FILE));
  }

  @Override
  public synchronized List<String> names() {
    requireOpen();
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(directory)) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(
              name -> !name.startsWith(".") && exists(name)) // others are being created or dropped
          .sorted()
          .toList();
    } catch (IOException e) {
      throw failure("list the collections", e);
    }
  }

  @Override
  public synchronized VectorCollection create(CollectionSpec spec) {
    requireUsable();
    if (spec.metric() != Metric.COSINE) {
      throw new IllegalArgumentException(
          "LEANN supports cosine only; create '" + spec.name() + "' with that metric.");
    }
    int dimension = spec.dimension();
    if (dimension == 0 && embedder == null) {
      throw new IllegalArgumentException(
          "Without an embedding model a collection needs a dimension; set one for '"
              + spec.name()
              + "'.");
    }
    ModelIdentity model =
        embedder != null && (dimension == 0 || dimension == embedder.identity().dimension())
            ? embedder.identity()
            : null;
    CollectionSettings settings =
        new CollectionSettings(
            spec.name(),
            spec.metric(),
            dimension == 0 ? embedder.identity().dimension() : dimension,
            model,
            options.graphDegree());
    if (exists(spec.name())) {
      throw new CollectionExistsException(spec.name());
    }
    try {
      DataFolders.create(directory);
      sweep();
      Path unfinished = Files.createTempDirectory(directory, CREATING);
      try (Directory index = FSDirectory.open(unfinished.resolve(LeannVectorCollection.INDEX))) {
        CollectionWriter.create(index);
      }
      settings.write(unfinished);
      IOUtils.fsync(unfinished, true);
      publish(unfinished, spec.name());
      IOUtils.fsync(directory, true);
    } catch (IOException e) {
      throw failure("create collection '" + spec.name() + "'", e);
    }
    return open(spec.name());
  }

  /**
   * Removes what crashes left behind while collections were created or dropped; either takes far
   * less than a day.
   */
  private void sweep() throws IOException {
    FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
    try (Stream<Path> folders = Files.list(directory)) {
      for (Path folder : folders.toList()) {
        String name = folder.getFileName().toString();
        if ((name.startsWith(CREATING) || name.startsWith(DROPPED))
            && Files.getLastModifiedTime(folder).compareTo(longAgo) < 0) {
          IOUtils.rm(folder);
        }
      }
    }
  }

  /** Makes a collection appear, whole or not at all. */
  private void publish(Path unfinished, String name) throws IOException {
    try {
      Files.move(unfinished, folder(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      IOUtils.rm(unfinished);
      throw new CollectionExistsException(name);
    } catch (AtomicMoveNotSupportedException e) {
      IOUtils.rm(unfinished);
      throw e;
    }
  }

  @Override
  public synchronized VectorCollection open(String name) {
    requireUsable();
    CollectionSpec.checkName(name);
    if (!exists(name)) {
      throw new NoSuchCollectionException(name);
    }
    Opened shared = opened.get(name);
    if (shared != null) {
      shared.users++;
      return shared.collection;
    }
    CollectionSettings settings = CollectionSettings.read(folder(name));
    ModelIdentity built = settings.model();
    if (embedder != null && built != null && !built.equals(embedder.identity())) {
      throw new ModelMismatchException(name, built, embedder.identity());
    }
    try {
      LeannVectorCollection collection =
          new LeannVectorCollection(this, folder(name), settings, built == null ? null : embedder);
      opened.put(name, new Opened(collection));
      return collection;
    } catch (IOException e) {
      throw failure("open collection '" + name + "'", e);
    }
  }

  /** Called when a user of a collection closes it. */
  synchronized void release(LeannVectorCollection collection) {
    Opened shared = opened.get(collection.name());
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
    if (!exists(name)) {
      return false;
    }
    try {
      // Renamed first, so that a crash leaves no half collection.
      Path gone = directory.resolve(DROPPED + name + "-" + System.nanoTime());
      move(name, gone);
      IOUtils.rm(gone);
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
    if (!exists(from)) {
      throw new NoSuchCollectionException(from);
    }
    if (exists(to)) {
      throw new CollectionExistsException(to);
    }
    try {
      move(from, folder(to));
      IOUtils.fsync(directory, true);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      throw new CollectionExistsException(to);
    } catch (IOException e) {
      throw failure("rename collection '" + from + "' to '" + to + "'", e);
    }
  }

  /** Moves a collection's folder, which nobody may be writing to. */
  private void move(String name, Path target) throws IOException {
    Opened shared = opened.get(name);
    if (shared != null) {
      shared.collection.giveUpWriting();
    }
    Path folder = folder(name);
    try (Directory index = FSDirectory.open(folder.resolve(LeannVectorCollection.INDEX));
        Lock lock = WriterLock.take(index, folder, name)) {
      lock.ensureValid();
      if (shared != null) {
        opened.remove(name);
        shared.collection.closeFiles();
      }
      Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    List<Opened> all = new ArrayList<>(opened.values());
    opened.clear();
    all.sort(Comparator.comparing(o -> o.collection.name()));
    RuntimeException first = null;
    for (Opened shared : all) {
      try {
        shared.collection.closeFiles();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
