package dev.ragged.leann.internal.codec;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.BaseTermsEnum;
import org.apache.lucene.index.ImpactsEnum;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SlowImpactsEnum;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.BytesRef;

/** Walks {@link KeyFieldTerms}. */
final class KeyTermsEnum extends BaseTermsEnum {
  private final KeyFieldTerms field;
  private final IndexInput in;
  private int part = -1;
  private int at;

  /** Those of the part; null if nobody has asked for more than the first one. */
  private KeyTerms terms;

  /** The current term; null if nobody has asked for it yet. */
  private BytesRef term;

  KeyTermsEnum(KeyFieldTerms field, IndexInput in) {
    this.field = field;
    this.in = in;
  }

  /** Goes to the first term of a part; false if there is no such part. */
  private boolean open(int wanted) {
    if (wanted >= field.parts()) {
      return false;
    }
    if (wanted != part) {
      terms = null;
      part = wanted;
    }
    at = 0;
    term = field.first(wanted);
    return true;
  }

  private KeyTerms terms() throws IOException {
    if (terms == null) {
      terms = field.part(part, in);
    }
    return terms;
  }

  private void at(int index) {
    at = index;
    term = null;
  }

  @Override
  public BytesRef next() throws IOException {
    if (part >= 0 && at + 1 < terms().size()) {
      at(at + 1);
      return term();
    }
    return open(part + 1) ? term() : null;
  }

  @Override
  public boolean seekExact(BytesRef wanted) throws IOException {
    open(field.partOf(wanted));
    if (field.endsBefore(part, wanted)) {
      return false;
    }
    int found = terms().search(wanted);
    at(Math.max(0, found));
    return found >= 0;
  }

  @Override
  public SeekStatus seekCeil(BytesRef wanted) throws IOException {
    open(field.partOf(wanted));
    if (field.endsBefore(part, wanted)) {
      return open(part + 1) ? SeekStatus.NOT_FOUND : SeekStatus.END;
    }
    int found = terms().search(wanted);
    at(found < 0 ? -found - 1 : found);
    if (found >= 0) {
      return SeekStatus.FOUND;
    }
    return at < terms().size() || open(part + 1) ? SeekStatus.NOT_FOUND : SeekStatus.END;
  }

  @Override
  public void seekExact(long ord) {
    throw new UnsupportedOperationException("Terms have no numbers.");
  }

  @Override
  public long ord() {
    throw new UnsupportedOperationException("Terms have no numbers.");
  }

  @Override
  public BytesRef term() throws IOException {
    if (term == null) {
      term = terms().term(at);
    }
    return term;
  }

  @Override
  public int docFreq() throws IOException {
    return terms().to(at) - terms().from(at);
  }

  @Override
  public long totalTermFreq() throws IOException {
    return docFreq();
  }

  @Override
  public PostingsEnum postings(PostingsEnum reuse, int flags) throws IOException {
    return new Docs(terms().docs(), terms().from(at), terms().to(at));
  }

  @Override
  public ImpactsEnum impacts(int flags) throws IOException {
    return new SlowImpactsEnum(postings(null, flags));
  }

  /** Documents without anything else. */
  private static final class Docs extends PostingsEnum {
    private final int[] docs;
    private final int from;
    private final int to;
    private int at;

    Docs(int[] docs, int from, int to) {
      this.docs = docs;
      this.from = from;
      this.to = to;
      this.at = from - 1;
    }

    @Override
    public int docID() {
      if (at < from) {
        return -1;
      }
      return at < to ? docs[at] : NO_MORE_DOCS;
    }

    @Override
    public int nextDoc() {
      at = Math.min(at + 1, to);
      return docID();
    }

    @Override
    public int advance(int target) {
      int next = Math.min(at + 1, to);
      if (next < to && docs[next] < target) {
        int found = Arrays.binarySearch(docs, next, to, target);
        next = found < 0 ? -found - 1 : found;
      }
      at = next;
      return docID();
    }

    @Override
    public long cost() {
      return to - from;
    }

    @Override
    public int freq() {
      return 1;
    }

    @Override
    public int nextPosition() {
      return -1;
    }

    @Override
    public int startOffset() {
      return -1;
    }

    @Override
    public int endOffset() {
      return -1;
    }

    @Override
    public BytesRef getPayload() {
      return null;
    }
  }
}
