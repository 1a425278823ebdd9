package dev.ragged.leann.internal.codec;

import dev.ragged.CollectionSpec;
import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Version 2 of the format: {@code .lnm} describes the fields, {@code .lnc} holds their codes and
 * optional graphs over them, {@code .lnq} the coders that are not shipped. docs/formats/codes.md
 * describes the layout field by field.
 *
 * <p>Lucene makes instances by name for reading; these cannot write, because writing needs to know
 * which coder to use.
 */
public final class LeannVectorsFormat extends KnnVectorsFormat {

  /** The name in the segments' field attributes; never changes. */
  public static final String NAME = "Leann1Vectors";

  /** Segment attribute with the coder's id, readable by a merge policy. */
  public static final String CODER_ATTRIBUTE = "ragged.coder";

  static final String META_CODEC = "Leann1VectorsMeta";
  static final String CODES_CODEC = "Leann1VectorsCodes";
  static final String META_EXTENSION = "lnm";
  static final String CODES_EXTENSION = "lnc";

  /** The first version, without graphs. */
  static final int VERSION_START = 0;

  static final int VERSION_GRAPHS = 1;

  /** Coders that are not shipped are in a file of the segment, no longer beside the segments. */
  static final int VERSION_CODERS = 2;

  static final int VERSION = VERSION_CODERS;

  private final CoderSource coders;
  private final SegmentGraphs graphs;

  /** For Lucene's service loader; can only read. */
  public LeannVectorsFormat() {
    super(NAME);
    this.coders = null;
    this.graphs = SegmentGraphs.NONE;
  }

  public LeannVectorsFormat(CoderSource coders, SegmentGraphs graphs) {
    super(NAME);
    this.coders = Objects.requireNonNull(coders);
    this.graphs = Objects.requireNonNull(graphs);
  }

  @Override
  public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
    if (coders == null) {
      throw new IllegalStateException(
          "This index holds codes; write to it through a LeannVectorStore.");
    }
    return new LeannVectorsWriter(state, coders, graphs);
  }

  @Override
  public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
    return new LeannVectorsReader(state);
  }

  @Override
  public int getMaxDimensions(String fieldName) {
    return CollectionSpec.MAX_DIMENSION;
  }
}
