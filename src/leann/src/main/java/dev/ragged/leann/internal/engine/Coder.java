package dev.ragged.leann.internal.engine;

import dev.ragged.leann.natives.Leann;
import dev.ragged.leann.natives.LeannCoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Turns vectors into codes and back. Immutable and safe for use by several threads; shared by
 * counting: it is freed when {@link #close()} has been called once for its making and once for each
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
   * @param vectors n x dimension, row after row, at least 16 rows
   * @param codeBytes bytes a code, the scale byte included; capped at dimension + 1
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
   * Learns a coder of groups of components: fewer bytes for the same error than {@link #train}, but
   * a larger coder.
   *
   * @param vectors n x dimension, row after row; thousands for a good one, at least 16
   * @param codeBytes bytes a code, the scale byte included
   * @param components principal components that are coded, at least codeBytes - 1; capped at
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

  /** 16 hexadecimal digits; equal ids are equal coders. */
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

  /** Bytes a code. */
  public int codeBytes() {
    return codeBytes;
  }

  /** Whether it was trained, as against blind. */
  public boolean isLearned() {
    return Leann.leann_coder_is_learned(open()) != 0;
  }

  /** Number of vectors it learned from; 0 for a blind coder. */
  public long trainedOn() {
    return Leann.leann_coder_trained_on(open());
  }

  /** Root mean square of estimated minus true cosine, expected before any search. */
  public float error() {
    return Leann.leann_coder_error(open());
  }

  /** Encodes one vector into {@code code}. */
  public void encode(float[] vector, byte[] code) {
    if (vector.length != dimension || code.length < codeBytes) {
      throw new IllegalArgumentException(
          "A vector of " + vector.length + " values for a coder of " + dimension + ".");
    }
    Engine.check(Leann.leann_encode(open(), vector, 1, 1, code));
  }

  /** Writes what a code stands for into {@code vector}; near unit length. */
  public void decode(byte[] code, float[] vector) {
    if (vector.length != dimension || code.length < codeBytes) {
      throw new IllegalArgumentException(
          "A vector of " + vector.length + " values for a coder of " + dimension + ".");
    }
    Engine.check(Leann.leann_decode(open(), code, 1, vector));
  }

  /** Prepares a query; close it after use. */
  public CoderQuery query(float[] vector) {
    if (vector.length != dimension) {
      throw new IllegalArgumentException(
          "A query of " + vector.length + " values for a coder of " + dimension + ".");
    }
    return new CoderQuery(open(), vector);
  }

  LeannCoder open() {
    if (isClosed()) {
      throw new IllegalStateException("The coder is closed.");
    }
    return handle;
  }

  public boolean isClosed() {
    return users.get() == 0;
  }

  /** Counts one more user, unless the coder is closed already. */
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
