package dev.ragged.leann.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ragged.Metric;
import dev.ragged.RaggedException;
import dev.ragged.leann.internal.engine.Graph;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * All files of an index but its graph from anywhere: it is searched and read to its end, or
 * refused. The graph has three nodes only, since nothing comes of a few changed bytes among many.
 */
@Timeout(120)
class UpstreamIndexFuzzTest {
  private static final int DIMENSION = 3;
  private static final WordsEmbedder MODEL = new WordsEmbedder(DIMENSION);

  @TempDir static Path folder;

  @BeforeAll
  static void build_a_graph() throws IOException {
    float[] vectors = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    try (Graph graph = Graph.build(vectors, DIMENSION, Metric.DOT_PRODUCT, 2, 4, 1)) {
      Files.write(folder.resolve("x.index"), graph.writeUpstream());
    }
  }

  /**
   * Opens an index.
   *
   * @param files description, ids, passages and offsets, each but the last ended by a byte 0, which
   *     none of the first three needs
   */
  @FuzzTest
  void should_read_or_refuse(byte[] files) throws IOException {
    int ids = write("x.leann.meta.json", files, 0);
    int passages = write("x.ids.txt", files, ids);
    if (passages <= ids + 1) {
      // An index without a list of ids is one as well.
      Files.delete(folder.resolve("x.ids.txt"));
    }
    int offsets = write("x.leann.passages.jsonl", files, passages);
    FuzzedFiles.write(
        folder.resolve("x.leann.passages.idx"), Arrays.copyOfRange(files, offsets, files.length));

    try (UpstreamIndex index = UpstreamIndex.open(folder.resolve("x.leann"))) {
      assertEquals(3, index.count());
      assertTrue(index.model().length() <= files.length);
      for (int i = 0; i < index.count(); i++) {
        assertEquals(1, index.passages(i, i + 1).size());
      }
      assertEquals(3, index.search(MODEL, "What is it?", 3, 3).hits().size());
    } catch (RaggedException e) {
      assertTrue(e.getMessage().endsWith("."), e.getMessage());
    }
  }

  /** Writes a file and returns where the next begins. */
  private static int write(String name, byte[] files, int from) throws IOException {
    int to = from;
    while (to < files.length && files[to] != 0) {
      to++;
    }
    FuzzedFiles.write(folder.resolve(name), Arrays.copyOfRange(files, from, to));
    return Math.min(to + 1, files.length);
  }
}
