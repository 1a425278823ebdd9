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
  /** The coders for new collections by the fingerprint of the model. Made by ci/train-coder.sh. */
  private static final Map<String, OfModel> MODELS =
      Map.of(
          // all-MiniLM-L6-v2 in int8
          "sha256:e077d02580d16ea5dcadac984f1ee2afd16abe0792042a2287840cab67157fa2",
          new OfModel(
              23,
              Map.of(
                  13, "e893436578ed2d88",
                  17, "af1f789ec2bc5cde",
                  23, "12e1dd03855ce128",
                  33, "e859280afb29997c",
                  49, "9157b548cba06ed7",
                  97, "d4ec63614983f550")));

  private ShippedCoders() {}

  /**
   * The coders for a model's vectors.
   *
   * @param codeBytes bytes of a code if nothing else is chosen
   * @param ids of the coders by the bytes of their codes
   */
  public record OfModel(int codeBytes, Map<Integer, String> ids) {

    /** The coder for codes of so many bytes, or null if none is shipped. */
    public String id(int codeBytes) {
      return ids.get(codeBytes);
    }

    /** The coder that is used if nothing else is chosen. */
    public String id() {
      return id(codeBytes);
    }
  }

  /**
   * The coders for a model, or null if none are shipped.
   *
   * @param model may be null
   */
  public static OfModel of(ModelIdentity model) {
    return model == null ? null : MODELS.get(model.fingerprint());
  }

  /** Those of all models. */
  public static Collection<OfModel> all() {
    return MODELS.values();
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
