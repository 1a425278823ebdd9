package dev.ragged.migrate;

import dev.ragged.Capability;
import dev.ragged.CollectionInfo;
import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.Metric;
import dev.ragged.ModelIdentity;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.migrate.MigrationException.Reason;
import java.util.Locale;
import java.util.Set;

/** Reads a collection once and decides how to migrate it. */
final class MigrationPlanner {
  /** Passages that a store writes per second, for estimates. */
  private static final double PASSAGES_PER_SECOND = 500;

  /** Passages that a search re-embeds, for estimates. */
  private static final double RECOMPUTED_PER_SEARCH = 40;

  private final boolean sourceEmbeds;
  private final MigrationTarget target;
  private final Embedder embedder;
  private final MigrationOptions options;
  private final MigrationListener listener;
  private final Runnable checkpoint;

  /**
   * @param sourceEmbeds whether the source embeds texts to return vectors
   * @param checkpoint throws to stop
   */
  MigrationPlanner(
      boolean sourceEmbeds,
      MigrationTarget target,
      Embedder embedder,
      MigrationOptions options,
      MigrationListener listener,
      Runnable checkpoint) {
    this.sourceEmbeds = sourceEmbeds;
    this.target = target;
    this.embedder = embedder;
    this.options = options;
    this.listener = listener;
    this.checkpoint = checkpoint;
  }

  MigrationPlan plan(VectorCollection from) {
    CollectionInfo info = from.info();
    Set<Capability> capabilities;
    try (VectorStore store = target.open(GivenVectors.KEEP, null)) {
      capabilities = store.capabilities();
    }
    Metric metric = TargetMetric.choose(info.metric(), capabilities);
    listener.progress(Phase.CHECKING, 0, info.passages());
    Survey survey =
        Survey.of(
            from,
            options.sample(),
            options.questions(),
            options.pagePassages(),
            passages -> {
              checkpoint.run();
              listener.progress(Phase.CHECKING, passages, Math.max(passages, info.passages()));
            });
    if (metric != info.metric() && !options.acceptMetricChange()) {
      Passages.vectors(from, survey.sample())
          .forEach(
              (id, vector) -> {
                if (!Geometry.isUnit(vector)) {
                  throw TargetMetric.notUnit(info, id, vector, metric);
                }
              });
    }
    checkpoint.run();
    Agreement agreement =
        embedder == null ? null : SampledCheck.run(from, survey.textSample(), embedder);
    boolean recomputing = capabilities.contains(Capability.RECOMPUTE);
    VectorPolicy vectors = decide(info, survey, agreement, recomputing);
    boolean withModel =
        embedder != null
            && (vectors != VectorPolicy.KEEP
                || info.dimension() == 0
                || embedder.identity().equals(info.model())
                || (agreement != null && agreement.related()));
    return new MigrationPlan(
        info,
        survey,
        agreement,
        vectors,
        withModel ? embedder.identity() : null,
        metric,
        seconds(survey, agreement, vectors, recomputing));
  }

  private VectorPolicy decide(
      CollectionInfo info, Survey survey, Agreement agreement, boolean recomputing) {
    VectorPolicy wanted = options.vectors();
    if (wanted == VectorPolicy.REEMBED) {
      requireReembeddable(info, survey);
      return wanted;
    }
    if (embedder == null || wanted == VectorPolicy.KEEP || agreement == null) {
      return VectorPolicy.KEEP;
    }
    if (wanted == VectorPolicy.TRUST) {
      return wanted;
    }
    if (!recomputing) {
      return VectorPolicy.KEEP;
    }
    if (!agreement.reproduced()) {
      throw new MigrationException(
          Reason.VECTORS_DIFFER,
          disagreement(info, agreement),
          "keep the vectors, re-embed the texts, or provide the model that made the vectors");
    }
    return VectorPolicy.TRUST;
  }

  private String disagreement(CollectionInfo info, Agreement agreement) {
    ModelIdentity model = embedder.identity();
    if (model.dimension() != info.dimension()) {
      return String.format(
          Locale.ROOT,
          "The vectors of '%s' have dimension %d, those of the model %s have %d",
          info.name(),
          info.dimension(),
          model.name(),
          model.dimension());
    }
    return String.format(
        Locale.ROOT,
        "The model %s reproduces only %d of %d sampled vectors of '%s' (lowest cosine %.4f, mean"
            + " %.4f), so they cannot be left out",
        model.name(),
        agreement.agreeing(),
        agreement.sampled(),
        info.name(),
        agreement.lowest(),
        agreement.mean());
  }

  private void requireReembeddable(CollectionInfo info, Survey survey) {
    if (embedder == null) {
      throw new MigrationException(
          Reason.NO_MODEL, "Re-embedding '" + info.name() + "' needs a model", "provide one");
    }
    long withoutText = survey.passages() - survey.textPassages();
    if (withoutText > 0 && embedder.identity().dimension() != info.dimension()) {
      throw new MigrationException(
          Reason.VECTORS_DIFFER,
          String.format(
              Locale.ROOT,
              "%,d passages of '%s' have no text to re-embed, and their vectors of dimension %d do not"
                  + " fit the model %s of dimension %d",
              withoutText,
              info.name(),
              info.dimension(),
              embedder.identity().name(),
              embedder.identity().dimension()),
          "keep the vectors or provide another model");
    }
  }

  private double seconds(
      Survey survey, Agreement agreement, VectorPolicy vectors, boolean targetRecomputes) {
    // Both sides are read once to copy and once to compare.
    double seconds = 4 * survey.seconds() + survey.passages() / PASSAGES_PER_SECOND;
    if (agreement != null) {
      double texts = sourceEmbeds || vectors == VectorPolicy.REEMBED ? survey.textPassages() : 0;
      boolean searchEmbeds = sourceEmbeds || (targetRecomputes && vectors != VectorPolicy.KEEP);
      texts += searchEmbeds ? survey.sample().size() * RECOMPUTED_PER_SEARCH : 0;
      seconds += texts / agreement.textsPerSecond();
    }
    return seconds;
  }
}
