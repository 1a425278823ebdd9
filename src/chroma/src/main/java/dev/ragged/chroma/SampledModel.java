package dev.ragged.chroma;

import dev.ragged.Embedder;
import dev.ragged.Metric;
import dev.ragged.RaggedException;
import dev.ragged.chroma.RemoteCollection.Part;
import dev.ragged.chroma.RemoteCollection.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Checks whether a collection of another client was likely built with a model. */
final class SampledModel {
  private static final int SAMPLE = 5;

  /**
   * Vectors of another model look random next to these, with cosines of 0.0 to 0.2; the same model
   * in another precision gives 0.98 and more.
   */
  private static final double AGREES = 0.5;

  private SampledModel() {}

  /**
   * Re-embeds a few texts and compares.
   *
   * @return false if there is nothing to compare yet
   * @throws RaggedException if it is another model
   */
  static boolean requireAgreement(RemoteCollection remote, Embedder embedder, String name) {
    Rows rows = remote.get((Map<String, Object>) null, 0, SAMPLE, Part.DOCUMENTS);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.documents().get(i) != null && !rows.documents().get(i).isBlank()) {
        ids.add(rows.ids().get(i));
      }
    }
    rows = remote.get(ids, Part.DOCUMENTS, Part.EMBEDDINGS);
    if (rows.size() == 0) {
      return false;
    }
    List<float[]> embedded = embedder.embed(rows.documents());
    double sum = 0;
    for (int i = 0; i < rows.size(); i++) {
      sum += cosine(embedded.get(i), rows.embeddings().get(i));
    }
    double mean = sum / rows.size();
    if (mean < AGREES) {
      throw new RaggedException(
          String.format(
              Locale.ROOT,
              "Collection '%s' was not built with %s (the mean cosine of %d re-embedded texts to their"
                  + " stored vectors is %.2f); choose the model it was built with.",
              name,
              embedder.identity().name(),
              rows.size(),
              mean));
    }
    return true;
  }

  private static double cosine(float[] a, float[] b) {
    return b == null || a.length != b.length ? 0 : 1 - Distance.of(Metric.COSINE, a, b);
  }
}
