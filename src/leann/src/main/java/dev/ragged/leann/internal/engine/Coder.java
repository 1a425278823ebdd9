package dev.ragged.leann.internal.engine;

import dev.ragged.leann.natives.Leann;
import dev.ragged.leann.natives.LeannCoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Encodes vectors and decodes codes. Immutable and safe for use by several threads.
 * Reference-counted: freed once {@link #close()} has been called for its creation and for each
 * {@link #tryRetain()}.
 */
public final class Coder implements AutoCloseable {
  private final LeannCoder handle;
  private final byte[] file;
  private final String id;
  private final int dimension;
  private final int codeBytes;
  private final AtomicInteger users = new AtomicInteger(1);

  private Coder(LeannCoder handle) {
    this.handle = handle;
    this.dimension = Leann.leann_coder_dimension(handle);
    this.codeBytes = Leann.leann_coder_code_bytes(handle);
    this.file =
        Engine.file(
            (buffer, capacity, size) -> Leann.leann_coder_save(handle, buffer, capacity, size));
    this.id = digest(file);
  }

  /**
   * Learns a coder from vectors.
   *
   * @param vectors n x dimension values, row by row, at least 16 rows
   * @param codeBytes bytes per code including the scale byte; capped at dimension + 1
   */
  public static Coder train(float[] vectors, int dimension, int codeBytes) {
    Engine.require();
    LeannCoder out = new LeannCoder();
    try (FloatPointer rows = new FloatPointer(vectors)) {
      Engine.check(
          Leann.leann_coder_train(rows, vectors.length / dimension, dimension, codeBytes, 0, out));
    }
    return new Coder(out);
  }

  /**
   * Learns a coder that encodes components in groups: smaller codes for the same error than {@link
   * #train}, but a larger coder.
   *
   * @param vectors n x dimension values, row by row; at least 16 rows, thousands for a good coder
   * @param codeBytes bytes per code including the scale byte
   * @param components number of principal components to encode, at least codeBytes - 1; capped at
   *     dimension
   */
  public static Coder trainProduct(float[] vectors, int dimension, int codeBytes, int components) {
    Engine.require();
    LeannCoder out = new LeannCoder();
    try (FloatPointer rows = new FloatPointer(vectors)) {
      Engine.check(
          Leann.leann_coder_train_product(
              rows, vectors.length / dimension, dimension, codeBytes, components, 0, out));
    }
    return new Coder(out);
  }

  /** Makes a coder that needs no training. */
  public static Coder blind(int dimension, int bits, long seed) {
    Engine.require();
    LeannCoder out = new LeannCoder();
    Engine.check(Leann.leann_coder_blind(dimension, bits, seed, out));
    return new Coder(out);
  }

  /**
   * Reads a coder file.
   *
   * @throws IllegalArgumentException if it is damaged, too old or too new
   */
  public static Coder load(byte[] file) {
    Engine.require();
    LeannCoder out = new LeannCoder();
    Engine.check(Leann.leann_coder_load(file, file.length, out));
    return new Coder(out);
  }

  private static String digest(byte[] bytes) {
    try {
      byte[] sha = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(sha, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A digest of 16 hexadecimal digits; equal ids mean equal coders. */
  public String id() {
    return id;
  }

  /** The coder file, a serialised {@code CoderFile} message. */
  public byte[] toBytes() {
    return file.clone();
  }

  public int dimension() {
    return dimension;
  }

  /** Bytes per code. */
  public int codeBytes() {
    return codeBytes;
  }

  /** Whether it was trained rather than blind. */
  public boolean isLearned() {
    return Leann.leann_coder_is_learned(handle()) != 0;
  }

  /** The number of vectors it was trained on; 0 for a blind coder. */
  public long trainedOn() {
    return Leann.leann_coder_trained_on(handle());
  }

  /** The root mean square error of estimated cosines, as expected before any search. */
  public float error() {
    return Leann.leann_coder_error(handle());
  }

  /** Encodes one vector into {@code code}. */
  public void encode(float[] vector, byte[] code) {
    if (vector.length != dimension || code.length < codeBytes) {
      throw new IllegalArgumentException(
          "A vector of " + vector.length + " values for a coder of " + dimension + ".");
    }
    Engine.check(Leann.leann_encode(handle(), vector, 1, 1, code));
  }

  /** Decodes a code into {@code vector}; close to unit length. */
  public void decode(byte[] code, float[] vector) {
    if (vector.length != dimension || code.length < codeBytes) {
      throw new IllegalArgumentException(
          "A vector of " + vector.length + " values for a coder of " + dimension + ".");
    }
    Engine.check(Leann.leann_decode(handle(), code, 1, vector));
  }

  /** Prepares a query; close it after use. */
  public CoderQuery query(float[] vector) {
    if (vector.length != dimension) {
      throw new IllegalArgumentException(
          "A query of " + vector.length + " values for a coder of " + dimension + ".");
    }
    return new CoderQuery(handle(), vector);
  }

  LeannCoder handle() {
    if (isClosed()) {
      throw new IllegalStateException("The coder is closed.");
    }
    return handle;
  }

  public boolean isClosed() {
    return users.get() == 0;
  }

  /** Adds a user, unless the coder is already closed. */
  public boolean tryRetain() {
    return users.updateAndGet(n -> n == 0 ? 0 : n + 1) != 0;
  }

  @Override
  public void close() {
    if (users.getAndUpdate(n -> Math.max(0, n - 1)) == 1) {
      Leann.leann_coder_free(handle);
    }
  }
}
