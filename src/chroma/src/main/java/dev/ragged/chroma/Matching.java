package dev.ragged.chroma;

import dev.ragged.Filter;
import dev.ragged.chroma.RemoteCollection.Part;
import dev.ragged.chroma.RemoteCollection.Rows;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the passages that a filter matches: the server narrows them down, the rest is evaluated
 * here.
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

  /** The ids of all matches, in insertion order. */
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
        filter.accept(new ReadsText())
            ? slices(0, Part.METADATAS, Part.DOCUMENTS)
            : slices(0, Part.METADATAS);
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

  /** Reads what the server finds from an offset on; not all of it may match. */
  Slices slices(long offset, Part... parts) {
    return new Slices(remote, where.where(), offset, parts);
  }

  /**
   * Whether a passage that the server found matches. Needs its metadata and, if the filter reads
   * text, its text.
   */
  boolean matches(Rows rows, int i) {
    return where.exact()
        || filter.matches(
            rows.documents() == null ? null : rows.documents().get(i),
            ChromaPassages.fromChroma(rows.metadatas().get(i)));
  }

  /** Whether a filter reads the passage's text. */
  private static final class ReadsText implements Filter.Visitor<Boolean> {
    private boolean any(List<Filter> filters) {
      return filters.stream().anyMatch(filter -> filter.accept(this));
    }

    @Override
    public Boolean textContains(Filter.TextContains contains) {
      return true;
    }

    @Override
    public Boolean and(Filter.And and) {
      return any(and.filters());
    }

    @Override
    public Boolean or(Filter.Or or) {
      return any(or.filters());
    }

    @Override
    public Boolean not(Filter.Not not) {
      return not.filter().accept(this);
    }

    @Override
    public Boolean compare(Filter.Compare compare) {
      return false;
    }

    @Override
    public Boolean in(Filter.In in) {
      return false;
    }

    @Override
    public Boolean exists(Filter.Exists exists) {
      return false;
    }

    @Override
    public Boolean stringPart(Filter.StringPart part) {
      return false;
    }
  }
}
