package dev.ragged.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Metadata;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.migrate.MigrationException.Reason;
import dev.ragged.testkit.ReferenceVectorStore;
import dev.ragged.testkit.WordsEmbedder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Copies between plain stores: complete, resumed and rejected. */
@Timeout(60)
class MigrationTest {
  private static final int PASSAGES = 300;
  private static final int STOP_AT = 120;

  private final WordsEmbedder model = new WordsEmbedder(16);
  private final ReferenceVectorStore.Place from = new ReferenceVectorStore.Place();
  private final ReferenceVectorStore.Place to = new ReferenceVectorStore.Place();
  private final MigrationOptions options = MigrationOptions.defaults().withPagePassages(50);
  private List<Passage> passages;

  @BeforeEach
  void fill_the_source() {
    Random random = new Random(7);
    passages = new ArrayList<>();
    for (int i = 0; i < PASSAGES; i++) {
      String text = i % 10 == 0 ? null : WordsEmbedder.text(random) + " " + i;
      float[] vector = model.embed(List.of(text == null ? "bare " + i : text)).get(0).clone();
      for (int j = 0; j < vector.length; j++) {
        vector[j] *= 1 + i % 5; // lengths differ, as with other clients
      }
      Metadata metadata = Metadata.of(Map.of("n", i, "tags", List.of("a", "b" + i)));
      passages.add(new Passage("r" + i, text, metadata, vector));
    }
    try (VectorStore source = ReferenceVectorStore.open(from, null);
        VectorCollection collection = source.create(CollectionSpec.of("notes", 16))) {
      collection.add(passages);
    }
  }

  private MigrationReport migrate(MigrationListener listener, WordsEmbedder embedder) {
    try (VectorStore source = ReferenceVectorStore.open(from, null)) {
      return new Migration(
              source,
              (vectors, given) -> ReferenceVectorStore.open(to, given),
              embedder,
              options,
              listener)
          .run("notes");
    }
  }

  private static List<Passage> read(ReferenceVectorStore.Place place) {
    try (VectorStore store = ReferenceVectorStore.open(place, null);
        VectorCollection notes = store.open("notes")) {
      return notes.get(Selection.all(), PageRequest.first(10_000)).items();
    }
  }

  private List<String> names() {
    try (VectorStore store = ReferenceVectorStore.open(to, null)) {
      return store.names();
    }
  }

  @Test
  void should_copy_and_verify_everything() {
    MigrationReport report = migrate((phase, done, total) -> {}, model);
    assertFalse(report.stopped());
    assertEquals(PASSAGES, report.copied());
    assertEquals(PASSAGES, report.verification().count());
    assertEquals(PASSAGES, report.verification().ids());
    assertEquals(1.0, report.verification().overlap());
    assertTrue(report.verification().questions() > 0);
    assertEquals(read(from), read(to));
    assertEquals(List.of("notes"), names());
    MigrationReport again = migrate((phase, done, total) -> {}, model);
    assertEquals(0, again.copied());
    assertEquals(PASSAGES, again.unchanged());
  }

  @Test
  void should_resume_after_an_interruption() {
    IllegalStateException failure = new IllegalStateException("interrupted");
    MigrationListener failing =
        (phase, done, total) -> {
          if (phase == Phase.COPYING && done >= STOP_AT) {
            throw failure;
          }
        };
    assertThrows(IllegalStateException.class, () -> migrate(failing, model));
    assertFalse(names().contains("notes"), "an unfinished copy must not have the final name");
    MigrationReport report = migrate((phase, done, total) -> {}, model);
    assertTrue(report.unchanged() >= STOP_AT, () -> "" + report);
    assertEquals(PASSAGES, report.unchanged() + report.copied());
    assertEquals(read(from), read(to));
    assertEquals(List.of("notes"), names());
  }

  @Test
  void should_not_touch_a_different_collection_of_the_same_name() {
    try (VectorStore target = ReferenceVectorStore.open(to, null);
        VectorCollection other = target.create(CollectionSpec.of("notes", 16))) {
      other.add(passages.subList(0, 3));
    }
    MigrationException e =
        assertThrows(MigrationException.class, () -> migrate((phase, done, total) -> {}, model));
    assertEquals(Reason.EXISTS, e.reason());
    assertEquals(3, read(to).size());
  }
}
