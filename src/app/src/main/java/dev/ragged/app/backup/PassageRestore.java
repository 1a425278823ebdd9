package dev.ragged.app.backup;

import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.Filter;
import dev.ragged.GivenVectors;
import dev.ragged.ModelIdentity;
import dev.ragged.ModelMismatchException;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.Tokenizer;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.app.backup.Manifest.Kept;
import dev.ragged.app.backup.Manifest.KeptFile;
import dev.ragged.app.backup.Manifest.Passages;
import dev.ragged.spi.Backend;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Brings a collection back passage by passage, under a working name until it is complete. What an
 * interrupted run left is removed by the next.
 */
public final class PassageRestore {
  private static final String WORKING = ".restoring";
  private static final String ASIDE = ".replaced";
  private static final int BATCH = 500;

  private final BackupFolder folder;
  private final Backend backend;
  private final Supplier<Embedder> model;

  /**
   * @param model opens the model of the settings, for a backend that makes its vectors from texts
   */
  public PassageRestore(BackupFolder folder, Backend backend, Supplier<Embedder> model) {
    this.folder = folder;
    this.backend = backend;
    this.model = model;
  }

  /**
   * Restores a collection.
   *
   * @param progress told of each number of bytes read; what it throws ends this
   * @throws IOException of temporary files
   */
  public void run(Kept kept, String name, boolean replace, LongConsumer progress)
      throws IOException {
    try (Embedder embedder = embedder(kept);
        VectorStore store = backend.open(embedder, GivenVectors.KEEP)) {
      if (!store.names().contains(name) && store.names().contains(name + ASIDE)) {
        store.rename(name + ASIDE, name); // a run died between two renames
      }
      if (!replace && store.names().contains(name)) {
        throw new CollectionExistsException(name);
      }
      store.drop(name + WORKING);
      try (VectorCollection working = store.create(spec(kept.passages(), name + WORKING))) {
        for (KeptFile file : kept.files()) {
          add(working, file, progress);
        }
        long count = working.count(Filter.all());
        if (count != kept.passages().count()) {
          throw new RaggedException(
              "The backup of '"
                  + kept.name()
                  + "' should hold "
                  + kept.passages().count()
                  + " passages, but "
                  + count
                  + " arrived.");
        }
      } catch (RuntimeException e) {
        store.drop(name + WORKING);
        throw e;
      }
      publish(store, name);
    }
  }

  private Embedder embedder(Kept kept) {
    Passages passages = kept.passages();
    if (passages.vectors() && passages.dimension() > 0) {
      return passages.model() == null ? null : new NamedModel(passages.model());
    }
    Embedder embedder = model.get();
    if (passages.model() != null && !passages.model().equals(embedder.identity())) {
      ModelIdentity found = embedder.identity();
      embedder.close();
      throw new ModelMismatchException(kept.name(), passages.model(), found);
    }
    return embedder;
  }

  private static CollectionSpec spec(Passages passages, String name) {
    return new CollectionSpec(name, passages.metric(), passages.dimension());
  }

  private static void publish(VectorStore store, String name) {
    boolean old = store.names().contains(name);
    if (old) {
      store.drop(name + ASIDE);
      store.rename(name, name + ASIDE);
    }
    store.rename(name + WORKING, name);
    if (old) {
      store.drop(name + ASIDE);
    }
  }

  /** A file is verified before any of it is parsed, by way of a private temporary file. */
  private void add(VectorCollection working, KeptFile file, LongConsumer progress)
      throws IOException {
    Path copy = Files.createTempFile("ragged-restore-", ".jsonl");
    try {
      try (FileChannel out = FileChannel.open(copy, StandardOpenOption.WRITE)) {
        folder.get(
            file.stored(),
            (bytes, length) -> Channels.newOutputStream(out).write(bytes, 0, length));
      }
      List<Passage> batch = new ArrayList<>();
      try (InputStream lines = new BufferedInputStream(Files.newInputStream(copy))) {
        PassageLines.read(
            lines,
            passage -> {
              batch.add(passage);
              if (batch.size() == BATCH) {
                working.add(batch);
                batch.clear();
                progress.accept(0);
              }
            });
      }
      if (!batch.isEmpty()) {
        working.add(batch);
      }
      progress.accept(file.stored().size());
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  /** Names the model that made the vectors; makes none, since all are given. */
  private record NamedModel(ModelIdentity identity) implements Embedder {
    private static IllegalStateException none() {
      return new IllegalStateException("A passage of the backup has no vector.");
    }

    @Override
    public int maxTokens() {
      throw none();
    }

    @Override
    public Tokenizer tokenizer() {
      throw none();
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      throw none();
    }

    @Override
    public int parallelism() {
      return 1;
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }
}
