package dev.ragged.leann.internal.codec;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.codecs.FieldsConsumer;
import org.apache.lucene.codecs.NormsProducer;
import org.apache.lucene.codecs.compressing.Compressor;
import org.apache.lucene.index.Fields;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.store.DataOutput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.IOUtils;
import org.apache.lucene.util.StringHelper;

/** Writes {@link LeannKeysFormat}. */
final class LeannKeysWriter extends FieldsConsumer {
  private final SegmentWriteState state;
  private final int maxDoc;
  private final Compressor compressor =
      new ZstdCompression(LeannKeysFormat.LEVEL, 1, null).newCompressor();
  private IndexOutput data;
  private IndexOutput meta;

  LeannKeysWriter(SegmentWriteState state) throws IOException {
    this.state = state;
    this.maxDoc = state.segmentInfo.maxDoc();
    boolean success = false;
    try {
      data = create(LeannKeysFormat.DATA_EXTENSION, LeannKeysFormat.DATA_CODEC);
      meta = create(LeannKeysFormat.META_EXTENSION, LeannKeysFormat.META_CODEC);
      success = true;
    } finally {
      if (!success) {
        IOUtils.closeWhileHandlingException(data, meta, compressor);
      }
    }
  }

  private IndexOutput create(String extension, String codec) throws IOException {
    return SegmentFiles.create(state, extension, codec, LeannKeysFormat.VERSION);
  }

  @Override
  public void write(Fields fields, NormsProducer norms) throws IOException {
    for (String field : fields) {
      Terms terms = fields.terms(field);
      if (terms != null) {
        new Field(terms).write(state.fieldInfos.fieldInfo(field).number);
      }
    }
    meta.writeInt(-1);
    CodecUtil.writeFooter(meta);
    CodecUtil.writeFooter(data);
  }

  private void writePart(byte[] part) throws IOException {
    data.writeVInt(part.length);
    ByteBuffersDataOutput content = new ByteBuffersDataOutput();
    content.writeBytes(part);
    compressor.compress(content.toDataInput(), data);
  }

  static void writeBytes(DataOutput out, BytesRef bytes) throws IOException {
    out.writeVInt(bytes.length);
    out.writeBytes(bytes.bytes, bytes.offset, bytes.length);
  }

  @Override
  public void close() throws IOException {
    IOUtils.close(data, meta, compressor);
  }

  /** One field of the segment. */
  private final class Field {
    private final Terms terms;
    private final List<NumberKeys.Key> numbers;
    private final FixedBitSet having = new FixedBitSet(maxDoc);

    /** What the field consists of, in the order of the terms. */
    private final ByteBuffersDataOutput parts = new ByteBuffersDataOutput();

    private long count;
    private long pairs;
    private BytesRef min;
    private BytesRef max;
    private KeyBlock block = new KeyBlock();

    Field(Terms terms) throws IOException {
      this.terms = terms;
      this.numbers = NumberKeys.of(terms, maxDoc);
    }

    void write(int number) throws IOException {
      long numbersStart = data.getFilePointer();
      for (int from = 0; !numbers.isEmpty() && from < maxDoc; from += NumberKeys.CHUNK) {
        writePart(NumberKeys.chunk(numbers, from, maxDoc));
      }
      TermsEnum walk = terms.iterator();
      PostingsEnum postings = null;
      int next = 0;
      boolean within = false;
      for (BytesRef term = walk.next(); term != null; term = walk.next()) {
        if (within && !StringHelper.startsWith(term, numbers.get(next).stem())) {
          within = false;
          next++;
        }
        if (!within
            && next < numbers.size()
            && StringHelper.startsWith(term, numbers.get(next).stem())) {
          within = true;
          finishBlock();
          write(numbers.get(next));
        }
        if (within) {
          continue;
        }
        postings = walk.postings(postings, PostingsEnum.NONE);
        int docs = block.add(term, postings, having);
        if (docs > 0) {
          seen(term);
          count++;
          pairs += docs;
        }
        if (block.isFull()) {
          finishBlock();
        }
      }
      finishBlock();
      if (count == 0) {
        return; // all documents with the field were deleted
      }
      meta.writeInt(number);
      meta.writeVLong(count);
      meta.writeVLong(pairs);
      meta.writeVInt(having.cardinality());
      writeBytes(meta, min);
      writeBytes(meta, max);
      meta.writeVLong(numbersStart);
      parts.copyTo(meta);
      meta.writeByte(LeannKeysFormat.END);
    }

    private void write(NumberKeys.Key key) throws IOException {
      parts.writeByte(LeannKeysFormat.NUMBERS);
      writeBytes(parts, key.stem());
      writeBytes(parts, key.term(key.first()));
      seen(key.term(key.first()));
      seen(key.term(key.last()));
      count += key.terms();
      pairs += key.having().cardinality();
      having.or(key.having());
    }

    private void seen(BytesRef term) {
      max = BytesRef.deepCopyOf(term);
      min = min == null ? max : min;
    }

    private void finishBlock() throws IOException {
      if (block.first() == null) {
        return;
      }
      parts.writeByte(LeannKeysFormat.BLOCK);
      writeBytes(parts, block.first());
      parts.writeVLong(data.getFilePointer());
      writePart(block.toBytes());
      block = new KeyBlock();
    }
  }
}
