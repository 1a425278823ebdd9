package dev.ragged;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link VectorCollection} for callers that do not wait: each method has an executor do the work
 * and returns at once. Arguments, results and failures are those of the method of the same name; a
 * future fails with what that method throws.
 *
 * <p>Cancelling a future that was returned here interrupts the work, see {@link
 * OperationInterruptedException}; a write that has been stored by then stays. Cancelling a stage
 * that was made from it does not reach the work. Safe for use by several threads; writes run one
 * after the other, whatever the executor.
 */
public final class AsyncCollection {
  private final VectorCollection collection;
  private final Executor executor;

  AsyncCollection(VectorCollection collection, Executor executor) {
    this.collection = collection;
    this.executor = executor;
  }

  private <T> CompletableFuture<T> start(Supplier<T> work) {
    InterruptibleFuture<T> future = new InterruptibleFuture<>(work);
    executor.execute(future);
    return future;
  }

  private CompletableFuture<@Nullable Void> start(Runnable work) {
    return start(
        () -> {
          work.run();
          return null;
        });
  }

  /**
   * Finds the passages nearest to a question, as {@link VectorCollection#search} does.
   *
   * @param request the question and what is wanted
   * @return the best hits
   */
  public CompletableFuture<SearchResult> search(SearchRequest request) {
    Arguments.required(request, "request");
    return start(() -> collection.search(request));
  }

  /**
   * Finds the passages nearest to a question and tells of them on the way, as {@link
   * VectorCollection#search(SearchRequest, SearchListener)} does.
   *
   * @param request the question and what is wanted
   * @param listener called by the executor's thread
   * @return the best hits
   */
  public CompletableFuture<SearchResult> search(SearchRequest request, SearchListener listener) {
    Arguments.required(request, "request");
    Arguments.required(listener, "listener");
    return start(() -> collection.search(request, listener));
  }

  /**
   * Adds passages with new ids, as {@link VectorCollection#add} does.
   *
   * @param passages not to be changed until this is done
   * @return complete once they are stored
   */
  public CompletableFuture<@Nullable Void> add(Collection<Passage> passages) {
    Arguments.requiredAll(passages, "passages");
    return start(() -> collection.add(passages));
  }

  /**
   * Adds or replaces passages, as {@link VectorCollection#upsert} does.
   *
   * @param passages not to be changed until this is done
   * @return complete once they are stored
   */
  public CompletableFuture<@Nullable Void> upsert(Collection<Passage> passages) {
    Arguments.requiredAll(passages, "passages");
    return start(() -> collection.upsert(passages));
  }

  /**
   * Deletes and upserts, as {@link VectorCollection#replace} does.
   *
   * @param which what to delete
   * @param passages not to be changed until this is done
   * @return the number of deleted passages whose ids are not among {@code passages}
   */
  public CompletableFuture<Long> replace(Selection which, Collection<Passage> passages) {
    Arguments.required(which, "which");
    Arguments.requiredAll(passages, "passages");
    return start(() -> collection.replace(which, passages));
  }

  /**
   * Deletes passages, as {@link VectorCollection#delete} does.
   *
   * @param which what to delete
   * @return the number of passages deleted
   */
  public CompletableFuture<Long> delete(Selection which) {
    Arguments.required(which, "which");
    return start(() -> collection.delete(which));
  }

  /**
   * Makes changes, as {@link VectorCollection#apply} does.
   *
   * @param changes not to be changed until this is done
   * @return the number of deleted passages whose ids are not written
   */
  public CompletableFuture<Long> apply(Changes changes) {
    Arguments.required(changes, "changes");
    return start(() -> collection.apply(changes));
  }

  /**
   * Reads a page of passages, as {@link VectorCollection#get} does.
   *
   * @param which what to read
   * @param page where to continue, and how many at most
   * @return the page
   */
  public CompletableFuture<Page<Passage>> get(Selection which, PageRequest page) {
    Arguments.required(which, "which");
    Arguments.required(page, "page");
    return start(() -> collection.get(which, page));
  }

  /**
   * Counts passages, as {@link VectorCollection#count} does.
   *
   * @param filter which to count
   * @return their number
   */
  public CompletableFuture<Long> count(Filter filter) {
    Arguments.required(filter, "filter");
    return start(() -> collection.count(filter));
  }

  /**
   * Gives vectors, as {@link VectorCollection#embeddings} does.
   *
   * @param ids in any order
   * @return the vectors in the order of the ids, null for those that do not exist
   */
  public CompletableFuture<List<float @Nullable []>> embeddings(List<String> ids) {
    Arguments.requiredAll(ids, "ids");
    return start(() -> collection.embeddings(ids));
  }
}
