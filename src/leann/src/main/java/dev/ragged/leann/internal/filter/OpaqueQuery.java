package dev.ragged.leann.internal.filter;

import java.io.IOException;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;

/**
 * A query that counts as one clause. Lucene allows 1,024 clauses in a whole query, including nested
 * ones; filters have no such limit.
 */
final class OpaqueQuery extends Query {
  private final Query query;

  OpaqueQuery(Query query) {
    this.query = query;
  }

  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    Query rewritten = query.rewrite(searcher);
    return rewritten == query ? this : new OpaqueQuery(rewritten);
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost)
      throws IOException {
    return searcher.createWeight(query, mode, boost);
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String field) {
    return query.toString(field);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof OpaqueQuery q && query.equals(q.query);
  }

  @Override
  public int hashCode() {
    return 31 * query.hashCode() + 1;
  }
}
