package dev.ragged.migrate;

import dev.ragged.CollectionInfo;
import dev.ragged.ContentSize;
import dev.ragged.Metric;
import dev.ragged.ModelIdentity;

/**
 * What a migration is going to do, found without writing anything.
 *
 * @param source the collection as it is
 * @param survey what one reading of it showed
 * @param agreement how well the model's vectors agree with the stored ones; null if not sampled
 * @param vectors what becomes of vectors; never {@link VectorPolicy#AUTO}
 * @param model the model of the target's collection, which can then be asked in words; null if it
 *     gets none
 * @param metric the target's
 * @param seconds an estimate of the whole run, from the rates seen while planning
 */
public record MigrationPlan(
    CollectionInfo source,
    Survey survey,
    Agreement agreement,
    VectorPolicy vectors,
    ModelIdentity model,
    Metric metric,
    double seconds) {

  /** How much the target is to hold. */
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

  /** The target compares otherwise than the source. */
  public boolean changesMetric() {
    return metric != source.metric();
  }
}
