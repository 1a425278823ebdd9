package dev.ragged.chroma;

import dev.ragged.Filter;
import dev.ragged.chroma.RemoteCollection.Part;
import dev.ragged.chroma.RemoteCollection.Rows;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the passages that a filter matches: the server narrows down, the rest is evaluated here.
 */
final class Matching {
  private static final int IDS_AT_ONCE = 20_000;

  private final RemoteCollection remote;
  private final Filter filter;
  private final ChromaWhere where;

  Matching(RemoteCollection remote, Filter filter) {
    this.remote = remote;
    this.filter = filter;
    this.where = ChromaWhere.of(filter);
  }

  ChromaWhere where() {
    return where;
  }

  /** The ids of all, in the order of their insertion. */
  List<String> ids() {
    List<String> ids = new ArrayList<>();
    if (where.exact()) {
      Rows rows;
      long offset = 0;
      do {
        rows = remote.get(where.where(), offset, IDS_AT_ONCE);
        ids.addAll(rows.ids());
        offset += rows.size();
      } while (rows.size() == IDS_AT_ONCE);
      return ids;
    }
    Slices slices =
        readsText(filter) ? slices(0, Part.METADATAS, Part.DOCUMENTS) : slices(0, Part.METADATAS);
    for (Rows rows = slices.next(Integer.MAX_VALUE);
        rows.size() > 0;
        rows = slices.next(Integer.MAX_VALUE)) {
      for (int i = 0; i < rows.size(); i++) {
        if (matches(rows, i)) {
          ids.add(rows.ids().get(i));
        }
      }
    }
    return ids;
  }

  /** Reads what the server finds from an offset on; it may find more than matches. */
  Slices slices(long offset, Part... parts) {
    return new Slices(remote, where.where(), offset, parts);
  }

  /**
   * Whether a passage that the server found matches; metadata and, if asked about, text are there.
   */
  boolean matches(Rows rows, int i) {
    return where.exact()
        || filter.matches(
            rows.documents() == null ? null : rows.documents().get(i),
            ChromaPassages.fromChroma(rows.metadatas().get(i)));
  }

  private static boolean readsText(Filter filter) {
    if (filter instanceof Filter.And and) {
      return and.filters().stream().anyMatch(Matching::readsText);
    }
    if (filter instanceof Filter.Or or) {
      return or.filters().stream().anyMatch(Matching::readsText);
    }
    return filter instanceof Filter.Not not
        ? readsText(not.filter())
        : filter instanceof Filter.TextContains;
  }
}
