package dev.ragged.leann.internal.write;

import dev.ragged.ContentSize;
import dev.ragged.leann.internal.codec.ShippedCoders;
import dev.ragged.leann.internal.storage.CollectionSettings;

/**
 * Estimates the bytes that a collection would take on disk. The constants were fitted to passages
 * of 180 to 800 bytes of English software documentation; other text compresses better or worse.
 */
public final class ExpectedBytes {
  /** Stored text and its words, per byte of text. */
  private static final double TEXT = 0.43;

  /** Overhead of text, words and id, per passage. */
  private static final int RECORD = 55;

  private static final int METADATA_VALUE = 6;
  private static final double METADATA = 1.0 / 16;

  /** A learned coder, per dimension. */
  private static final int CODER = 165;

  /** A graph, per passage: fixed, and per unit of degree. */
  private static final double GRAPH = 6;

  private static final double GRAPH_DEGREE = 0.25;

  private ExpectedBytes() {}

  /**
   * @param settings of the collection
   */
  public static long of(ContentSize content, CollectionSettings settings) {
    long passages = content.passages();
    int graphDegree = settings.graphDegree();
    ShippedCoders.OfModel model = ShippedCoders.of(settings.model());
    boolean shipped = model != null && model.id(settings.codeBytes()) != null;
    long blind = passages * content.dimension() / 2;
    long settled = passages * settings.codeBytes();
    long learned = settled + (long) content.dimension() * CODER;
    return Math.round(TEXT * content.textBytes() + METADATA * content.metadataBytes())
        + passages * RECORD
        + content.metadataValues() * METADATA_VALUE
        + (shipped ? settled : Math.min(blind, learned))
        + (graphDegree == 0 ? 0 : Math.round(passages * (GRAPH + GRAPH_DEGREE * graphDegree)))
        + (settings.keepsVectors() ? (passages - content.exactVectors()) * content.dimension() : 0)
        + content.exactVectors() * content.dimension() * Float.BYTES;
  }
}
