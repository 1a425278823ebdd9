package dev.ragged.leann.internal.filter;

import dev.ragged.Filter;
import dev.ragged.leann.internal.storage.MetadataTerms;
import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.index.FilteredTermsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.AttributeSource;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefBuilder;
import org.apache.lucene.util.StringHelper;

/**
 * Passages with a part of a string at a key. A part at the start is a range of the sorted terms;
 * for one elsewhere, each of the key's distinct strings is tested.
 *
 * <p>Lucene's automaton queries will not do: they reject parts of a few thousand characters, and
 * strings may have 32,000 bytes.
 */
final class StringPartQuery extends MultiTermQuery {
  private final BytesRef kind;
  private final Filter.StringPart part;

  /**
   * Looks for a part in strings of one kind.
   *
   * @param kind the prefix of their terms, see {@link MetadataTerms#strings}
   */
  StringPartQuery(BytesRef kind, Filter.StringPart part) {
    super(MetadataTerms.FIELD, CONSTANT_SCORE_BLENDED_REWRITE);
    this.kind = kind;
    this.part = part;
  }

  @Override
  protected TermsEnum getTermsEnum(Terms terms, AttributeSource attributes) throws IOException {
    boolean atStart = part.position() == Filter.Position.START;
    BytesRefBuilder start = new BytesRefBuilder();
    start.append(kind);
    if (atStart) {
      start.append(new BytesRef(part.part()));
    }
    BytesRef first = start.get();
    return new FilteredTermsEnum(terms.iterator()) {
      {
        setInitialSeekTerm(first);
      }

      @Override
      protected AcceptStatus accept(BytesRef term) {
        if (!StringHelper.startsWith(term, first)) {
          return AcceptStatus.END;
        }
        return atStart || part.isPartOf(string(term)) ? AcceptStatus.YES : AcceptStatus.NO;
      }
    };
  }

  private String string(BytesRef term) {
    return new BytesRef(term.bytes, term.offset + kind.length, term.length - kind.length)
        .utf8ToString();
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String field) {
    return part.toString();
  }

  @Override
  public boolean equals(Object o) {
    return super.equals(o)
        && o instanceof StringPartQuery q
        && kind.equals(q.kind)
        && part.equals(q.part);
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), kind, part);
  }
}
