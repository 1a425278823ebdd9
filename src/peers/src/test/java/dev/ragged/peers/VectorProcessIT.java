package dev.ragged.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ragged.RaggedException;
import dev.ragged.eval.Contender;
import dev.ragged.eval.Peer;
import dev.ragged.eval.PeerContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Libraries in processes of their own, compared with exact search; installs those of Python. */
@Timeout(600)
class VectorProcessIT {
  /** Not a throw-away folder: Python's packages are installed in it once. */
  private static final Path WORK = Path.of("target", "vector-process-it").toAbsolutePath();

  private static final int PASSAGES = 1_000;
  private static final int DIMENSION = 64;

  @TempDir Path dir;

  private final RandomVectors data = new RandomVectors(PASSAGES, DIMENSION);

  private final PeerContext context =
      new PeerContext() {
        @Override
        public Path work() {
          return WORK;
        }

        @Override
        public Path scratch() {
          return dir;
        }

        @Override
        public Map<String, String> env() {
          return System.getenv();
        }

        @Override
        public int candidates() {
          return 64;
        }

        @Override
        public Contender backend(
            String id, String title, String version, Map<String, Object> settings) {
          throw new AssertionError(id);
        }

        @Override
        public boolean isAvailable(String id) {
          return false;
        }
      };

  private List<Contender> contenders(Peer peer) {
    List<Contender> contenders = List.of();
    try {
      contenders = peer.contenders(context);
    } catch (RaggedException e) {
      assumeTrue(false, e.getMessage());
    }
    return contenders;
  }

  /** The most effort finds everything, unless the codes that it ranks by are too coarse. */
  private void check(Contender contender, double leastBytes) throws IOException {
    try (contender) {
      double usual = data.recall(contender);
      List<Contender.Variant> efforts = contender.efforts();
      double least = data.recall(efforts.get(0));
      double most = data.recall(efforts.get(efforts.size() - 1));
      boolean coarse = contender.name().matches("faiss IVF-(PQ|RaBitQ, 4 bits)|usearch int8");
      String recalls = contender.name() + ": " + least + ", " + usual + ", " + most;
      assertTrue(most >= (coarse ? 0.35 : 0.94), recalls);
      assertTrue(least <= most && usual <= most + 0.03, recalls);
      boolean lucky = contender.name().startsWith("LanceDB"); // whose lists begin at random
      assertTrue(efforts.size() == 1 || least < 1 || lucky, recalls);
      Contender.Footprint footprint = contender.finish();
      assertTrue(footprint.total() >= leastBytes * PASSAGES, footprint.toString());
      assertEquals(footprint.total(), footprint.bytes().get("vectors"));
    }
  }

  /** The bytes are those of a vector where it is smallest. */
  @ParameterizedTest
  @CsvSource({
    "faiss, 8, 8",
    "hnswlib, 256, 1",
    "usearch, 64, 3",
    "sqlite-vec, 64, 3",
    "lancedb, 256, 3"
  })
  void should_find_what_exact_search_finds(String id, int bytes, int kinds) throws IOException {
    Peer peer = Peer.all().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
    List<Contender> contenders = contenders(peer);
    assertEquals(kinds, contenders.size());
    for (Contender contender : contenders) {
      check(contender, bytes);
    }
  }

  @Test
  void should_measure_binary_vectors_of_lucene_10() throws IOException {
    check(contenders(new LuceneBinaryPeer()).get(0), DIMENSION * Float.BYTES);
  }
}
