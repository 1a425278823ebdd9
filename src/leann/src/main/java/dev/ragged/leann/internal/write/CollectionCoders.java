package dev.ragged.leann.internal.write;

import dev.ragged.ModelIdentity;
import dev.ragged.leann.internal.codec.CoderFiles;
import dev.ragged.leann.internal.codec.CoderSource;
import dev.ragged.leann.internal.codec.LeannVectorsFormat;
import dev.ragged.leann.internal.codec.ShippedCoders;
import dev.ragged.leann.internal.engine.Coder;
import dev.ragged.leann.internal.storage.Vectors;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;

/**
 * The coders of a collection that is being written.
 *
 * <p>Vectors of a model that a coder is shipped for are encoded by that at once. Others get a blind
 * code of 4 bits a component: nearly exact, no training needed. Settling (see {@link
 * CollectionWriter}) learns a small coder from what those codes decode to and re-encodes them;
 * learning from more vectors gives a better coder, so it waits until a write session ends or many
 * have come together. A coder learned from few is replaced once four times as many fresh vectors
 * have come; one learned from many is kept for good, and then encodes new vectors at once.
 */
public final class CollectionCoders implements CoderSource, Closeable {
  /** Bytes of a learned code; see docs/decisions/coders.md for what others would cost. */
  public static final int LEARNED_CODE_BYTES = 33;

  /** Below this many vectors codes stay blind: a coder would take more bytes than it saves. */
  static final int FEWEST_TO_LEARN = 1_024;

  /** A coder learned from this many is not replaced any more. */
  static final int ENOUGH_TO_LEARN = 16_384;

  /** Fresh vectors that a write session lets come together before it settles. */
  public static final int MOST_FRESH = 65_536;

  private static final int GROWTH_TO_RELEARN = 4;
  private static final int BLIND_BITS = 4;
  private static final long BLIND_SEED = 0x1ea2_2025L;

  /**
   * Vectors keep a cosine of 0.77 and more with what a coder of 23 bytes that was shipped for their
   * model makes of them, 0.7 if they are short sentences; another model's 0.5.
   */
  private static final double FIDELITY_TO_FIT = 0.65;

  /** Vectors that tell whether a shipped coder fits. */
  private static final int TRIED = 256;

  private final Directory directory;
  private final int dimension;
  private final Coder blind;
  private Coder learned;
  private volatile boolean settling;

  /**
   * Takes up the coders that the last commit's segments use, else the one shipped for the model.
   *
   * @param model may be null
   */
  CollectionCoders(Directory directory, int dimension, ModelIdentity model) throws IOException {
    this.directory = directory;
    this.dimension = dimension;
    this.blind = Coder.blind(dimension, BLIND_BITS, BLIND_SEED);
    for (String id : idsInUse(directory)) {
      Coder coder = CoderFiles.open(directory, id);
      if (coder.isLearned() && (learned == null || coder.trainedOn() > learned.trainedOn())) {
        replaceLearned(coder);
      } else {
        coder.close();
      }
    }
    String shipped = ShippedCoders.idFor(model);
    if (learned == null && shipped != null) {
      replaceLearned(CoderFiles.open(directory, shipped));
    }
  }

  private static Set<String> idsInUse(Directory directory) throws IOException {
    Set<String> ids = new HashSet<>();
    for (SegmentCommitInfo segment : SegmentInfos.readLatestCommit(directory)) {
      String id = coderId(segment);
      if (id != null) {
        ids.add(id);
      }
    }
    return ids;
  }

  /** The coder a segment's codes are of. */
  static String coderId(SegmentCommitInfo segment) {
    return segment.info.getAttribute(LeannVectorsFormat.CODER_ATTRIBUTE);
  }

  int dimension() {
    return dimension;
  }

  /** Whether a segment awaits settling. */
  boolean isFresh(String coderId) {
    return blind.id().equals(coderId);
  }

  /** Few dimensions: the blind codes are as small, and better. */
  private boolean isBlindFresh() {
    return blind.codeBytes() > LEARNED_CODE_BYTES;
  }

  /** Whether a segment's codes may stay as they are. */
  boolean isFinal(String coderId) {
    return !isBlindFresh() || !isFresh(coderId);
  }

  /** Whether that many fresh vectors are worth learning a new coder from. */
  synchronized boolean shouldLearn(long fresh) {
    if (!isBlindFresh()) {
      return false;
    }
    return learned == null
        ? fresh >= FEWEST_TO_LEARN
        : learned.trainedOn() < ENOUGH_TO_LEARN && fresh >= GROWTH_TO_RELEARN * learned.trainedOn();
  }

  /**
   * Takes the shipped coder that n x dimension values fit, else learns one from them; it encodes
   * all merges from now on.
   */
  void learn(float[] vectors) throws IOException {
    Coder shipped = shippedFor(vectors);
    Coder coder = shipped != null ? shipped : Coder.train(vectors, dimension, LEARNED_CODE_BYTES);
    synchronized (this) {
      replaceLearned(coder);
    }
  }

  /** A model's other forms, in other precision say, give almost the same vectors. */
  private Coder shippedFor(float[] vectors) throws IOException {
    float[] some = Arrays.copyOf(vectors, Math.min(vectors.length, TRIED * dimension));
    for (String id : ShippedCoders.ids()) {
      Coder coder = CoderFiles.open(directory, id);
      if (coder.dimension() == dimension && fidelity(coder, some) >= FIDELITY_TO_FIT) {
        return coder;
      }
      coder.close();
    }
    return null;
  }

  /**
   * How well vectors survive: the mean cosine of each with what its code stands for; not a number
   * if one is zero.
   */
  private static double fidelity(Coder coder, float[] vectors) {
    int dimension = coder.dimension();
    byte[] code = new byte[coder.codeBytes()];
    float[] decoded = new float[dimension];
    double sum = 0;
    for (int start = 0; start < vectors.length; start += dimension) {
      float[] vector = Arrays.copyOfRange(vectors, start, start + dimension);
      coder.encode(vector, code);
      coder.decode(code, decoded);
      double squares = Vectors.dot(vector, vector) * Vectors.dot(decoded, decoded);
      sum += Vectors.dot(vector, decoded) / Math.sqrt(squares);
    }
    return sum * dimension / vectors.length;
  }

  private void replaceLearned(Coder coder) {
    if (learned != null) {
      learned.close();
    }
    learned = coder;
  }

  synchronized boolean hasLearned() {
    return learned != null;
  }

  /** While settling, every merge encodes with the learned coder. */
  void settling(boolean settling) {
    this.settling = settling;
  }

  boolean isSettling() {
    return settling;
  }

  @Override
  public synchronized Coder forNewVectors(int dimension) {
    return learned != null && learned.trainedOn() >= ENOUGH_TO_LEARN ? learned : blind;
  }

  @Override
  public synchronized Coder forMerge(List<Coder> sources) {
    if (learned != null && (settling || sources.size() > 1)) {
      return learned;
    }
    return sources.get(0);
  }

  /** Deletes the coder files that no segment of the last commit uses. */
  static void deleteUnused(Directory directory) throws IOException {
    Set<String> used = idsInUse(directory);
    for (String file : directory.listAll()) {
      String id = CoderFiles.idOf(file);
      if ((id != null && !used.contains(id)) || (id == null && file.startsWith("coder_"))) {
        directory.deleteFile(file);
      }
    }
  }

  @Override
  public synchronized void close() {
    blind.close();
    if (learned != null) {
      learned.close();
      learned = null;
    }
  }
}
