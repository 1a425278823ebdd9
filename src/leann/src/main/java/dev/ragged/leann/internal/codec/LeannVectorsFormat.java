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
 * Version 1 of the format: {@code .lnm} describes the fields, {@code .lnc} holds their codes and
 * perhaps a graph over them, and the coders are files of their own beside the segments, {@code
 * coder-<id>.pb}, shared by all segments that use them. The layout is described field by field in
 * docs/formats/codes.md.
 *
 * <p>Lucene makes instances by name to read; these cannot write, since writing needs to know which
 * coder to use.
 */
public final class LeannVectorsFormat extends KnnVectorsFormat {

  /** The name in the segments' field attributes. */
  public static final String NAME = "Leann1Vectors";

  /** Segment attribute that names the coder, so that a merge policy can read it. */
  public static final String CODER_ATTRIBUTE = "ragged.coder";

  static final String META_CODEC = "Leann1VectorsMeta";
  static final String CODES_CODEC = "Leann1VectorsCodes";
  static final String META_EXTENSION = "lnm";
  static final String CODES_EXTENSION = "lnc";

  /** The first, without graphs. */
  static final int VERSION_START = 0;

  static final int VERSION_GRAPHS = 1;
  static final int VERSION = VERSION_GRAPHS;

  private final CoderSource coders;
  private final SegmentGraphs graphs;

  /** For Lucene's service loader: reads only. */
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
