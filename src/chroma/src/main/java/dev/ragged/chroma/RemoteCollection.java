package dev.ragged.chroma;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.RaggedException;
import dev.ragged.Utf8;
import dev.ragged.chroma.ChromaClient.Effect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * The calls for one collection, split so that no request is too large: the server rejects bodies
 * above about 40 MB and fails at 32,000 ids.
 */
final class RemoteCollection {
  private static final int MAX_BATCH = 1_000;
  private static final long MAX_BATCH_BYTES = 8 << 20;
  private static final int MAX_IDS = 5_000;

  /** Bytes of a float in JSON, including the comma. */
  private static final int FLOAT_BYTES = 12;

  private final ChromaClient client;
  private final String path;
  private final String name;
  private final AtomicLong writes = new AtomicLong();

  RemoteCollection(ChromaClient client, String path, String name) {
    this.client = client;
    this.path = path;
    this.name = name;
  }

  /** A passage to write; text and metadata may be null. */
  record Row(String id, float[] vector, String text, Map<String, Object> metadata) {
    long bytes() {
      return Utf8.length(id)
          + (long) vector.length * FLOAT_BYTES
          + (text == null ? 0 : Utf8.length(text))
          + (metadata == null ? 0 : Utf8.length(metadata.toString()));
    }
  }

  /** Passages read; a part that was not requested is null, others are as long as the ids. */
  record Rows(
      List<String> ids,
      List<float[]> embeddings,
      List<String> documents,
      List<Map<String, Object>> metadatas) {

    private boolean isWhole() {
      return ids != null
          && ids.stream().allMatch(Objects::nonNull)
          && hasAll(embeddings)
          && hasAll(documents)
          && hasAll(metadatas);
    }

    private boolean hasAll(List<?> part) {
      return part == null || part.size() == ids.size();
    }

    int size() {
      return ids.size();
    }
  }

  /** The nearest passages to one query. */
  record Near(List<List<String>> ids, List<List<Double>> distances) {
    private boolean isWhole() {
      return ids != null
          && distances != null
          && ids.size() == 1
          && distances.size() == 1
          && ids.get(0) != null
          && distances.get(0) != null
          && ids.get(0).size() == distances.get(0).size();
    }
  }

  /** The parts that a read can return. */
  enum Part {
    DOCUMENTS,
    METADATAS,
    EMBEDDINGS;

    String wire() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private <T> T call(
      String method, String call, Object body, Class<T> type, Effect effect, String what) {
    try {
      return client.call(
          method, path + call, body, type, effect, what + " collection '" + name + "'");
    } catch (ChromaFailure e) {
      if (e.status() == ChromaFailure.NOT_FOUND) {
        throw new NoSuchCollectionException(name);
      }
      throw e;
    }
  }

  String name() {
    return name;
  }

  /** The number of requests so far that have written something. */
  long writes() {
    return writes.get();
  }

  /**
   * The exception for a response that is not Chroma's.
   *
   * @param what what was done, as in "reading"
   */
  RaggedException foreign(String what) {
    return client.foreign(what + " collection '" + name + "'", null);
  }

  long count() {
    return call("GET", "/count", null, Long.class, Effect.READ, "counting");
  }

  /** Writes passages with new ids; existing ones are left unchanged. */
  void add(List<Row> rows) {
    write("/add", rows, "adding to");
  }

  /** Writes passages; metadata is merged with existing metadata, a null value removes a key. */
  void upsert(List<Row> rows) {
    write("/upsert", rows, "writing to");
  }

  private void write(String call, List<Row> rows, String what) {
    for (List<Row> batch : batches(rows, MAX_BATCH, Row::bytes)) {
      Map<String, Object> body = new HashMap<>();
      body.put("ids", batch.stream().map(Row::id).toList());
      body.put("embeddings", batch.stream().map(Row::vector).toList());
      // Stream.toList allows nulls: a passage may lack either.
      body.put("documents", batch.stream().map(Row::text).toList());
      body.put("metadatas", batch.stream().map(Row::metadata).toList());
      call("POST", call, body, JsonNode.class, Effect.WRITE, what);
      writes.incrementAndGet();
    }
  }

  void delete(List<String> ids) {
    for (List<String> batch : batches(ids, MAX_IDS, Utf8::length)) {
      call("POST", "/delete", Map.of("ids", batch), JsonNode.class, Effect.WRITE, "deleting from");
      writes.incrementAndGet();
    }
  }

  /** Those ids that exist, in no particular order. */
  Rows get(List<String> ids, Part... parts) {
    List<Rows> answers = new ArrayList<>();
    int max = parts.length == 0 ? MAX_IDS : MAX_BATCH;
    for (List<String> batch : batches(ids, max, Utf8::length)) {
      answers.add(halving(batch, parts));
    }
    return joined(answers, parts);
  }

  /** Requests half as many if the response is too large. */
  private Rows halving(List<String> ids, Part... parts) {
    try {
      return get(Map.of("ids", ids), parts);
    } catch (ChromaClient.ResponseTooLargeException e) {
      int half = ids.size() / 2;
      if (half == 0) {
        throw e;
      }
      return joined(
          List.of(
              halving(ids.subList(0, half), parts), halving(ids.subList(half, ids.size()), parts)),
          parts);
    }
  }

  /**
   * Passages that meet a condition, in insertion order.
   *
   * @param where in Chroma's notation, or null
   */
  Rows get(Map<String, Object> where, long offset, int limit, Part... parts) {
    Map<String, Object> body = new HashMap<>();
    body.put("offset", offset);
    body.put("limit", limit);
    if (where != null) {
      body.put("where", where);
    }
    return get(body, parts);
  }

  private Rows get(Map<String, Object> condition, Part... parts) {
    Map<String, Object> body = new HashMap<>(condition);
    body.put("include", List.of(parts).stream().map(Part::wire).toList());
    Rows rows = call("POST", "/get", body, Rows.class, Effect.READ, "reading");
    if (!rows.isWhole()) {
      throw foreign("reading");
    }
    List<Part> asked = List.of(parts);
    return new Rows(
        rows.ids,
        orNulls(rows.embeddings, asked.contains(Part.EMBEDDINGS), rows.size()),
        orNulls(rows.documents, asked.contains(Part.DOCUMENTS), rows.size()),
        orNulls(rows.metadatas, asked.contains(Part.METADATAS), rows.size()));
  }

  /** A part, or as many nulls if the answer lacks it although it was asked for. */
  private static <T> List<T> orNulls(List<T> part, boolean asked, int size) {
    return part == null && asked ? Collections.nCopies(size, null) : part;
  }

  /**
   * The passages nearest to a vector, best first.
   *
   * @param where in Chroma's notation, or null
   * @param ids existing passages to search among, or null for all
   * @return ids and distances in the collection's space
   */
  List<Map.Entry<String, Double>> query(
      float[] vector, int limit, Map<String, Object> where, List<String> ids) {
    Map<String, Object> body = new HashMap<>();
    body.put("query_embeddings", List.of(vector));
    body.put("n_results", limit);
    body.put("include", List.of("distances"));
    if (where != null) {
      body.put("where", where);
    }
    if (ids != null) {
      body.put("ids", ids);
    }
    Near near = call("POST", "/query", body, Near.class, Effect.READ, "searching");
    if (!near.isWhole()) {
      throw foreign("searching");
    }
    List<Map.Entry<String, Double>> found = new ArrayList<>();
    for (int i = 0; i < near.ids().get(0).size(); i++) {
      Double distance = near.distances().get(0).get(i);
      if (distance != null && near.ids().get(0).get(i) != null) {
        found.add(Map.entry(near.ids().get(0).get(i), distance));
      }
    }
    return found;
  }

  private static Rows joined(List<Rows> answers, Part... parts) {
    List<Part> asked = List.of(parts);
    Rows all =
        new Rows(
            new ArrayList<>(),
            asked.contains(Part.EMBEDDINGS) ? new ArrayList<>() : null,
            asked.contains(Part.DOCUMENTS) ? new ArrayList<>() : null,
            asked.contains(Part.METADATAS) ? new ArrayList<>() : null);
    for (Rows answer : answers) {
      all.ids.addAll(answer.ids);
      append(all.embeddings, answer.embeddings, answer.size());
      append(all.documents, answer.documents, answer.size());
      append(all.metadatas, answer.metadatas, answer.size());
    }
    return all;
  }

  private static <T> void append(List<T> all, List<T> part, int size) {
    if (all != null) {
      all.addAll(part == null ? Collections.nCopies(size, null) : part);
    }
  }

  /** Splits a list by number and bytes; a single item may be larger. */
  static <T> List<List<T>> batches(List<T> items, int max, ToLongFunction<T> bytes) {
    List<List<T>> batches = new ArrayList<>();
    int from = 0;
    long sum = 0;
    for (int i = 0; i < items.size(); i++) {
      long size = bytes.applyAsLong(items.get(i));
      if (i > from && (i - from == max || sum + size > MAX_BATCH_BYTES)) {
        batches.add(items.subList(from, i));
        from = i;
        sum = 0;
      }
      sum += size;
    }
    if (from < items.size()) {
      batches.add(items.subList(from, items.size()));
    }
    return batches;
  }
}
