package dev.ragged.migrate;

import dev.ragged.CollectionInfo;
import dev.ragged.ContentSize;
import dev.ragged.Metric;
import dev.ragged.ModelIdentity;

/**
 * What a migration will do, determined without writing anything.
 *
 * @param source the collection to migrate
 * @param survey the result of reading it once
 * @param agreement how well the model's vectors agree with the stored ones; null if not sampled
 * @param vectors what happens to vectors; never {@link VectorPolicy#AUTO}
 * @param model the model of the target's collection, needed to search it by text; null if it gets
 *     none
 * @param metric of the target
 * @param seconds estimated time of the whole run, from rates measured while planning
 */
public record MigrationPlan(
    CollectionInfo source,
    Survey survey,
    Agreement agreement,
    VectorPolicy vectors,
    ModelIdentity model,
    Metric metric,
    double seconds) {

  /** How much the target will hold. */
  public ContentSize content() {
    boolean keepsAll = vectors == VectorPolicy.KEEP;
    return new ContentSize(
        survey.passages(),
        source.dimension(),
        keepsAll ? survey.passages() : survey.passages() - survey.textPassages(),
        survey.textBytes(),
        survey.metadataValues(),
        survey.metadataBytes());
  }

  /** Whether the target uses a different metric than the source. */
  public boolean changesMetric() {
    return metric != source.metric();
  }
}
