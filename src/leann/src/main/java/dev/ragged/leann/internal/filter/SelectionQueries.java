package dev.ragged.leann.internal.filter;

import dev.ragged.Filter;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.leann.internal.storage.Fields;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;

/** {@link Selection}s as queries of Lucene. */
public final class SelectionQueries {
  private final Analyzer analyzer;

  /**
   * @param analyzer the collection's
   */
  public SelectionQueries(Analyzer analyzer) {
    this.analyzer = analyzer;
  }

  public Query where(Filter filter) {
    return new FilterQueries(analyzer).query(filter);
  }

  /** What one of these selects; nothing if there are none. */
  public Query any(List<Selection> selections) {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (Selection which : selections) {
      any.add(
          which.match(ids -> ids(ids.ids().stream()), where -> where(where.filter())),
          Occur.SHOULD);
    }
    return any.build();
  }

  /** What a query finds, but for passages with the ids of these. */
  public static Query without(Query query, Collection<Passage> passages) {
    return new BooleanQuery.Builder()
        .add(query, Occur.FILTER)
        .add(ids(passages), Occur.MUST_NOT)
        .build();
  }

  /** What a query finds, and passages with the ids of these. */
  public static Query with(Query query, Collection<Passage> passages) {
    return new BooleanQuery.Builder()
        .add(query, Occur.SHOULD)
        .add(ids(passages), Occur.SHOULD)
        .build();
  }

  private static Query ids(Collection<Passage> passages) {
    return ids(passages.stream().map(Passage::id));
  }

  private static Query ids(Stream<String> ids) {
    return new TermInSetQuery(Fields.ID, ids.map(BytesRef::new).toList());
  }
}
