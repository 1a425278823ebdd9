package dev.ragged.leann.internal.codec;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/** The terms of one field of {@link LeannKeysFormat}. */
final class KeyFieldTerms extends Terms {
  private final LeannKeysReader reader;
  private final long count;
  private final long pairs;
  private final int docCount;
  private final BytesRef min;
  private final BytesRef max;
  private final long numbersStart;
  private final List<BytesRef> stems = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();

  /** Terms that follow one another; kept as long as there is memory enough. */
  private abstract static class Part {
    final BytesRef first;
    private SoftReference<KeyTerms> kept = new SoftReference<>(null);

    Part(BytesRef first) {
      this.first = first;
    }

    /** Whether a term that is not below the first is known to be above the last. */
    abstract boolean endsBefore(BytesRef term);

    abstract KeyTerms read(IndexInput in) throws IOException;

    synchronized KeyTerms terms(IndexInput in) throws IOException {
      KeyTerms terms = kept.get();
      if (terms == null) {
        try {
          terms = read(in);
        } catch (RuntimeException e) {
          throw new CorruptIndexException("Terms cannot be read", in, e);
        }
        kept = new SoftReference<>(terms);
      }
      return terms;
    }
  }

  private final class Block extends Part {
    private final long start;

    Block(BytesRef first, long start) {
      super(first);
      this.start = start;
    }

    @Override
    boolean endsBefore(BytesRef term) {
      return false;
    }

    @Override
    KeyTerms read(IndexInput in) throws IOException {
      in.seek(start);
      return KeyBlock.read(reader.readPart(in), reader.maxDoc());
    }
  }

  /** The numbers of a key; reading them takes reading those of all keys. */
  private final class Numbers extends Part {
    private final int key;

    Numbers(BytesRef first, int key) {
      super(first);
      this.key = key;
    }

    @Override
    boolean endsBefore(BytesRef term) {
      return !StringHelper.startsWith(term, stems.get(key)) && term.compareTo(first) > 0;
    }

    @Override
    KeyTerms read(IndexInput in) throws IOException {
      NumberKeys.Reader numbers = new NumberKeys.Reader(stems.size(), reader.maxDoc());
      in.seek(numbersStart);
      for (long from = 0; from < reader.maxDoc(); from += NumberKeys.CHUNK) {
        numbers.read(reader.readPart(in));
      }
      return numbers.terms(key, stems.get(key).bytes);
    }
  }

  KeyFieldTerms(LeannKeysReader reader, IndexInput meta) throws IOException {
    this.reader = reader;
    count = meta.readVLong();
    pairs = meta.readVLong();
    docCount = meta.readVInt();
    min = LeannKeysReader.readBytes(meta);
    max = LeannKeysReader.readBytes(meta);
    numbersStart = meta.readVLong();
    for (byte part = meta.readByte(); part != LeannKeysFormat.END; part = meta.readByte()) {
      if (part == LeannKeysFormat.BLOCK) {
        BytesRef first = LeannKeysReader.readBytes(meta);
        parts.add(new Block(first, meta.readVLong()));
      } else if (part == LeannKeysFormat.NUMBERS) {
        stems.add(LeannKeysReader.readBytes(meta));
        parts.add(new Numbers(LeannKeysReader.readBytes(meta), stems.size() - 1));
      } else {
        throw new CorruptIndexException("A part of kind " + part, meta);
      }
    }
    if (parts.isEmpty()) {
      throw new CorruptIndexException("A field without terms", meta);
    }
  }

  int parts() {
    return parts.size();
  }

  BytesRef first(int part) {
    return parts.get(part).first;
  }

  /** Whether all terms of a part are known to be below one, without reading them. */
  boolean endsBefore(int part, BytesRef term) {
    return parts.get(part).endsBefore(term);
  }

  KeyTerms part(int part, IndexInput in) throws IOException {
    return parts.get(part).terms(in);
  }

  /** The last part that begins with a term or with one below it; the first if there is none. */
  int partOf(BytesRef term) {
    int low = 0;
    int high = parts.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (parts.get(middle).first.compareTo(term) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  @Override
  public TermsEnum iterator() {
    return new KeyTermsEnum(this, reader.data());
  }

  @Override
  public BytesRef getMin() {
    return min;
  }

  @Override
  public BytesRef getMax() {
    return max;
  }

  @Override
  public long size() {
    return count;
  }

  @Override
  public long getSumTotalTermFreq() {
    return pairs;
  }

  @Override
  public long getSumDocFreq() {
    return pairs;
  }

  @Override
  public int getDocCount() {
    return docCount;
  }

  @Override
  public boolean hasFreqs() {
    return false;
  }

  @Override
  public boolean hasOffsets() {
    return false;
  }

  @Override
  public boolean hasPositions() {
    return false;
  }

  @Override
  public boolean hasPayloads() {
    return false;
  }
}
