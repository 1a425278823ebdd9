package dev.ragged.leann.internal.storage;

import java.util.Set;

/** Names of the Lucene fields of a passage. */
public final class Fields {
  /** The id, as a term and stored. */
  public static final String ID = "id";

  /** The text, as words for lexical search and stored. */
  public static final String TEXT = "text";

  /** The metadata as JSON, only stored; {@link MetadataTerms} indexes it. */
  static final String METADATA_JSON = "metadata_json";

  /** The code of the vector. */
  public static final String VECTOR = "vector";

  /**
   * The vector itself. With 4 bytes a value it is not the embedding of the text; with one byte a
   * value it is, and is kept since embedding again would be costly.
   */
  public static final String EXACT_VECTOR = "exact_vector";

  /**
   * The vector, with 4 bytes a value, of a passage that has no code: its length matters to the
   * collection's metric, and is not 1.
   */
  public static final String UNCODED_VECTOR = "uncoded_vector";

  /** Those with vectors in full. */
  static final Set<String> KEPT_VECTORS = Set.of(EXACT_VECTOR, UNCODED_VECTOR);

  /** UTF-8 bytes of the text without what it repeats of the previous passage. */
  static final String RAW_BYTES = "raw_bytes";

  /** Set for a passage that has no code because the model cannot read its text. */
  public static final String UNREAD = "unread";

  private Fields() {}
}
