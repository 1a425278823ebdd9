package dev.ragged.leann.internal.storage;

import dev.ragged.Filter;
import dev.ragged.Metadata;
import dev.ragged.leann.internal.codec.SortableNumber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.lucene.util.BytesRef;

/**
 * Metadata as terms of one inverted field: key, 0, type, value. Terms of one key and type sort like
 * their values. A single field serves equality, order and existence for all keys, so a key needs no
 * Lucene field of its own. List items have types of their own, because a list equals whatever one
 * of its items equals but is not ordered.
 *
 * <p>Whole and fractional numbers share {@linkplain SortableNumber one order}.
 */
public final class MetadataTerms {
  /** Name of the Lucene field. */
  public static final String FIELD = "metadata";

  private static final byte STRING = 's';
  private static final byte NUMBER = 'n';
  private static final byte BOOLEAN = 'b';

  /** The offset from the type of a single value to that of a list item: 's' to 'S'. */
  private static final int ITEM = 'S' - 's';

  private MetadataTerms() {}

  /** The terms of a value; a list has one for each item. */
  static List<BytesRef> of(String key, Object value) {
    if (value instanceof List<?> items) {
      return items.stream().map(item -> term(key, item, ITEM)).distinct().toList();
    }
    return List.of(term(key, value));
  }

  /** The terms of whatever equals a value: the value itself, and a list with it. */
  public static List<BytesRef> equal(String key, Object value) {
    return List.of(term(key, value), term(key, value, ITEM));
  }

  /** The prefix of all terms of a key. */
  public static BytesRef prefix(String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    return new BytesRef(ByteBuffer.allocate(bytes.length + 1).put(bytes).put((byte) 0).array());
  }

  /** The prefixes of a key's terms for strings, single and in lists. */
  public static List<BytesRef> strings(String key) {
    return List.of(kind(key, "", 0), kind(key, "", ITEM));
  }

  /** The lowest possible term of the key's single values of the same type as {@code value}. */
  public static BytesRef low(String key, Object value) {
    return kind(key, value, 0);
  }

  /** A term above all terms of the key's single values of the same type as {@code value}. */
  public static BytesRef high(String key, Object value) {
    return kind(key, value, 1);
  }

  private static BytesRef kind(String key, Object value, int more) {
    BytesRef prefix = prefix(key);
    byte[] bytes =
        ByteBuffer.allocate(prefix.length + 1)
            .put(prefix.bytes)
            .put((byte) (type(value) + more))
            .array();
    return new BytesRef(bytes);
  }

  private static byte type(Object value) {
    if (value instanceof String) {
      return STRING;
    }
    return value instanceof Boolean ? BOOLEAN : NUMBER;
  }

  /** The term of a single value, as {@link dev.ragged.Metadata} and {@link Filter} hold it. */
  public static BytesRef term(String key, Object value) {
    return term(key, value, 0);
  }

  private static BytesRef term(String key, Object value, int item) {
    byte[] encoded;
    if (value instanceof String s) {
      encoded = ((String) Metadata.compared(s)).getBytes(StandardCharsets.UTF_8);
    } else if (value instanceof Boolean b) {
      encoded = new byte[] {(byte) (b ? 1 : 0)};
    } else {
      encoded = SortableNumber.bytes((Number) value);
    }
    BytesRef kind = kind(key, value, item);
    return new BytesRef(
        ByteBuffer.allocate(kind.length + encoded.length).put(kind.bytes).put(encoded).array());
  }
}
