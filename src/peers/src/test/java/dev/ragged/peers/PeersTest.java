package dev.ragged.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.RaggedException;
import dev.ragged.eval.Contender;
import dev.ragged.eval.Peer;
import dev.ragged.eval.PeerContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which peers there are, and what each needs from its context. */
class PeersTest {
  @TempDir Path dir;

  private boolean available;
  private final List<String> requests = new ArrayList<>();

  private final PeerContext context =
      new PeerContext() {
        @Override
        public Path work() {
          return dir.resolve("work");
        }

        @Override
        public Path scratch() {
          return dir.resolve("scratch");
        }

        @Override
        public Map<String, String> env() {
          return Map.of("PATH", dir.toString());
        }

        @Override
        public int candidates() {
          return 64;
        }

        @Override
        public Contender backend(
            String id, String title, String version, Map<String, Object> settings) {
          requests.add(id + ", " + title + ", " + version + ", " + settings);
          return new JVectorContender(scratch(), 1);
        }

        @Override
        public boolean isAvailable(String id) {
          return available && id.equals("chromadb");
        }
      };

  private static Peer peer(String id) {
    return Peer.all().stream().filter(peer -> peer.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void should_be_registered_in_the_order_of_reports() {
    assertEquals(
        List.of(
            "chroma",
            "lucene",
            "lucene-bm25",
            "jvector",
            "faiss",
            "hnswlib",
            "usearch",
            "sqlite-vec",
            "lancedb",
            "leann-python"),
        Peer.all().stream().map(Peer::id).toList());
    assertEquals(
        List.of(
            "Chroma",
            "Lucene",
            "Lucene BM25",
            "JVector",
            "faiss",
            "hnswlib",
            "usearch",
            "sqlite-vec",
            "LanceDB",
            "Python LEANN"),
        Peer.all().stream().map(Peer::title).toList());
    assertEquals(
        List.of("leann-python"),
        Peer.all().stream().filter(peer -> !peer.quick()).map(Peer::id).toList());
    assertEquals(
        List.of("lucene-bm25"),
        Peer.all().stream().filter(peer -> !peer.byVector()).map(Peer::id).toList());
  }

  @Test
  void should_need_python_only_for_python_peers() {
    for (String id :
        List.of("chroma", "faiss", "hnswlib", "usearch", "sqlite-vec", "lancedb", "leann-python")) {
      String message =
          assertThrows(RaggedException.class, () -> peer(id).contenders(context)).getMessage();
      assertTrue(message.startsWith("Python 3 was not found"), message);
    }
    assertEquals(
        List.of("Lucene HNSW float32", "Lucene HNSW int7", "Lucene HNSW int4"),
        peer("lucene").contenders(context).stream().map(Contender::name).toList());
    assertEquals(1, peer("jvector").contenders(context).size());
  }

  @Test
  void should_need_another_java_for_lucene_10() {
    String message =
        assertThrows(RaggedException.class, () -> new LuceneBinaryPeer().contenders(context))
            .getMessage();
    assertTrue(message.startsWith("Lucene 10 needs Java 21 or later"), message);
  }

  @Test
  void should_use_the_available_chroma_or_install_one() throws IOException {
    available = true;
    peer("chroma").contenders(context);
    assertEquals("chromadb, Chroma, null, {}", requests.get(0));

    available = false;
    Path python = Files.writeString(dir.resolve("python3"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(python, PosixFilePermissions.fromString("rwxr-xr-x"));
    peer("chroma").contenders(context);
    String installed = dir.resolve("work/peers/chroma/bin/chroma").toString();
    assertTrue(
        requests
            .get(1)
            .matches(
                "chromadb, Chroma, chromadb [\\d.]+, \\{chromadb.command=\\["
                    + java.util.regex.Pattern.quote(installed)
                    + "]}"),
        requests.get(1));
  }
}
