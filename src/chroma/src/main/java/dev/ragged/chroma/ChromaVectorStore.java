package dev.ragged.chroma;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.ragged.Arguments;
import dev.ragged.Capability;
import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionSpec;
import dev.ragged.ContentSize;
import dev.ragged.Embedder;
import dev.ragged.Health;
import dev.ragged.Metric;
import dev.ragged.ModelIdentity;
import dev.ragged.ModelMismatchException;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.RaggedException;
import dev.ragged.UnconfirmedWriteException;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.chroma.ChromaClient.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Collections on a Chroma server (1.0 or later), including those of other clients.
 *
 * <p>The model that a collection was built with is stored in its metadata, under keys that begin
 * with {@code ragged:}. For collections of other clients, which lack these, the store's embedder is
 * used if it makes vectors like the stored ones; this is checked on a small sample at first use.
 */
public final class ChromaVectorStore implements VectorStore {
  private static final Set<Capability> CAPABILITIES =
      Set.of(Capability.COSINE, Capability.DOT_PRODUCT, Capability.EUCLIDEAN);
  private static final Map<Metric, String> SPACES =
      Map.of(Metric.COSINE, "cosine", Metric.DOT_PRODUCT, "ip", Metric.EUCLIDEAN, "l2");
  private static final String MODEL = ChromaPassages.OWN + "model";

  /** Tells the collection that a call created from one that another made at the same time. */
  private static final String CREATION = ChromaPassages.OWN + "creation";

  private static final String FINGERPRINT = ChromaPassages.OWN + "model_fingerprint";
  private static final String DIMENSION = ChromaPassages.OWN + "dimension";
  private static final int PAGE = 1_000;

  private final ChromaClient client;
  private final Embedder embedder;
  private final List<ChromaVectorCollection> opened = new ArrayList<>();
  private boolean closed;

  private ChromaVectorStore(ChromaSettings settings, Embedder embedder, BooleanSupplier alive) {
    this.client = new ChromaClient(settings, alive);
    this.embedder = embedder;
  }

  /**
   * Opens a store on a server; makes no request yet.
   *
   * @param embedder the model that embeds passages and questions, or null if callers provide all
   *     vectors; not closed with the store
   */
  public static ChromaVectorStore open(ChromaSettings settings, Embedder embedder) {
    return new ChromaVectorStore(Arguments.required(settings, "settings"), embedder, () -> true);
  }

  /** The same on a server that this process runs, as long as it does. */
  static ChromaVectorStore open(ChromaServer server, ChromaSettings settings, Embedder embedder) {
    return new ChromaVectorStore(settings, embedder, server::isAlive);
  }

  /** An estimate of the bytes of a collection with such content in a server's data folder. */
  public static long expectedBytes(ContentSize content) {
    return ExpectedBytes.of(content);
  }

  @Override
  public String backend() {
    return ChromaProvider.ID;
  }

  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Health health() {
    try {
      JsonNode beat =
          client.call("GET", "/heartbeat", null, JsonNode.class, Effect.READ, "the heartbeat");
      if (!beat.path("nanosecond heartbeat").isNumber()) {
        throw client.foreign("the heartbeat", null);
      }
      requireDatabase();
      return new Health(true, "Chroma at " + client.settings() + ".");
    } catch (RaggedException e) {
      return new Health(false, e.getMessage());
    }
  }

  private String collections() {
    return client.database() + "/collections";
  }

  private synchronized void requireOpen() {
    if (closed) {
      throw new IllegalStateException("The store on " + client.settings().url() + " is closed.");
    }
  }

  @Override
  public List<String> names() {
    requireOpen();
    List<String> names = new ArrayList<>();
    JsonNode page;
    do {
      String path = collections() + "?limit=" + PAGE + "&offset=" + names.size();
      page = client.call("GET", path, null, JsonNode.class, Effect.READ, "listing the collections");
      if (!page.isArray()) {
        throw client.foreign("listing the collections", null);
      }
      for (JsonNode collection : page) {
        names.add(collection.path("name").asText());
      }
    } while (page.size() == PAGE);
    if (names.isEmpty()) {
      requireDatabase(); // a missing database lists as empty
    }
    return names.stream().sorted().toList();
  }

  @Override
  public VectorCollection create(CollectionSpec spec) {
    Arguments.required(spec, "spec");
    requireOpen();
    if (spec.dimension() == 0 && embedder == null) {
      throw new IllegalArgumentException(
          "Without an embedding model a collection needs a dimension; set one for '"
              + spec.name()
              + "'.");
    }
    int dimension = spec.dimension() != 0 ? spec.dimension() : embedder.identity().dimension();
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put(DIMENSION, dimension);
    if (embedder != null && dimension == embedder.identity().dimension()) {
      metadata.put(MODEL, embedder.identity().name());
      metadata.put(FINGERPRINT, embedder.identity().fingerprint());
    }
    String creation = UUID.randomUUID().toString();
    metadata.put(CREATION, creation);
    Map<String, Object> body = new HashMap<>();
    body.put("name", spec.name());
    body.put("configuration", Map.of("hnsw", Map.of("space", SPACES.get(spec.metric()))));
    body.put("metadata", metadata);
    try {
      JsonNode made =
          client.call(
              "POST",
              collections(),
              body,
              JsonNode.class,
              Effect.WRITE_ONCE,
              "creating collection '" + spec.name() + "'");
      return openedAnew(spec.name(), made);
    } catch (ChromaFailure e) {
      if (e.status() == ChromaFailure.CONFLICT) {
        throw new CollectionExistsException(spec.name());
      }
      throw e;
    } catch (UnconfirmedWriteException e) {
      JsonNode found = look(spec.name(), e);
      if (!found.path("metadata").path(CREATION).asText().equals(creation)) {
        throw e;
      }
      return openedAnew(spec.name(), found);
    }
  }

  private VectorCollection openedAnew(String name, JsonNode made) {
    try {
      return opened(made);
    } catch (RaggedException e) {
      throw new UnconfirmedWriteException(
          e.getMessage().replaceAll("\\.$", "")
              + "; '"
              + name
              + "' may have been created all the same, so look before you repeat it.",
          e);
    }
  }

  /**
   * What has a name after a write that may have happened; a missing node if nothing has.
   *
   * @throws UnconfirmedWriteException {@code unconfirmed}, if that cannot be found out either
   */
  private JsonNode look(String name, UnconfirmedWriteException unconfirmed) {
    try {
      return find(name);
    } catch (NoSuchCollectionException e) {
      return MissingNode.getInstance();
    } catch (RaggedException e) {
      unconfirmed.addSuppressed(e);
      throw unconfirmed;
    }
  }

  @Override
  public VectorCollection open(String name) {
    CollectionSpec.checkName(name);
    requireOpen();
    return opened(find(name));
  }

  private JsonNode find(String name) {
    try {
      return client.call(
          "GET",
          collections() + "/" + ChromaClient.encode(name),
          null,
          JsonNode.class,
          Effect.READ,
          "opening collection '" + name + "'");
    } catch (ChromaFailure e) {
      if (e.status() == ChromaFailure.NOT_FOUND) {
        requireDatabase(); // a missing database gives the same response, but needs another remedy
        throw new NoSuchCollectionException(name);
      }
      throw e;
    }
  }

  private void requireDatabase() {
    String path = client.database();
    client.call("GET", path, null, JsonNode.class, Effect.READ, "looking for the database");
  }

  private VectorCollection opened(JsonNode found) {
    String name = found.path("name").asText();
    String id = found.path("id").asText();
    if (name.isEmpty() || !id.matches("[0-9a-fA-F-]{36}")) {
      throw client.foreign("opening a collection", null);
    }
    JsonNode metadata = found.path("metadata");
    int dimension = found.path("dimension").asInt(metadata.path(DIMENSION).asInt(0));
    ModelIdentity model =
        metadata.path(MODEL).isTextual() && dimension > 0
            ? new ModelIdentity(
                metadata.path(MODEL).asText(), dimension, metadata.path(FINGERPRINT).asText())
            : null;
    if (embedder != null && model != null && !model.equals(embedder.identity())) {
      throw new ModelMismatchException(name, model, embedder.identity());
    }
    ChromaVectorCollection collection =
        new ChromaVectorCollection(
            client, collections() + "/" + id, name, metric(found), dimension, model, embedder);
    synchronized (this) {
      requireOpen();
      opened.removeIf(ChromaVectorCollection::isClosed);
      opened.add(collection);
    }
    return collection;
  }

  /** Chroma's own default is l2; old collections state theirs in the metadata. */
  private static Metric metric(JsonNode collection) {
    JsonNode configuration = collection.path("configuration_json");
    JsonNode space = configuration.path("hnsw").path("space");
    if (!space.isTextual()) {
      space = configuration.path("spann").path("space");
    }
    if (!space.isTextual()) {
      space = collection.path("metadata").path("hnsw:space");
    }
    String name = space.asText("l2");
    return SPACES.entrySet().stream()
        .filter(entry -> entry.getValue().equals(name))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(
            () ->
                new RaggedException(
                    "Collection '"
                        + collection.path("name").asText()
                        + "' compares by '"
                        + name
                        + "', which ragged does not support; it supports cosine, ip and l2."));
  }

  @Override
  public void rename(String from, String to) {
    CollectionSpec.checkName(from);
    CollectionSpec.checkName(to);
    requireOpen();
    String id = find(from).path("id").asText();
    if (names().contains(to)) {
      throw new CollectionExistsException(to);
    }
    try {
      client.call(
          "PUT",
          collections() + "/" + ChromaClient.encode(id),
          Map.of("new_name", to),
          JsonNode.class,
          Effect.WRITE_ONCE,
          "renaming collection '" + from + "'");
    } catch (ChromaFailure e) {
      if (e.status() == ChromaFailure.CONFLICT) {
        throw new CollectionExistsException(to);
      }
      throw e;
    } catch (UnconfirmedWriteException e) {
      JsonNode there = look(to, e);
      if (there.isMissingNode()) {
        throw e;
      }
      if (!there.path("id").asText().equals(id)) {
        throw new CollectionExistsException(to); // another was faster
      }
    }
    closeAll(from);
  }

  @Override
  public boolean reindexWords(String name, LongConsumer progress) {
    CollectionSpec.checkName(name);
    Arguments.required(progress, "progress");
    requireOpen();
    throw new IllegalArgumentException("Chroma keeps no index of words that could be renewed.");
  }

  @Override
  public boolean recodeVectors(String name, LongConsumer progress) {
    CollectionSpec.checkName(name);
    Arguments.required(progress, "progress");
    requireOpen();
    throw new IllegalArgumentException("Chroma keeps vectors in 4 bytes per value, and no others.");
  }

  @Override
  public boolean drop(String name) {
    CollectionSpec.checkName(name);
    requireOpen();
    try {
      client.call(
          "DELETE",
          collections() + "/" + ChromaClient.encode(name),
          null,
          JsonNode.class,
          Effect.WRITE_ONCE,
          "removing collection '" + name + "'");
    } catch (ChromaFailure e) {
      if (e.status() == ChromaFailure.NOT_FOUND) {
        requireDatabase();
        closeAll(name);
        return false;
      }
      throw e;
    } catch (UnconfirmedWriteException e) {
      if (!look(name, e).isMissingNode()) {
        throw e;
      }
    }
    closeAll(name);
    return true;
  }

  private synchronized void closeAll(String name) {
    opened.stream().filter(open -> open.name().equals(name)).forEach(VectorCollection::close);
  }

  @Override
  public synchronized void close() {
    closed = true;
    opened.forEach(VectorCollection::close);
    opened.clear();
  }
}
