package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ragged.Batch;
import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.Passage;
import dev.ragged.VectorCollection;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;

/** What batches cost on disk. */
class BatchedWritesTest extends StoreFixture {
  private long commits() throws IOException {
    try (FSDirectory index = FSDirectory.open(folder.resolve("batched/index"))) {
      return SegmentInfos.getLastCommitGeneration(index);
    }
  }

  @Test
  void should_commit_once_for_a_thousand_single_adds() throws IOException {
    List<Passage> passages =
        IntStream.range(0, 1_000).mapToObj(i -> Passage.of("p" + i, "text " + i)).toList();
    VectorCollection batched = store.create(CollectionSpec.of("batched"));
    long before = commits();
    try (Batch batch = batched.batch()) {
      for (Passage passage : passages) {
        batch.add(List.of(passage));
      }
      assertEquals(before, commits());
      batch.commit();
    }
    assertEquals(before + 1, commits());
    assertEquals(1_000, batched.count(Filter.all()));
  }
}
