package dev.ragged.leann.internal.filter;

import dev.ragged.Filter;
import dev.ragged.leann.internal.storage.MetadataTerms;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.util.BytesRef;

/** Turns filters into Lucene queries. */
public final class FilterQueries implements Filter.Visitor<Query> {
  /** Below Lucene's limit for one query, 1,024. */
  private static final int MAX_CLAUSES = 512;

  private final Analyzer analyzer;

  public FilterQueries(Analyzer analyzer) {
    this.analyzer = analyzer;
  }

  public Query query(Filter filter) {
    return filter.accept(this);
  }

  @Override
  public Query in(Filter.In in) {
    List<BytesRef> terms =
        in.values().stream()
            .flatMap(value -> MetadataTerms.equal(in.key(), value).stream())
            .toList();
    return new TermInSetQuery(MetadataTerms.FIELD, terms);
  }

  @Override
  public Query exists(Filter.Exists exists) {
    BytesRef prefix = MetadataTerms.prefix(exists.key());
    return new PrefixQuery(new Term(MetadataTerms.FIELD, prefix));
  }

  @Override
  public Query stringPart(Filter.StringPart part) {
    List<Query> kinds =
        MetadataTerms.strings(part.key()).stream()
            .<Query>map(kind -> new StringPartQuery(kind, part))
            .toList();
    return new OpaqueQuery(combined(kinds, Occur.SHOULD));
  }

  @Override
  public Query textContains(Filter.TextContains contains) {
    return TextContainsQuery.of(analyzer, contains.substring());
  }

  @Override
  public Query and(Filter.And and) {
    return and.filters().isEmpty() ? new MatchAllDocsQuery() : combine(and.filters(), Occur.FILTER);
  }

  @Override
  public Query or(Filter.Or or) {
    return or.filters().isEmpty()
        ? new MatchNoDocsQuery("an empty or")
        : combine(or.filters(), Occur.SHOULD);
  }

  @Override
  public Query not(Filter.Not not) {
    return not(query(not.filter()));
  }

  private Query combine(List<Filter> filters, Occur occur) {
    List<Query> queries = filters.stream().map(this::query).toList();
    while (queries.size() > MAX_CLAUSES) {
      List<Query> parts = new ArrayList<>();
      for (int from = 0; from < queries.size(); from += MAX_CLAUSES) {
        int to = Math.min(queries.size(), from + MAX_CLAUSES);
        parts.add(new OpaqueQuery(combined(queries.subList(from, to), occur)));
      }
      queries = parts;
    }
    return new OpaqueQuery(combined(queries, occur));
  }

  private static Query combined(List<Query> queries, Occur occur) {
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    queries.forEach(query -> builder.add(query, occur));
    return builder.build();
  }

  private static Query not(Query query) {
    return new BooleanQuery.Builder()
        .add(new MatchAllDocsQuery(), Occur.FILTER)
        .add(query, Occur.MUST_NOT)
        .build();
  }

  @Override
  public Query compare(Filter.Compare compare) {
    String key = compare.key();
    Object value = compare.value();
    BytesRef term = MetadataTerms.term(key, value);
    return switch (compare.operator()) {
      case EQUAL -> equal(key, value);
      case NOT_EQUAL -> not(equal(key, value));
      case LESS -> range(MetadataTerms.low(key, value), term, false);
      case LESS_OR_EQUAL -> range(MetadataTerms.low(key, value), term, true);
      case GREATER ->
          new TermRangeQuery(
              MetadataTerms.FIELD, term, MetadataTerms.high(key, value), false, false);
      case GREATER_OR_EQUAL ->
          new TermRangeQuery(
              MetadataTerms.FIELD, term, MetadataTerms.high(key, value), true, false);
    };
  }

  private static Query equal(String key, Object value) {
    return new TermInSetQuery(MetadataTerms.FIELD, MetadataTerms.equal(key, value));
  }

  private static Query range(BytesRef low, BytesRef high, boolean includeHigh) {
    return new TermRangeQuery(MetadataTerms.FIELD, low, high, true, includeHigh);
  }
}
