package dev.ragged.app;

import dev.ragged.Filter;
import dev.ragged.Page;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reads passages by what they are called, or by condition. */
public final class GetPassages {
  private static final int PAGE = 500;

  /** The most passages that are read before the first is given, to bring them into order. */
  private static final int MAX_SORTED = 10_000;

  /**
   * What to read.
   *
   * @param names ids, files and folders, {@code FILE:FROM-TO}, patterns of files; empty to read by
   *     condition
   * @param conditions what else to read
   * @param context how many passages before and after each named one to read too
   * @param limit the most passages to read, at least 1
   */
  public record Request(
      String collection, List<String> names, Conditions conditions, int context, long limit) {
    /**
     * @throws InvalidRequestException if a number is out of range
     */
    public Request {
      names = List.copyOf(names);
      if (limit < 1) {
        throw new InvalidRequestException("The limit must be at least 1, got " + limit + ".");
      }
      if (context < 0 || context > 1_000) {
        throw new InvalidRequestException(
            "The context must be between 0 and 1,000 passages, got " + context + ".");
      }
    }
  }

  /**
   * What was not found.
   *
   * @param missing the names that nothing has
   * @param hints why nothing meets the conditions, or what was probably meant, a sentence each
   */
  public record Report(List<String> missing, List<String> hints) {}

  private final StoreRouter stores;

  public GetPassages(StoreRouter stores) {
    this.stores = stores;
  }

  /**
   * Reads them.
   *
   * @param sink given each passage: in the order of the names and of their files; those by
   *     condition by file, or in the collection's order if there are very many
   */
  public Report run(Request request, Consumer<Passage> sink) {
    try (VectorStore store = stores.openFor(request.collection(), null);
        VectorCollection open = store.open(request.collection())) {
      return request.names().isEmpty()
          ? byCondition(open, request, sink)
          : byName(open, request, sink);
    }
  }

  private static Report byName(VectorCollection open, Request request, Consumer<Passage> sink) {
    NamedPassages named = new NamedPassages(open);
    Map<String, Passage> found = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (String name : request.names()) {
      List<Passage> passages = named.find(name);
      if (passages.isEmpty() && !missing.contains(name)) {
        missing.add(name);
      }
      if (request.context() > 0) {
        passages = named.withNeighbours(passages, request.context());
      }
      passages.forEach(passage -> found.putIfAbsent(passage.id(), passage));
    }
    found.values().stream().limit(request.limit()).forEach(sink);
    return new Report(missing, Hints.of(open, missing));
  }

  private static Report byCondition(
      VectorCollection open, Request request, Consumer<Passage> sink) {
    Filter filter = request.conditions().filter();
    long count = open.count(filter);
    if (count <= MAX_SORTED) {
      try (Stream<Passage> passages = open.stream(Selection.where(filter))) {
        passages.sorted(NamedPassages.IN_ORDER).limit(request.limit()).forEach(sink);
      }
    } else {
      inPages(open, filter, request.limit(), sink);
    }
    return new Report(
        List.of(), count == 0 ? Hints.of(List.of(open), request.conditions()) : List.of());
  }

  private static void inPages(
      VectorCollection open, Filter filter, long limit, Consumer<Passage> sink) {
    long left = limit;
    String cursor = null;
    do {
      Page<Passage> page =
          open.get(Selection.where(filter), new PageRequest(cursor, (int) Math.min(PAGE, left)));
      page.items().forEach(sink);
      left -= page.items().size();
      cursor = page.next();
    } while (cursor != null && left > 0);
  }
}
