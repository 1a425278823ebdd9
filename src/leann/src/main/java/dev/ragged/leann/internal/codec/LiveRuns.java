package dev.ragged.leann.internal.codec;

import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.StoredFieldsReader;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.index.MergeState;
import org.apache.lucene.util.Bits;

/**
 * The sources of a merge as the runs of documents that are not deleted. Lucene copies no chunk of a
 * source with deletions; of a run it copies those that are whole, and compresses only the others
 * again.
 */
final class LiveRuns {
  /** Every run takes a look at each document of its source. */
  private static final long MAX_LOOKS = 1L << 28;

  /** With shorter runs hardly a chunk is whole. */
  private static final int MIN_LENGTH = 128;

  private final List<MergeState.DocMap> docMaps = new ArrayList<>();
  private final List<StoredFieldsReader> readers = new ArrayList<>();
  private final List<FieldInfos> fields = new ArrayList<>();
  private final List<Bits> live = new ArrayList<>();
  private final List<Integer> maxDocs = new ArrayList<>();

  private LiveRuns() {}

  /**
   * The state for merging stored fields.
   *
   * @param readers instead of those of the state
   */
  static MergeState of(MergeState state, StoredFieldsReader[] readers) {
    LiveRuns runs = new LiveRuns();
    for (int i = 0; i < readers.length; i++) {
      List<int[]> found = state.needsIndexSort ? null : find(state.liveDocs[i], state.maxDocs[i]);
      if (found == null) {
        runs.add(state, i, readers[i], 0, state.maxDocs[i], state.liveDocs[i]);
        continue;
      }
      for (int[] run : found) {
        // Lucene can begin with a chunk, or go on within the one it has read last.
        int copied = run[0] == 0 ? 0 : run[0] + 1;
        if (copied > 0) {
          runs.add(state, i, readers[i], run[0], copied, state.liveDocs[i]);
        }
        if (copied < run[1]) {
          runs.add(state, i, readers[i], copied, run[1], null);
        }
      }
    }
    return runs.state(state);
  }

  /** The runs from - to; null if there are no deletions, or too many. */
  private static List<int[]> find(Bits live, int maxDoc) {
    if (live == null) {
      return null;
    }
    List<int[]> runs = new ArrayList<>();
    long most = Math.min(maxDoc / MIN_LENGTH, MAX_LOOKS / Math.max(1, maxDoc));
    int from = -1;
    for (int doc = 0; doc <= maxDoc; doc++) {
      boolean lives = doc < maxDoc && live.get(doc);
      if (lives && from < 0) {
        from = doc;
      } else if (!lives && from >= 0) {
        runs.add(new int[] {from, doc});
        from = -1;
      }
      if (runs.size() > most) {
        return null;
      }
    }
    return runs;
  }

  private void add(
      MergeState state, int source, StoredFieldsReader reader, int from, int to, Bits liveDocs) {
    MergeState.DocMap map = state.docMaps[source];
    boolean whole = from == 0 && to == state.maxDocs[source];
    docMaps.add(whole ? map : doc -> doc >= from && doc < to ? map.get(doc) : -1);
    readers.add(reader);
    fields.add(state.fieldInfos[source]);
    live.add(liveDocs);
    maxDocs.add(state.maxDocs[source]);
  }

  private MergeState state(MergeState state) {
    return new MergeState(
        docMaps.toArray(MergeState.DocMap[]::new),
        state.segmentInfo,
        state.mergeFieldInfos,
        readers.toArray(StoredFieldsReader[]::new),
        state.termVectorsReaders,
        state.normsProducers,
        state.docValuesProducers,
        fields.toArray(FieldInfos[]::new),
        live.toArray(Bits[]::new),
        state.fieldsProducers,
        state.pointsReaders,
        state.knnVectorsReaders,
        maxDocs.stream().mapToInt(Integer::intValue).toArray(),
        state.infoStream,
        state.intraMergeTaskExecutor,
        state.needsIndexSort);
  }
}
