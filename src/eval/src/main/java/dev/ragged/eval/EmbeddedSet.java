package dev.ragged.eval;

import dev.ragged.Embedder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A data set with its vectors. They are made once and kept in a file. Its name is a digest of the
 * texts, questions and model, so other vectors are never mistaken for them.
 *
 * @param vectors of the passages
 * @param questionVectors of the questions
 * @param seconds how long embedding the passages took, now or when the file was written
 * @param reused whether the vectors were read from the file
 */
public record EmbeddedSet(
    DataSet data,
    List<float[]> vectors,
    List<float[]> questionVectors,
    double seconds,
    boolean reused) {
  /** Passages between two progress reports. */
  private static final int BATCH = 64;

  /**
   * Embeds a data set, or reads the vectors that the folder already has.
   *
   * @param folder created if missing
   */
  public static EmbeddedSet of(DataSet data, Embedder model, Path folder, Progress progress) {
    int passages = data.passages().size();
    int count = passages + data.questions().size();
    Path file = folder.resolve(name(data, model));
    try {
      VectorFile kept = VectorFile.read(file, model.identity().dimension(), count);
      return of(data, kept, passages, true);
    } catch (IOException e) {
      // Missing or damaged; made again below.
    }
    VectorFile made = embed(data, model, progress);
    try {
      made.write(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return of(data, made, passages, false);
  }

  private static EmbeddedSet of(DataSet data, VectorFile file, int passages, boolean reused) {
    List<float[]> all = file.vectors();
    return new EmbeddedSet(
        data, all.subList(0, passages), all.subList(passages, all.size()), file.seconds(), reused);
  }

  private static String name(DataSet data, Embedder model) {
    MessageDigest digest = DataSet.sha256();
    digest.update((model.identity() + "\n").getBytes(StandardCharsets.UTF_8));
    byte[] both = digest.digest(data.digest().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(both, 0, 16) + ".vectors";
  }

  private static VectorFile embed(DataSet data, Embedder model, Progress progress) {
    List<String> texts = data.passages();
    List<float[]> vectors = new ArrayList<>(texts.size());
    // Loads the model before the clock starts.
    model.embed(texts.subList(0, 1));
    long start = System.nanoTime();
    for (int from = 0; from < texts.size(); from += BATCH) {
      vectors.addAll(model.embed(texts.subList(from, Math.min(texts.size(), from + BATCH))));
      progress.at("embedding", vectors.size(), texts.size());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    data.questions().forEach(question -> vectors.add(model.embedQuery(question.text())));
    return new VectorFile(seconds, vectors);
  }
}
