package dev.ragged.leann.internal.write;

import dev.ragged.leann.internal.codec.LeannStoredFieldsFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;

/**
 * Lucene's tiered policy, except that a forced merge takes only some segments while settling and
 * while a session ends, and that a session merges no more than is in proportion to what it adds.
 */
final class SettlingMergePolicy extends FilterMergePolicy {
  /** So many passages are merged within seconds, whatever a session has added. */
  static final int SOON_MERGED = 65_536;

  /** Lucene's own merges in a session have at most this many times the passages that it adds. */
  private static final int TIMES_ADDED = 8;

  /** What to do besides what Lucene's policy does. */
  enum Phase {
    ADDING,
    /** Forced merges take only the segments that together are soon merged. */
    ENDING,
    /** Forced merges take all segments, and remove what is left of deleted passages. */
    COMPACTING
  }

  private final CollectionCoders coders;
  private final List<OneMerge> begun = new ArrayList<>();
  private volatile Phase phase = Phase.ADDING;
  private volatile long added;

  SettlingMergePolicy(CollectionCoders coders) {
    super(new TieredMergePolicy());
    this.coders = coders;
  }

  /** From now on nothing is merged but by force, until more is added. */
  void phase(Phase phase) {
    this.phase = phase;
  }

  /** Counts what the session has added, after which Lucene may merge. */
  void added(int passages) {
    added += passages;
    phase = Phase.ADDING;
  }

  /** Gives up those of Lucene's own merges that have more passages than this. */
  synchronized void abort(int passages) {
    begun.stream().filter(merge -> merge.totalNumDocs() > passages).forEach(OneMerge::setAborted);
  }

  /** The smallest segments that together are soon merged. */
  static List<SegmentCommitInfo> small(SegmentInfos infos) {
    List<SegmentCommitInfo> ascending = new ArrayList<>(infos.asList());
    ascending.sort(Comparator.comparingInt(segment -> segment.info.maxDoc()));
    int count = 0;
    int sum = 0;
    while (count < ascending.size() && sum + ascending.get(count).info.maxDoc() <= SOON_MERGED) {
      sum += ascending.get(count).info.maxDoc();
      count++;
    }
    return ascending.subList(0, count);
  }

  @Override
  public MergeSpecification findForcedMerges(
      SegmentInfos infos,
      int maxSegmentCount,
      Map<SegmentCommitInfo, Boolean> segmentsToMerge,
      MergeContext context)
      throws IOException {
    Predicate<SegmentCommitInfo> free =
        segment ->
            segmentsToMerge.containsKey(segment) && !context.getMergingSegments().contains(segment);
    if (coders.isSettling()) {
      return one(
          infos.asList().stream()
              .filter(free)
              .filter(segment -> coders.isFresh(CollectionCoders.coderId(segment)))
              .toList());
    }
    if (phase == Phase.ENDING) {
      List<SegmentCommitInfo> small = small(infos).stream().filter(free).toList();
      return one(small.size() < 2 ? List.of() : small);
    }
    MergeSpecification merges =
        super.findForcedMerges(infos, maxSegmentCount, segmentsToMerge, context);
    if (merges == null && phase == Phase.COMPACTING) {
      return one(
          infos.asList().stream()
              .filter(free)
              .filter(segment -> segmentsToMerge.get(segment)) // not what this has just merged
              .filter(segment -> LeannStoredFieldsFormat.mayHoldOtherText(segment.info))
              .toList());
    }
    return merges;
  }

  private static MergeSpecification one(List<SegmentCommitInfo> segments) {
    if (segments.isEmpty()) {
      return null;
    }
    MergeSpecification merges = new MergeSpecification();
    merges.add(new OneMerge(segments));
    return merges;
  }

  @Override
  public MergeSpecification findMerges(
      MergeTrigger trigger, SegmentInfos infos, MergeContext context) throws IOException {
    if (coders.isSettling() || phase != Phase.ADDING) {
      return null;
    }
    MergeSpecification found = super.findMerges(trigger, infos, context);
    if (found == null) {
      return null;
    }
    long most = Math.max(SOON_MERGED, TIMES_ADDED * added);
    MergeSpecification merges = new MergeSpecification();
    found.merges.stream().filter(merge -> passages(merge) <= most).forEach(merges::add);
    synchronized (this) {
      begun.removeIf(merge -> !context.getMergingSegments().containsAll(merge.segments)); // done
      begun.addAll(merges.merges);
    }
    return merges.merges.isEmpty() ? null : merges;
  }

  private static long passages(OneMerge merge) {
    return merge.segments.stream().mapToLong(segment -> segment.info.maxDoc()).sum();
  }
}
