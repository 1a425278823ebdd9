package dev.ragged.leann.internal.write;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;

/**
 * Lucene's tiered policy, except that while settling a forced merge takes only the fresh segments.
 */
final class SettlingMergePolicy extends FilterMergePolicy {
  private final CollectionCoders coders;

  SettlingMergePolicy(CollectionCoders coders) {
    super(new TieredMergePolicy());
    this.coders = coders;
  }

  @Override
  public MergeSpecification findForcedMerges(
      SegmentInfos infos,
      int maxSegmentCount,
      Map<SegmentCommitInfo, Boolean> segmentsToMerge,
      MergeContext context)
      throws IOException {
    if (!coders.isSettling()) {
      return super.findForcedMerges(infos, maxSegmentCount, segmentsToMerge, context);
    }
    List<SegmentCommitInfo> fresh = new ArrayList<>();
    for (SegmentCommitInfo segment : infos) {
      if (segmentsToMerge.containsKey(segment)
          && !context.getMergingSegments().contains(segment)
          && coders.isFresh(CollectionCoders.coderId(segment))) {
        fresh.add(segment);
      }
    }
    if (fresh.isEmpty()) {
      return null;
    }
    MergeSpecification merges = new MergeSpecification();
    merges.add(new OneMerge(fresh));
    return merges;
  }

  @Override
  public MergeSpecification findMerges(
      MergeTrigger trigger, SegmentInfos infos, MergeContext context) throws IOException {
    return coders.isSettling() ? null : super.findMerges(trigger, infos, context);
  }
}
