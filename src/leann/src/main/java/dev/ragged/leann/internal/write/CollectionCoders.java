package dev.ragged.leann.internal.write;

import dev.ragged.leann.internal.codec.CodedVector;
import dev.ragged.leann.internal.codec.CoderFiles;
import dev.ragged.leann.internal.codec.CoderSource;
import dev.ragged.leann.internal.codec.SegmentCoders;
import dev.ragged.leann.internal.codec.ShippedCoders;
import dev.ragged.leann.internal.engine.Coder;
import dev.ragged.leann.internal.storage.CollectionSettings;
import dev.ragged.leann.internal.storage.Vectors;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;

/**
 * The coders of a collection that is being written.
 *
 * <p>If a coder is shipped for the model, it encodes new vectors at once. Other vectors first get a
 * blind code with 4 bits per component, which is nearly exact and needs no training. Settling (see
 * {@link CollectionWriter}) then learns a small coder from what those codes decode to, and
 * re-encodes them. More vectors make a better coder, so settling waits until a write session ends
 * or many fresh vectors have accumulated. A coder learned from few vectors is replaced once four
 * times as many fresh ones have arrived; one learned from many is kept for good, and then encodes
 * new vectors at once.
 */
public final class CollectionCoders implements CoderSource, Closeable {
  /** With fewer vectors codes stay blind: a coder would take more bytes than it saves. */
  static final int MIN_TO_LEARN = 1_024;

  /** A coder learned from this many vectors is never replaced. */
  static final int ENOUGH_TO_LEARN = 16_384;

  /** Fresh vectors that may accumulate in a write session before it settles. */
  public static final int MAX_FRESH = 65_536;

  private static final int GROWTH_TO_RELEARN = 4;
  private static final int BLIND_BITS = 4;
  private static final long BLIND_SEED = 0x1ea2_2025L;

  /**
   * Minimum mean cosine of vectors with their decoded codes for a shipped coder to fit. With a
   * 23-byte coder for their own model it is 0.77 or more, 0.7 for short sentences; for another
   * model's, 0.5.
   */
  private static final double FIDELITY_TO_FIT = 0.65;

  /** Number of vectors to try a shipped coder on. */
  private static final int TRIED = 256;

  private final Directory directory;
  private final int dimension;
  private final int codeBytes;
  private final boolean chosen;
  private final Coder blind;
  private Coder learned;
  private volatile boolean settling;

  /** What the vector that is being added was decoded from, or null. */
  private CodedVector reused;

  /**
   * Loads the coder that the last commit's segments use, or else one that is shipped for the model.
   */
  CollectionCoders(Directory directory, CollectionSettings settings) throws IOException {
    this.directory = directory;
    this.dimension = settings.dimension();
    this.codeBytes = settings.codeBytes();
    this.chosen = settings.vectors().codeBytes() > 0;
    this.blind = Coder.blind(dimension, BLIND_BITS, BLIND_SEED);
    for (Coder coder : inUse(directory)) {
      if (coder.isLearned() && (learned == null || coder.trainedOn() > learned.trainedOn())) {
        replaceLearned(coder);
      } else {
        coder.close();
      }
    }
    ShippedCoders.OfModel shipped = ShippedCoders.of(settings.model());
    if (learned == null && isBlindFresh() && shipped != null && shipped.id(codeBytes) != null) {
      replaceLearned(CoderFiles.open(directory, shipped.id(codeBytes)));
    }
  }

  private static List<Coder> inUse(Directory directory) throws IOException {
    Map<String, Coder> coders = new LinkedHashMap<>();
    boolean success = false;
    try {
      for (SegmentCommitInfo segment : SegmentInfos.readLatestCommit(directory)) {
        String id = coderId(segment);
        if (id != null && !coders.containsKey(id)) {
          coders.put(id, SegmentCoders.open(segment));
        }
      }
      success = true;
      return List.copyOf(coders.values());
    } finally {
      if (!success) {
        coders.values().forEach(Coder::close);
      }
    }
  }

  /** The id of the coder of a segment's codes. */
  static String coderId(SegmentCommitInfo segment) {
    return SegmentCoders.id(segment);
  }

  int dimension() {
    return dimension;
  }

  /** Whether a segment with this coder awaits settling. */
  boolean isFresh(String coderId) {
    return blind.id().equals(coderId);
  }

  /** Where blind codes are as small as others, they are better, and stay. */
  private boolean isBlindFresh() {
    return blind.codeBytes() > codeBytes;
  }

  /** Whether codes of this coder may stay as they are. */
  boolean isFinal(String coderId) {
    return !isBlindFresh() || !isFresh(coderId);
  }

  /** Whether new vectors get fresh codes, although codes of this coder may stay. */
  boolean wouldUnsettle(String coderId) {
    return isFinal(coderId) && !isFinal(forNewVectors(dimension).id());
  }

  /** Whether to learn a new coder from that many fresh vectors. */
  synchronized boolean shouldLearn(long fresh) {
    if (!isBlindFresh()) {
      return false;
    }
    return learned == null
        ? fresh >= MIN_TO_LEARN
        : !isSettled() && fresh >= GROWTH_TO_RELEARN * learned.trainedOn();
  }

  /** Whether the learned coder is never replaced. */
  private boolean isSettled() {
    return learned.trainedOn() >= ENOUGH_TO_LEARN || ShippedCoders.has(learned.id());
  }

  /**
   * Picks the shipped coder that fits n x dimension values, or else learns one from them. It
   * encodes all merges from now on.
   */
  void learn(float[] vectors) throws IOException {
    Coder shipped = shippedFor(vectors);
    Coder coder = shipped != null ? shipped : Coder.train(vectors, dimension, codeBytes);
    synchronized (this) {
      replaceLearned(coder);
    }
  }

  /** Variants of a model, in another precision for example, give almost the same vectors. */
  private Coder shippedFor(float[] vectors) throws IOException {
    float[] some = Arrays.copyOf(vectors, Math.min(vectors.length, TRIED * dimension));
    for (ShippedCoders.OfModel model : ShippedCoders.all()) {
      String id = chosen ? model.id(codeBytes) : model.id();
      try (Coder usual = CoderFiles.open(directory, model.id())) {
        if (id != null
            && usual.dimension() == dimension
            && fidelity(usual, some) >= FIDELITY_TO_FIT) {
          return CoderFiles.open(directory, id);
        }
      }
    }
    return null;
  }

  /** The mean cosine of vectors with their decoded codes; NaN if one of them is zero. */
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

  /** While settling, everything that is written is encoded with the learned coder. */
  void settling(boolean settling) {
    this.settling = settling;
  }

  boolean isSettling() {
    return settling;
  }

  @Override
  public synchronized Coder forNewVectors(int dimension) {
    return learned != null && (settling || isSettled()) ? learned : blind;
  }

  /** Says what the vector that is added next was decoded from; null for one that the model made. */
  synchronized void reuse(CodedVector reused) {
    this.reused = reused;
  }

  @Override
  public synchronized byte[] codeOf(float[] vector, Coder coder) {
    return reused != null && reused.decoded() == vector && reused.coderId().equals(coder.id())
        ? reused.code()
        : null;
  }

  @Override
  public synchronized Coder forMerge(List<Coder> sources) {
    if (learned != null && (settling || sources.size() > 1)) {
      return learned;
    }
    return sources.get(0);
  }

  /**
   * Deletes the coder files beside the segments that no segment of the last commit needs, as far as
   * it can: the next merge tries again. Only earlier versions write them.
   */
  static void deleteUnused(Directory directory) {
    try {
      Set<String> used = new HashSet<>();
      for (SegmentCommitInfo segment : SegmentInfos.readLatestCommit(directory)) {
        used.add(SegmentCoders.besides(segment));
      }
      for (String file : directory.listAll()) {
        String id = CoderFiles.idOf(file);
        if ((id != null && !used.contains(id)) || (id == null && file.startsWith("coder_"))) {
          directory.deleteFile(file);
        }
      }
    } catch (IOException e) {
      // They only take space.
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
