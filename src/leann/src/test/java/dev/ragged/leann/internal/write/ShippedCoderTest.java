package dev.ragged.leann.internal.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.Hit;
import dev.ragged.Metadata;
import dev.ragged.Metric;
import dev.ragged.ModelIdentity;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.BytesPerVector;
import dev.ragged.leann.LeannVectorStore;
import dev.ragged.leann.internal.codec.CoderFiles;
import dev.ragged.leann.internal.codec.SegmentCoders;
import dev.ragged.leann.internal.codec.ShippedCoders;
import dev.ragged.leann.internal.engine.Coder;
import dev.ragged.leann.internal.storage.CollectionSettings;
import dev.ragged.leann.internal.storage.VectorBytes;
import dev.ragged.leann.internal.storage.Vectors;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The coder in the jar, and collections that need none of their own. */
class ShippedCoderTest {
  private static final int PASSAGES = 300;

  /** The bundled model's identity; the vectors are not its, which costs recall only. */
  private static final ModelIdentity MODEL =
      new ModelIdentity(
          "all-MiniLM-L6-v2-q",
          384,
          "sha256:e077d02580d16ea5dcadac984f1ee2afd16abe0792042a2287840cab67157fa2");

  @TempDir Path folder;

  private VectorCollection filled(VectorStore store) {
    Random random = new Random(1);
    try (VectorCollection collection = store.create(CollectionSpec.of("texts"))) {
      collection.add(
          IntStream.range(0, PASSAGES)
              .mapToObj(i -> Passage.of("r" + i, WordsEmbedder.text(random), Metadata.EMPTY))
              .toList());
    }
    return store.open("texts");
  }

  /** Coders that the collection has of its own. */
  private long ownCoders() throws IOException {
    Set<String> own = new HashSet<>();
    try (Directory directory = FSDirectory.open(folder.resolve("texts").resolve("index"))) {
      for (SegmentCommitInfo segment : SegmentInfos.readLatestCommit(directory)) {
        String id = SegmentCoders.id(segment);
        if (id != null && !ShippedCoders.has(id)) {
          own.add(id);
        }
      }
    }
    return own.size();
  }

  @Test
  void areTheCodersThatTheirNamesSay() throws IOException {
    for (Map.Entry<Integer, String> shipped : ShippedCoders.of(MODEL).ids().entrySet()) {
      try (Directory empty = new ByteBuffersDirectory();
          Coder coder = CoderFiles.open(empty, shipped.getValue())) {
        assertEquals(shipped.getKey(), coder.codeBytes());
        assertEquals(MODEL.dimension(), coder.dimension());
        assertTrue(coder.isLearned());
        assertTrue(
            coder.trainedOn() >= CollectionCoders.ENOUGH_TO_LEARN, "or it would be replaced");
      }
    }
  }

  @Test
  void areThereForEachPointOfTheDialThatCodesReach() {
    List<Integer> points = BytesPerVector.points(MODEL.dimension());
    Set<Integer> learned = new HashSet<>(points);
    learned.removeIf(bytes -> bytes >= VectorBytes.half(MODEL.dimension()));
    assertEquals(learned, ShippedCoders.of(MODEL).ids().keySet());
  }

  @Test
  void collectionsOfTheModelKeepCodesAlone() throws IOException {
    try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(MODEL));
        VectorCollection collection = filled(store)) {
      assertEquals(0, ownCoders());
      long bytes = collection.stats().bytes().vectors();
      assertTrue(bytes < 24 * PASSAGES + 500, bytes + " bytes");
      List<Hit> hits =
          collection
              .search(SearchRequest.text(anyText(collection)).withMode(SearchMode.VECTOR).withK(1))
              .hits();
      assertEquals(1.0, hits.get(0).score(), 1e-5);
      assertTrue(collection.check().ok());
    }
  }

  @Test
  void sessionsThatAddMuchLeaveOneSegment() throws IOException {
    Random random = new Random(3);
    try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(MODEL))) {
      try (VectorCollection collection = store.create(CollectionSpec.of("texts"))) {
        add(collection, 0, 200, random);
        add(collection, 200, 150, random);
      }
      assertEquals(1, segments());
      try (VectorCollection collection = store.open("texts")) {
        add(collection, 350, 100, random);
      }
      assertEquals(2, segments(), "few are not worth writing all again");
      try (VectorCollection collection = store.open("texts")) {
        add(collection, 450, 100, random);
        assertEquals(550, collection.count(Filter.all()));
      }
      assertEquals(1, segments());
    }
  }

  private static void add(VectorCollection collection, int from, int count, Random random) {
    collection.add(
        IntStream.range(from, from + count)
            .mapToObj(i -> Passage.of("r" + i, WordsEmbedder.text(random)))
            .toList());
  }

  private int segments() throws IOException {
    try (Directory directory = FSDirectory.open(folder.resolve("texts").resolve("index"))) {
      return SegmentInfos.readLatestCommit(directory).size();
    }
  }

  private static String anyText(VectorCollection collection) {
    return collection.get(Selection.all(), PageRequest.first(7)).items().get(6).text();
  }

  @Test
  void otherModelsHaveNone() throws IOException {
    ModelIdentity other = new ModelIdentity(MODEL.name(), MODEL.dimension(), "another");
    assertNull(ShippedCoders.of(other));
    assertNull(ShippedCoders.of(null));
    try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(other));
        VectorCollection collection = filled(store)) {
      assertEquals(1, ownCoders());
    }
  }

  @Test
  void otherFormsOfTheModelUseItToo() throws IOException {
    int n = CollectionCoders.MIN_TO_LEARN;
    int dimension = MODEL.dimension();
    Random random = new Random(2);
    try (Directory directory = new ByteBuffersDirectory()) {
      CollectionWriter.create(
          directory,
          new CollectionSettings(
              "any", Metric.COSINE, dimension, MODEL, 0, 1, new VectorBytes(0, false)));
      String shipped = ShippedCoders.of(MODEL).id();
      float[] like = new float[n * dimension];
      float[] unlike = new float[n * dimension];
      try (Coder coder = CoderFiles.open(directory, shipped)) {
        byte[] code = new byte[coder.codeBytes()];
        float[] vector = new float[dimension];
        for (int row = 0; row < n; row++) {
          random.nextBytes(code);
          coder.decode(code, vector);
          float norm = (float) Math.sqrt(Vectors.dot(vector, vector));
          for (int i = 0; i < dimension; i++) {
            // Noise of half a unit: what a code keeps of the model's vectors is no more.
            double noise = random.nextGaussian() / 2 / Math.sqrt(dimension);
            like[row * dimension + i] = (float) (vector[i] / norm + noise);
            unlike[row * dimension + i] = (float) random.nextGaussian();
          }
        }
      }
      assertEquals(shipped, learned(directory, like));
      assertNotEquals(shipped, learned(directory, unlike));
    }
  }

  private static String learned(Directory directory, float[] vectors) throws IOException {
    CollectionSettings other =
        new CollectionSettings(
            "any", Metric.COSINE, MODEL.dimension(), null, 0, 1, new VectorBytes(0, false));
    try (CollectionCoders coders = new CollectionCoders(directory, other)) {
      coders.learn(vectors);
      coders.settling(true);
      return coders.forMerge(List.of(coders.forNewVectors(MODEL.dimension()))).id();
    }
  }
}
