package dev.ragged.leann.internal.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.Metric;
import dev.ragged.leann.internal.storage.CollectionCodec;
import dev.ragged.leann.internal.storage.CollectionSettings;
import dev.ragged.leann.internal.storage.VectorBytes;
import dev.ragged.leann.internal.storage.Words;
import dev.ragged.leann.internal.write.SettlingMergePolicy.Phase;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MergePolicy.MergeContext;
import org.apache.lucene.index.MergePolicy.MergeSpecification;
import org.apache.lucene.index.MergePolicy.OneMerge;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.InfoStream;
import org.apache.lucene.util.StringHelper;
import org.apache.lucene.util.Version;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which segments of which sizes are merged when. */
class SettlingMergePolicyTest {
  private static final String DICTIONARY = "ragged.stored.dictionary";

  private final Directory directory = new ByteBuffersDirectory();
  private CollectionCoders coders;
  private SettlingMergePolicy policy;

  @BeforeEach
  void open() throws IOException {
    new IndexWriter(directory, new IndexWriterConfig()).close();
    coders =
        new CollectionCoders(
            directory,
            new CollectionSettings(
                "merged", Metric.COSINE, 8, null, 0, Words.LATEST, new VectorBytes(0, false)));
    policy = new SettlingMergePolicy(coders);
  }

  @AfterEach
  void close() throws IOException {
    coders.close();
    directory.close();
  }

  private SegmentCommitInfo segment(int passages, Map<String, String> attributes) {
    SegmentInfo info =
        new SegmentInfo(
            directory,
            Version.LATEST,
            Version.LATEST,
            "_" + passages,
            passages,
            false,
            false,
            new CollectionCodec(),
            Map.of(),
            StringHelper.randomId(),
            attributes,
            null);
    info.setFiles(Set.of());
    return new SegmentCommitInfo(info, 0, 0, -1, -1, -1, StringHelper.randomId());
  }

  private SegmentInfos segments(int... passages) {
    SegmentInfos infos = new SegmentInfos(Version.LATEST.major);
    Arrays.stream(passages).forEach(n -> infos.add(segment(n, Map.of())));
    return infos;
  }

  private final MergeContext context =
      new MergeContext() {
        @Override
        public int numDeletesToMerge(SegmentCommitInfo info) {
          return 0;
        }

        @Override
        public int numDeletedDocs(SegmentCommitInfo info) {
          return 0;
        }

        @Override
        public InfoStream getInfoStream() {
          return InfoStream.NO_OUTPUT;
        }

        @Override
        public Set<SegmentCommitInfo> getMergingSegments() {
          return new HashSet<>();
        }
      };

  private MergeSpecification forced(SegmentInfos infos) throws IOException {
    Map<SegmentCommitInfo, Boolean> all = new HashMap<>();
    infos.forEach(one -> all.put(one, true));
    return policy.findForcedMerges(infos, 1, all, context);
  }

  private static List<Integer> passages(MergeSpecification merges) {
    assertEquals(1, merges.merges.size());
    return merges.merges.get(0).segments.stream().map(one -> one.info.maxDoc()).toList();
  }

  @Test
  void should_merge_only_small_segments_when_a_session_ends() throws IOException {
    SegmentInfos infos = segments(900_000, 30_000, 70_000, 1_000, 20_000, 40_000);
    policy.phase(Phase.ENDING);
    assertEquals(List.of(1_000, 20_000, 30_000), passages(forced(infos)));
    assertNull(forced(segments(900_000, 1_000)));
    policy.phase(Phase.COMPACTING);
    assertEquals(6, passages(forced(infos)).size());
  }

  @Test
  void should_merge_in_proportion_to_what_was_added() throws IOException {
    int[] twelve = new int[12];
    Arrays.fill(twelve, 10_000);
    SegmentInfos infos = segments(twelve);
    assertNull(policy.findMerges(MergeTrigger.FULL_FLUSH, infos, context), "100,000 are too many");
    policy.added(20_000);
    MergeSpecification found = policy.findMerges(MergeTrigger.FULL_FLUSH, infos, context);
    assertTrue(passages(found).size() >= 10, "eight times as many");
    OneMerge merge = found.merges.get(0);
    policy.abort(SettlingMergePolicy.SOON_MERGED);
    assertTrue(merge.isAborted());
    policy.phase(Phase.ENDING);
    assertNull(policy.findMerges(MergeTrigger.FULL_FLUSH, infos, context));
  }

  @Test
  void should_rewrite_a_single_segment_that_may_hold_deleted_text() throws IOException {
    policy.phase(Phase.COMPACTING);
    SegmentInfos infos = new SegmentInfos(Version.LATEST.major);
    infos.add(segment(5_000, Map.of(DICTIONARY, "own 1000000")));
    assertNull(forced(infos));
    infos.clear();
    infos.add(segment(5_000, Map.of(DICTIONARY, "inherited 1000000")));
    assertEquals(List.of(5_000), passages(forced(infos)));
    policy.phase(Phase.ENDING);
    assertNull(forced(infos));
  }
}
