package dev.ragged;

import dev.ragged.Operation.Kind;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A store with a listener. */
final class ObservedStore implements VectorStore {
  private final VectorStore store;
  private final OperationListener listener;
  private final Observation observe;

  ObservedStore(VectorStore store, OperationListener listener) {
    this.store = store;
    this.listener = listener;
    this.observe = new Observation(listener);
  }

  private Operation operation(Kind kind, @Nullable String collection) {
    return new Operation(kind, store.backend(), collection, 0, null);
  }

  @Override
  public String backend() {
    return store.backend();
  }

  @Override
  public Set<Capability> capabilities() {
    return store.capabilities();
  }

  @Override
  public Health health() {
    return store.health();
  }

  @Override
  public List<String> names() {
    return observe.of(operation(Kind.NAMES, null), store::names, List::size);
  }

  @Override
  public VectorCollection create(CollectionSpec spec) {
    String name = Arguments.required(spec, "spec").name();
    return observe
        .of(operation(Kind.CREATE, name), () -> store.create(spec), created -> 0)
        .observed(listener);
  }

  @Override
  public VectorCollection open(String name) {
    return observe
        .of(operation(Kind.OPEN, name), () -> store.open(name), opened -> 0)
        .observed(listener);
  }

  @Override
  public void rename(String from, String to) {
    observe.run(operation(Kind.RENAME, from), () -> store.rename(from, to));
  }

  @Override
  public boolean reindexWords(String name, LongConsumer progress) {
    return observe.of(
        operation(Kind.REINDEX_WORDS, name),
        () -> store.reindexWords(name, progress),
        renewed -> 0);
  }

  @Override
  public boolean recodeVectors(String name, LongConsumer progress) {
    return observe.of(
        operation(Kind.RECODE_VECTORS, name),
        () -> store.recodeVectors(name, progress),
        recoded -> 0);
  }

  @Override
  public boolean drop(String name) {
    return observe.of(operation(Kind.DROP, name), () -> store.drop(name), dropped -> 0);
  }

  @Override
  public CacheStats cache() {
    return store.cache();
  }

  @Override
  public void close() {
    store.close();
  }
}
