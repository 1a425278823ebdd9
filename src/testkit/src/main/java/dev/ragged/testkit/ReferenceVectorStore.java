package dev.ragged.testkit;

import dev.ragged.Arguments;
import dev.ragged.Capability;
import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.Health;
import dev.ragged.ModelIdentity;
import dev.ragged.ModelMismatchException;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.testkit.ReferenceCollection.Contents;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/**
 * The simplest implementation of the contract: maps in memory, every passage compared with every
 * question. Other stores are compared with it, so it must be obviously correct.
 */
public final class ReferenceVectorStore implements VectorStore {
  static final String BACKEND = "reference";

  /** The counterpart of a directory or a server: outlives the stores opened on it. */
  public static final class Place {
    private final TreeMap<String, Contents> collections = new TreeMap<>();
  }

  private final Place place;
  private final Embedder embedder;
  private final List<ReferenceCollection> opened = new ArrayList<>();
  private boolean closed;

  private ReferenceVectorStore(Place place, Embedder embedder) {
    this.place = place;
    this.embedder = embedder;
  }

  /** Opens a store on a place; the embedder may be null. */
  public static ReferenceVectorStore open(Place place, Embedder embedder) {
    return new ReferenceVectorStore(place, embedder);
  }

  @Override
  public String backend() {
    return BACKEND;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(
        Capability.ATOMIC_WRITES, Capability.COSINE, Capability.DOT_PRODUCT, Capability.EUCLIDEAN);
  }

  @Override
  public Health health() {
    return new Health(true, "Memory is always there.");
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The store is closed.");
    }
  }

  @Override
  public List<String> names() {
    synchronized (place) {
      requireOpen();
      return List.copyOf(place.collections.keySet());
    }
  }

  @Override
  public VectorCollection create(CollectionSpec spec) {
    Arguments.required(spec, "spec");
    synchronized (place) {
      requireOpen();
      if (spec.dimension() == 0 && embedder == null) {
        throw new IllegalArgumentException("Give a dimension or an embedder.");
      }
      if (place.collections.containsKey(spec.name())) {
        throw new CollectionExistsException(spec.name());
      }
      int dimension = spec.dimension() == 0 ? embedder.identity().dimension() : spec.dimension();
      ModelIdentity model =
          embedder != null && embedder.identity().dimension() == dimension
              ? embedder.identity()
              : null;
      place.collections.put(
          spec.name(), new Contents(spec.metric(), dimension, model, new TreeMap<>()));
      return open(spec.name());
    }
  }

  @Override
  public VectorCollection open(String name) {
    CollectionSpec.checkName(name);
    synchronized (place) {
      requireOpen();
      Contents contents = existing(name);
      ModelIdentity built = contents.model();
      if (embedder != null && built != null && !built.equals(embedder.identity())) {
        throw new ModelMismatchException(name, built, embedder.identity());
      }
      ReferenceCollection collection =
          new ReferenceCollection(place, () -> has(contents), name, contents, embedder);
      opened.add(collection);
      return collection;
    }
  }

  private boolean has(Contents contents) {
    synchronized (place) {
      return place.collections.values().stream().anyMatch(held -> held == contents);
    }
  }

  private Contents existing(String name) {
    Contents contents = place.collections.get(name);
    if (contents == null) {
      throw new NoSuchCollectionException(name);
    }
    return contents;
  }

  @Override
  public void rename(String from, String to) {
    CollectionSpec.checkName(from);
    CollectionSpec.checkName(to);
    synchronized (place) {
      requireOpen();
      Contents contents = existing(from);
      if (place.collections.containsKey(to)) {
        throw new CollectionExistsException(to);
      }
      closeAll(from);
      place.collections.remove(from);
      place.collections.put(to, contents);
    }
  }

  @Override
  public boolean reindexWords(String name, LongConsumer progress) {
    CollectionSpec.checkName(name);
    Arguments.required(progress, "progress");
    requireOpen();
    throw new IllegalArgumentException("The reference store keeps no index of words.");
  }

  @Override
  public boolean recodeVectors(String name, LongConsumer progress) {
    CollectionSpec.checkName(name);
    Arguments.required(progress, "progress");
    requireOpen();
    throw new IllegalArgumentException("The reference store keeps vectors as they are.");
  }

  @Override
  public boolean drop(String name) {
    CollectionSpec.checkName(name);
    synchronized (place) {
      requireOpen();
      closeAll(name);
      return place.collections.remove(name) != null;
    }
  }

  private void closeAll(String name) {
    opened.stream().filter(c -> c.name().equals(name)).forEach(ReferenceCollection::close);
  }

  @Override
  public void close() {
    synchronized (place) {
      closed = true;
      opened.forEach(ReferenceCollection::close);
    }
  }
}
