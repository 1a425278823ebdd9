package dev.ragged.leann.internal.storage;

/** Names of the Lucene fields of a passage. */
public final class Fields {
  /** The id: a term, and stored. */
  public static final String ID = "id";

  /** The text: words for the lexical search, and stored. */
  public static final String TEXT = "text";

  /** The metadata as JSON, stored only; see {@link MetadataTerms} for its inverted side. */
  static final String METADATA_JSON = "metadata_json";

  /** The code of the vector. */
  public static final String VECTOR = "vector";

  /** The vector itself, float32 little-endian, where it is not the embedding of the text. */
  public static final String EXACT_VECTOR = "exact_vector";

  /** Bytes of UTF-8 of the text that no earlier passage of its document holds. */
  static final String RAW_BYTES = "raw_bytes";

  private Fields() {}
}
