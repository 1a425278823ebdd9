package dev.ragged.eval;

import dev.ragged.Embedder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A data set with its vectors, from which exact search follows. They are made once: a file keeps
 * them under a digest of texts, questions and model, so that others are never taken for them.
 *
 * @param vectors the passages'
 * @param questionVectors the questions'
 * @param seconds that embedding the passages took, now or when the file was made
 * @param reused it was read from the file
 */
public record EmbeddedSet(
    DataSet data,
    List<float[]> vectors,
    List<float[]> questionVectors,
    double seconds,
    boolean reused) {
  /** Passages between two reports. */
  private static final int BATCH = 64;

  /**
   * Embeds, or takes what is in the folder already.
   *
   * @param folder made if it is not there
   */
  public static EmbeddedSet of(DataSet data, Embedder model, Path folder, Progress progress) {
    int passages = data.passages().size();
    int count = passages + data.questions().size();
    Path file = folder.resolve(name(data, model));
    try {
      VectorFile kept = VectorFile.read(file, model.identity().dimension(), count);
      return of(data, kept, passages, true);
    } catch (IOException e) {
      // None yet, or a damaged one: made anew.
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
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update((model.identity() + "\n").getBytes(StandardCharsets.UTF_8));
      byte[] both = digest.digest(data.digest().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(both, 0, 16) + ".vectors";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static VectorFile embed(DataSet data, Embedder model, Progress progress) {
    List<String> texts = data.passages();
    List<float[]> vectors = new ArrayList<>(texts.size());
    // So that the clock does not see the model being loaded.
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
