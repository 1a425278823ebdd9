package dev.ragged.leann.internal.codec;

import dev.ragged.ModelIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;

/**
 * Coders in this library's jar, learned for a model from other text: a collection need not learn or
 * store one. Collections refer to them by id, so a coder once shipped stays shipped for good, even
 * when new collections use a better one.
 */
public final class ShippedCoders {
  /** The coder for new collections by the fingerprint of the model. Made by ci/train-coder.sh. */
  private static final Map<String, String> IDS =
      Map.of(
          // all-MiniLM-L6-v2 in int8
          "sha256:e077d02580d16ea5dcadac984f1ee2afd16abe0792042a2287840cab67157fa2",
          "12e1dd03855ce128");

  private ShippedCoders() {}

  /**
   * The id of the coder for a model's vectors, or null if none is shipped.
   *
   * @param model may be null
   */
  public static String idFor(ModelIdentity model) {
    return model == null ? null : IDS.get(model.fingerprint());
  }

  /** The ids of all coders for new collections. */
  public static Collection<String> ids() {
    return IDS.values();
  }

  /** The file of a coder, or null if it is not shipped. */
  static byte[] file(String id) {
    try (InputStream in = ShippedCoders.class.getResourceAsStream(CoderFiles.fileName(id))) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a coder is shipped, for new collections or for those of earlier versions. */
  public static boolean has(String id) {
    return ShippedCoders.class.getResource(CoderFiles.fileName(id)) != null;
  }
}
