package dev.ragged.leann.internal.codec;

import java.io.IOException;
import org.apache.lucene.codecs.FieldsConsumer;
import org.apache.lucene.codecs.FieldsProducer;
import org.apache.lucene.codecs.PostingsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Terms of ids and of metadata, with the documents that have them and nothing else: neighbouring
 * terms in {@linkplain KeyBlock blocks}, and the numbers that most documents have {@linkplain
 * NumberKeys by document}. See docs/formats/codes.md.
 */
public final class LeannKeysFormat extends PostingsFormat {
  /** The name in segments; never changes. */
  public static final String NAME = "LeannKeys";

  /** Of the file with blocks and numbers. */
  public static final String DATA_EXTENSION = "lkd";

  /** Of the file that says where they are. */
  public static final String META_EXTENSION = "lkm";

  static final String DATA_CODEC = "LeannKeysData";
  static final String META_CODEC = "LeannKeysMeta";
  static final int VERSION = 0;

  /** What comes next in the description of a field. */
  static final byte BLOCK = 0;

  static final byte NUMBERS = 1;
  static final byte END = 2;

  /** Parts are small, and their level matters little to the time that a merge takes. */
  static final int LEVEL = 17;

  /** Also for Lucene's service loader. */
  public LeannKeysFormat() {
    super(NAME);
  }

  @Override
  public FieldsConsumer fieldsConsumer(SegmentWriteState state) throws IOException {
    return new LeannKeysWriter(state);
  }

  @Override
  public FieldsProducer fieldsProducer(SegmentReadState state) throws IOException {
    return new LeannKeysReader(state);
  }
}
