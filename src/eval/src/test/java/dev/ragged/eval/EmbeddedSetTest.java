package dev.ragged.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedSetTest {
  private static final DataSet DATA = SyntheticSet.of(70, 10, 1);

  @TempDir Path dir;

  private EmbeddedSet of(DataSet data, String model) {
    return EmbeddedSet.of(data, new FakeModel(model), dir, Progress.NONE);
  }

  @Test
  void should_embed_only_once() {
    EmbeddedSet first = of(DATA, "a");
    assertFalse(first.reused());
    FakeModel again = new FakeModel("a");
    EmbeddedSet second = EmbeddedSet.of(DATA, again, dir, Progress.NONE);
    assertTrue(second.reused());
    assertEquals(0, again.embedded);
    assertEquals(first.seconds(), second.seconds());
    assertEquals(70, second.vectors().size());
    assertEquals(10, second.questionVectors().size());
    for (int i = 0; i < 70; i++) {
      assertArrayEquals(first.vectors().get(i), second.vectors().get(i));
    }
    assertArrayEquals(
        again.embedQuery(DATA.questions().get(9).text()), second.questionVectors().get(9));
  }

  @Test
  void should_not_reuse_vectors_of_other_texts_questions_or_models() {
    of(DATA, "a");
    assertFalse(of(DATA, "b").reused(), "another model");
    DataSet otherTexts = new DataSet("x", SyntheticSet.of(70, 10, 2).passages(), DATA.questions());
    assertFalse(of(otherTexts, "a").reused(), "other texts");
    DataSet otherQuestions =
        new DataSet("x", DATA.passages(), SyntheticSet.of(70, 10, 2).questions());
    assertFalse(of(otherQuestions, "a").reused(), "other questions");
    assertTrue(of(DATA, "a").reused());
  }

  @Test
  void should_embed_again_if_the_file_is_damaged() throws IOException {
    of(DATA, "a");
    List<Path> files;
    try (var listed = Files.list(dir)) {
      files = listed.toList();
    }
    assertEquals(1, files.size());
    byte[] good = Files.readAllBytes(files.get(0));
    for (int at : new int[] {0, 5, 100, good.length - 1}) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      Files.write(files.get(0), bad);
      assertThrows(IOException.class, () -> VectorFile.read(files.get(0), 8, 80), "byte " + at);
      assertFalse(of(DATA, "a").reused(), "byte " + at);
    }
    Files.write(files.get(0), java.util.Arrays.copyOf(good, good.length / 2));
    assertFalse(of(DATA, "a").reused());
  }
}
