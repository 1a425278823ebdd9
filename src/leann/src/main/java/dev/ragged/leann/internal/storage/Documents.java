package dev.ragged.leann.internal.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ragged.CorruptCollectionException;
import dev.ragged.Metadata;
import dev.ragged.Passage;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;

/** Passages as Lucene documents and back. */
public final class Documents {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
  private static final Set<String> STORED = Set.of(Fields.ID, Fields.TEXT, Fields.METADATA_JSON);
  private static final Set<String> ALL_BUT_TEXT = Set.of(Fields.ID, Fields.METADATA_JSON);

  /** Words with frequencies, for BM25; positions would double the size. */
  private static final FieldType WORDS = new FieldType();

  static {
    WORDS.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    WORDS.setTokenized(true);
    WORDS.setStored(true);
    WORDS.freeze();
  }

  private Documents() {}

  /**
   * Makes a document.
   *
   * @param vector the vector to encode, of unit length, or null for no code
   * @param kept the vector as {@link Vectors} makes bytes of it, or null if it is not kept; with
   *     neither, the model cannot read the text
   */
  public static Document of(Passage passage, float[] vector, BytesRef kept) {
    Document document = new Document();
    document.add(new StringField(Fields.ID, passage.id(), Field.Store.YES));
    if (passage.text() != null) {
      document.add(new Field(Fields.TEXT, passage.text(), WORDS));
      document.add(new NumericDocValuesField(Fields.RAW_BYTES, passage.rawTextBytes()));
    }
    if (!passage.metadata().asMap().isEmpty()) {
      document.add(new StoredField(Fields.METADATA_JSON, json(passage.metadata())));
      passage
          .metadata()
          .asMap()
          .forEach(
              (key, value) ->
                  MetadataTerms.of(key, value)
                      .forEach(
                          term ->
                              document.add(
                                  new StringField(MetadataTerms.FIELD, term, Field.Store.NO))));
    }
    addVector(document, vector, kept);
    if (vector == null && kept == null) {
      document.add(new NumericDocValuesField(Fields.UNREAD, 1));
    }
    return document;
  }

  private static void addVector(Document document, float[] vector, BytesRef kept) {
    if (vector != null) {
      document.add(
          new KnnFloatVectorField(Fields.VECTOR, vector, VectorSimilarityFunction.DOT_PRODUCT));
    }
    if (kept != null) {
      String field = vector == null ? Fields.UNCODED_VECTOR : Fields.EXACT_VECTOR;
      document.add(new BinaryDocValuesField(field, kept));
    }
  }

  /** A vector alone, as {@link #of} has it; nothing for none. */
  public static Document vector(float[] vector, BytesRef kept) {
    Document document = new Document();
    addVector(document, vector, kept);
    return document;
  }

  /** The words of a text alone, without the text. */
  public static Field words(String text) {
    FieldType words = new FieldType(WORDS);
    words.setStored(false);
    return new Field(Fields.TEXT, text, words);
  }

  private static String json(Metadata metadata) {
    try {
      return JSON.writeValueAsString(metadata.asMap());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is stored of a passage besides its vector; text may be null. */
  public record Stored(String id, String text, Metadata metadata) {}

  /**
   * Reads a passage back.
   *
   * @param text its text, if that is known already; else null
   */
  public static Stored read(StoredFields stored, int doc, String text) throws IOException {
    Document document = stored.document(doc, text == null ? STORED : ALL_BUT_TEXT);
    String whole = text == null ? document.get(Fields.TEXT) : text;
    return new Stored(document.get(Fields.ID), whole, metadata(document));
  }

  /** A passage's metadata, without reading anything else. */
  public static Metadata metadata(StoredFields stored, int doc) throws IOException {
    return metadata(stored.document(doc, Set.of(Fields.METADATA_JSON)));
  }

  private static Metadata metadata(Document document) {
    String json = document.get(Fields.METADATA_JSON);
    return json == null ? Metadata.EMPTY : metadata(json);
  }

  private static Metadata metadata(String json) {
    try {
      return Metadata.of(JSON.readValue(json, MAP));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new CorruptCollectionException(
          "A passage's metadata cannot be read: " + e.getMessage(), e);
    }
  }

  /** A document's text, or null. */
  public static String text(StoredFields stored, int doc) throws IOException {
    Text text = new Text();
    stored.document(doc, text);
    return text.value;
  }

  /** Reads the text alone, for those who read many. */
  private static final class Text extends StoredFieldVisitor {
    private String value;

    @Override
    public Status needsField(FieldInfo field) {
      return field.name.equals(Fields.TEXT) ? Status.YES : Status.NO;
    }

    @Override
    public void stringField(FieldInfo field, String value) {
      this.value = value;
    }
  }

  /** A document's id. */
  static String id(StoredFields stored, int doc) throws IOException {
    return stored.document(doc, Set.of(Fields.ID)).get(Fields.ID);
  }
}
