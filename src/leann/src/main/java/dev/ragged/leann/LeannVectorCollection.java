package dev.ragged.leann;

import dev.ragged.Arguments;
import dev.ragged.Changes;
import dev.ragged.CheckReport;
import dev.ragged.CollectionInfo;
import dev.ragged.DuplicateIdException;
import dev.ragged.Embedder;
import dev.ragged.Filter;
import dev.ragged.Metadata;
import dev.ragged.OperationInterruptedException;
import dev.ragged.Page;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.ScoreScale;
import dev.ragged.SearchListener;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.Selection;
import dev.ragged.StorageStats;
import dev.ragged.VectorCollection;
import dev.ragged.leann.internal.filter.SelectionQueries;
import dev.ragged.leann.internal.search.CollectionPages;
import dev.ragged.leann.internal.search.CollectionSearch;
import dev.ragged.leann.internal.search.ExactVectors;
import dev.ragged.leann.internal.search.Warming;
import dev.ragged.leann.internal.storage.CollectionCheck;
import dev.ragged.leann.internal.storage.CollectionSettings;
import dev.ragged.leann.internal.storage.IndexFolder;
import dev.ragged.leann.internal.storage.IoFailure;
import dev.ragged.leann.internal.storage.LatestCommit;
import dev.ragged.leann.internal.storage.OpenedFolder;
import dev.ragged.leann.internal.storage.StorageBytes;
import dev.ragged.leann.internal.storage.StoreFolder;
import dev.ragged.leann.internal.storage.Words;
import dev.ragged.leann.internal.write.CollectionWriter;
import dev.ragged.leann.internal.write.EmbeddedPassage;
import dev.ragged.leann.internal.write.ReplacedVectors;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.Query;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.IOUtils;

/**
 * A collection on disk. Readers see the last commit of any process. A write takes the write lock,
 * which is released when the collection is closed or has not been written to for some time.
 */
final class LeannVectorCollection implements VectorCollection {
  private final LeannVectorStore store;
  private final Path folder;
  private final OpenedFolder opened;
  private final CollectionSettings settings;
  private final Embedder embedder;
  private final Analyzer analyzer;
  private final SelectionQueries queries;
  private final Directory directory;
  private final LatestCommit commit;
  private CollectionWriter writer;
  private long lastWrite;
  private volatile boolean closed;

  /** With the model that the collection was built with, or null. */
  LeannVectorCollection(
      LeannVectorStore store, Path folder, CollectionSettings settings, Embedder embedder)
      throws IOException {
    this.store = store;
    this.folder = folder;
    this.settings = settings;
    this.analyzer = Words.analyzer(settings.words());
    this.queries = new SelectionQueries(analyzer);
    this.embedder = embedder;
    this.opened = new OpenedFolder(folder, settings.name());
    this.directory = IndexFolder.open(folder.resolve(StoreFolder.INDEX));
    boolean success = false;
    try {
      this.commit = new LatestCommit(opened, directory, settings.dimension());
      success = true;
    } catch (RuntimeException | Error e) {
      throw failure("cannot be opened", e);
    } finally {
      if (!success) {
        directory.close();
      }
    }
  }

  /** Changes the index; the caller commits. */
  @FunctionalInterface
  private interface Writing<T> {
    T write(CollectionWriter writer) throws IOException;
  }

  private <T> T read(LatestCommit.Reading<T> reading) {
    requireOpen();
    requireUninterrupted();
    try {
      return commit.read(reading);
    } catch (IOException | RuntimeException | Error e) {
      throw failure("cannot be read", e);
    }
  }

  private synchronized <T> T write(Writing<T> writing) {
    requireOpen();
    requireUninterrupted();
    T result;
    for (boolean again = writer != null; ; again = false) {
      boolean success = false;
      try {
        CollectionWriter out = writer();
        result = writing.write(out);
        success = out.commit();
        break;
      } catch (AlreadyClosedException | ClosedChannelException e) {
        // An interrupt or a merge that failed may have closed what an earlier write opened.
        if (!again || Thread.currentThread().isInterrupted()) {
          throw failure("was not changed", new IOException(e.getMessage(), e));
        }
      } catch (IOException | RuntimeException | Error e) {
        throw failure("was not changed", e);
      } finally {
        if (!success) {
          giveUpWriting();
        }
      }
    }
    lastWrite = System.nanoTime();
    settle();
    return result;
  }

  private CollectionWriter writer() throws IOException {
    if (writer == null) {
      opened.require();
      store.sweep();
      CollectionWriter session = CollectionWriter.open(folder, settings, analyzer);
      writer = session;
      opened.require(); // it could be renamed until the lock was taken
      session.begin();
      store.whenIdle(Duration.ZERO, () -> closeIdle(session));
    }
    return writer;
  }

  /** Ends a session of writing that is idle, or looks again when it may be. */
  private synchronized void closeIdle(CollectionWriter session) {
    if (writer != session) {
      return; // it has ended
    }
    Duration idle = Duration.ofNanos(System.nanoTime() - lastWrite);
    if (store.isIdle(idle)) {
      writer = null;
      session.close();
    } else {
      store.whenIdle(idle, () -> closeIdle(session));
    }
  }

  /** Whether its folder is still the one that was opened. */
  boolean isThere() {
    return opened.isThere();
  }

  /** Everything is stored already, so this may fail; the next writer then settles. */
  private void settle() {
    if (writer == null) {
      return;
    }
    try {
      writer.settleIfMany();
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      giveUpWriting(); // the disk may be full
    }
  }

  /** Releases the write lock and discards whatever was not committed. */
  synchronized void giveUpWriting() {
    if (writer != null) {
      writer.rollback();
      writer = null;
    }
  }

  private RaggedException failure(String what, Throwable e) {
    opened.require();
    return IoFailure.of(
        "Collection '" + settings.name() + "' in " + folder + " " + what, directory, e);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("Collection '" + settings.name() + "' is closed.");
    }
  }

  private void requireUninterrupted() {
    OperationInterruptedException.throwIfInterrupted(
        "Work on collection '" + settings.name() + "'");
  }

  @Override
  public CollectionInfo info() {
    return settings.info(store.backend(), count(Filter.all()));
  }

  @Override
  public long apply(Changes changes) {
    Arguments.required(changes, "changes");
    List<Passage> passages = changes.passages();
    Query deleted = queries.any(changes.deleted());
    Query removed = SelectionQueries.without(deleted, passages);
    Query replaced = SelectionQueries.with(deleted, changes.upserted());
    return write(
        out -> {
          requireNew(changes.added(), deleted);
          List<EmbeddedPassage> embedded = embed(passages, replaced);
          long count = read(searcher -> (long) searcher.count(removed));
          if (!changes.deleted().isEmpty()) {
            out.delete(deleted);
          }
          out.upsert(embedded);
          return count;
        });
  }

  /** Refuses ids that exist, unless they are deleted. */
  private void requireNew(Collection<Passage> added, Query deleted) {
    List<String> ids = added.stream().map(Passage::id).toList();
    List<String> existing = read(searcher -> new CollectionPages(searcher).existing(ids, deleted));
    if (!existing.isEmpty()) {
      throw DuplicateIdException.existing(existing);
    }
  }

  /** Embeds what the passages that are replaced do not have embedded already. */
  private List<EmbeddedPassage> embed(Collection<Passage> passages, Query replaced) {
    return EmbeddedPassage.of(
        passages,
        settings,
        embedder,
        store.givenVectors(),
        texts -> read(searcher -> ReplacedVectors.find(searcher, replaced, texts)));
  }

  @Override
  public Page<Passage> get(Selection which, PageRequest page) {
    Arguments.required(which, "which");
    Arguments.required(page, "page");
    return which.match(
        ids -> read(searcher -> new CollectionPages(searcher).ids(ids, page)),
        where ->
            read(
                searcher ->
                    new CollectionPages(searcher).where(queries.where(where.filter()), page)));
  }

  @Override
  public void metadata(Selection which, Consumer<Metadata> each) {
    Query query = queries.any(List.of(Arguments.required(which, "which")));
    Arguments.required(each, "each");
    read(searcher -> new CollectionPages(searcher).metadata(query, each));
  }

  @Override
  public long count(Filter filter) {
    Arguments.required(filter, "filter");
    return read(searcher -> (long) searcher.count(queries.where(filter)));
  }

  @Override
  public SearchResult search(SearchRequest request) {
    return answer(request, null);
  }

  @Override
  public SearchResult search(SearchRequest request, SearchListener listener) {
    return answer(request, Arguments.required(listener, "listener"));
  }

  private SearchResult answer(SearchRequest request, SearchListener listener) {
    Arguments.required(request, "request");
    return read(
        searcher ->
            new CollectionSearch(
                    searcher,
                    analyzer,
                    embedder,
                    store.vectorCache(),
                    request,
                    request.mode().resolve(store.capabilities(), request.text() != null),
                    settings.metric(),
                    listener)
                .run(settings.dimension()));
  }

  @Override
  public int warm(int most) {
    return read(
        searcher ->
            embedder == null
                ? 0
                : Warming.run(
                    searcher.getIndexReader(),
                    embedder,
                    store.vectorCache(),
                    settings.dimension(),
                    most));
  }

  @Override
  public ScoreScale scale(SearchMode mode) {
    Arguments.required(mode, "mode");
    requireOpen();
    return switch (mode.resolve(store.capabilities(), true)) {
      case LEXICAL -> ScoreScale.lexical();
      case HYBRID -> CollectionSearch.hybridScale(embedder);
      default -> ScoreScale.of(settings.metric());
    };
  }

  @Override
  public List<float[]> embeddings(List<String> ids) {
    Arguments.requiredAll(ids, "ids");
    return read(
        searcher -> {
          Map<String, Integer> docs = new CollectionPages(searcher).find(ids);
          Map<Integer, float[]> vectors =
              new ExactVectors(searcher.getIndexReader(), embedder, store.vectorCache(), false)
                  .of(docs.values());
          return ids.stream()
              .map(id -> docs.containsKey(id) ? vectors.get(docs.get(id)) : null)
              .toList();
        });
  }

  @Override
  public StorageStats stats() {
    return read(
        searcher ->
            StorageBytes.of(
                folder,
                folder.resolve(StoreFolder.INDEX),
                (DirectoryReader) searcher.getIndexReader()));
  }

  @Override
  public void compact() {
    write(
        out -> {
          out.compact();
          return null;
        });
  }

  @Override
  public CheckReport check() {
    synchronized (this) {
      requireOpen();
      try {
        return CollectionCheck.run(folder, settings, directory);
      } catch (IOException | RuntimeException | Error e) {
        throw failure("cannot be checked", e);
      }
    }
  }

  /** Closes the files once every user of the collection has closed it. */
  @Override
  public void close() {
    store.release(this);
  }

  String name() {
    return settings.name();
  }

  synchronized void closeFiles() {
    if (closed) {
      return;
    }
    closed = true;
    CollectionWriter open = writer;
    writer = null;
    // The writer first, settling its codes.
    IOUtils.closeWhileHandlingException(open, commit, directory, analyzer);
  }
}
