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
  private KeyTerms terms;
  private int at;

  /** The current term; null if nobody has asked for it yet. */
  private BytesRef term;

  KeyTermsEnum(KeyFieldTerms field, IndexInput in) {
    this.field = field;
    this.in = in;
  }

  /** Goes to the first term of a part; false if there is no such part. */
  private boolean open(int wanted) throws IOException {
    if (wanted >= field.parts()) {
      return false;
    }
    if (wanted != part) {
      terms = field.part(wanted, in);
      part = wanted;
    }
    at = 0;
    term = null;
    return true;
  }

  @Override
  public BytesRef next() throws IOException {
    if (part >= 0 && at + 1 < terms.size()) {
      at++;
      term = null;
      return term();
    }
    return open(part + 1) ? term() : null;
  }

  private int seek(BytesRef wanted) throws IOException {
    open(field.partOf(wanted));
    int found = terms.search(wanted);
    at = Math.max(0, found);
    term = null;
    return found;
  }

  @Override
  public boolean seekExact(BytesRef wanted) throws IOException {
    return seek(wanted) >= 0;
  }

  @Override
  public SeekStatus seekCeil(BytesRef wanted) throws IOException {
    int found = seek(wanted);
    if (found >= 0) {
      return SeekStatus.FOUND;
    }
    at = -found - 1;
    term = null;
    if (at < terms.size() || open(part + 1)) {
      return SeekStatus.NOT_FOUND;
    }
    return SeekStatus.END;
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
  public BytesRef term() {
    if (term == null) {
      term = terms.term(at);
    }
    return term;
  }

  @Override
  public int docFreq() {
    return terms.to(at) - terms.from(at);
  }

  @Override
  public long totalTermFreq() {
    return docFreq();
  }

  @Override
  public PostingsEnum postings(PostingsEnum reuse, int flags) {
    return new Docs(terms.docs(), terms.from(at), terms.to(at));
  }

  @Override
  public ImpactsEnum impacts(int flags) {
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
