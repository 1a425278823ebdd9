package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.Filter;
import dev.ragged.Metadata;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.testkit.WordsEmbedder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A collection that a released version wrote with ids and metadata as files have them still opens,
 * is filtered and grows. The file of a version is made once, by {@link #main}, and never changed.
 */
class GoldenKeysTest {
  private static final String VERSION_1 = "/golden/keys-v1.zip";

  private static final int PASSAGES = 700;
  private static final int IN_SOURCE = 12;
  private static final int DIMENSION = 8;

  @TempDir Path folder;

  /** Writes the golden file of the current version; the argument is the zip to make. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory("golden");
    try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(DIMENSION))) {
      VectorCollection collection = store.create(CollectionSpec.of("golden"));
      List<Passage> passages = passages();
      collection.add(passages.subList(0, 600));
      collection.compact(); // one segment of a merge, and then one of a session
      collection.add(passages.subList(600, passages.size()));
    }
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(Path.of(args[0])));
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
        zip.write(Files.readAllBytes(file));
      }
    }
  }

  private static List<Passage> passages() {
    List<Passage> passages = new ArrayList<>();
    for (int i = 0; i < PASSAGES; i++) {
      int number = i % IN_SOURCE;
      String source = "/docs/guide-" + i / IN_SOURCE + ".md";
      Map<String, Object> metadata = new TreeMap<>();
      metadata.put("source", source);
      metadata.put("start_line", line(i));
      metadata.put("end_line", line(i) + 20);
      metadata.put("modified", "2026-11-27T10:00:00Z");
      if (number == 0) {
        metadata.put("source_sha256", String.format("%064x", 0x9E3779B97F4A7C15L * (i + 1)));
        metadata.put("title", "Guide number " + i / IN_SOURCE);
      }
      if (i % 50 == 7) {
        metadata.put("share", i / 8.0);
        metadata.put("tags", List.of("t" + i, "all"));
        metadata.put("draft", i % 100 == 7);
      }
      String id =
          i % 97 == 5 ? "\u00fc \ud83d\ude00 " + "0".repeat(i % 7) + i : source + "#" + number;
      passages.add(Passage.of(id, "n" + i, Metadata.of(metadata)));
    }
    return passages;
  }

  private static int line(int i) {
    return 1 + i % IN_SOURCE * 17 + i % 5;
  }

  @Test
  void should_read_version_1() throws IOException {
    GoldenCollectionTest.unzip(VERSION_1, folder);
    for (String segment : List.of("_0.cfs", "_1.cfs")) {
      byte[] files = Files.readAllBytes(folder.resolve("golden/index").resolve(segment));
      String text = new String(files, StandardCharsets.ISO_8859_1);
      assertTrue(text.contains("LeannKeysData") && text.contains("Leann3Fields"), segment);
    }
    try (VectorStore store = LeannVectorStore.open(folder, new WordsEmbedder(DIMENSION));
        VectorCollection golden = store.open("golden")) {
      assertReads(golden, passages());
      golden.compact();
      List<Passage> grown = new ArrayList<>(passages());
      assertReads(golden, grown);
      Passage more = Passage.of("more", "n" + PASSAGES, Metadata.of("start_line", 5L));
      golden.add(List.of(more));
      grown.add(more);
      assertReads(golden, grown);
    }
  }

  private static void assertReads(VectorCollection golden, List<Passage> expected) {
    assertEquals(List.of(), golden.check().problems());
    for (int i = 0; i < expected.size(); i += 31) {
      Passage passage = expected.get(i);
      Selection one = Selection.ids(passage.id());
      assertEquals(List.of(passage), golden.get(one, PageRequest.first(2)).items());
    }
    for (Filter filter :
        List.of(
            Filter.equal("source", "/docs/guide-7.md"),
            Filter.equal("start_line", 5),
            Filter.greater("end_line", 150),
            Filter.exists("source_sha256"),
            Filter.equal("tags", "t107"),
            Filter.less("share", 40))) {
      long matching = expected.stream().filter(p -> filter.matches(p.text(), p.metadata())).count();
      assertTrue(matching > 0, filter.toString());
      assertEquals(matching, golden.count(filter), filter.toString());
    }
  }
}
