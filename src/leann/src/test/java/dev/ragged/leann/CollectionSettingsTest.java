package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CheckReport;
import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionInfo;
import dev.ragged.CollectionSpec;
import dev.ragged.CorruptCollectionException;
import dev.ragged.Filter;
import dev.ragged.Passage;
import dev.ragged.SearchRequest;
import dev.ragged.VectorCollection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settings that are lost or damaged, and collections that are not whole. */
class CollectionSettingsTest extends StoreFixture {
  private CollectionInfo info;
  private Path file;
  private String before;

  @BeforeEach
  void make_a_collection() throws IOException {
    try (VectorCollection animals = store.create(CollectionSpec.of("animals"))) {
      animals.add(List.of(Passage.of("cat", "a cat purrs"), Passage.of("dog", "a dog barks")));
      info = animals.info();
    }
    file = folder.resolve("animals/collection.json");
    before = Files.readString(file);
  }

  private List<String> damages() {
    return List.of(
        before.replace("64", "65"),
        before.replace("ragged-collection", "else"),
        before.replace("COSINE", "SINE"),
        before.substring(0, 40),
        "null",
        "[]",
        "");
  }

  private void damage(String content) throws IOException {
    if (content == null) {
      Files.delete(file);
    } else {
      Files.writeString(file, content);
    }
  }

  @Test
  void should_read_lost_settings_from_the_index_and_write_them_again() throws IOException {
    for (String damage : damages()) {
      damage(damage);
      assertRestored(damage);
    }
    damage(null);
    assertRestored("no file");
  }

  private void assertRestored(String damage) throws IOException {
    assertEquals(List.of("animals"), store.names(), damage);
    assertThrows(
        CollectionExistsException.class, () -> store.create(CollectionSpec.of("animals")), damage);
    try (VectorCollection animals = store.open("animals")) {
      assertEquals(info, animals.info(), damage);
      CheckReport report = animals.check();
      assertEquals(1, report.problems().size(), damage);
      assertTrue(report.problems().get(0).contains("collection.json"), damage);
      assertTrue(report.problems().get(0).endsWith("the next write restores it."), damage);
      assertTrue(report.verified().size() > 1, "the rest is checked all the same");
      animals.upsert(List.of(Passage.of("dog", "a dog barks")));
      assertEquals(List.of(), animals.check().problems(), damage);
      assertEquals("cat", ids(animals.search(SearchRequest.text("a cat purrs"))).get(0));
    }
    assertEquals(before, Files.readString(file), damage);
  }

  @Test
  void should_restore_settings_of_a_renamed_collection_too() throws IOException {
    damage(null);
    store.rename("animals", "beasts");
    assertEquals(2, store.open("beasts").count(Filter.all()));
    store.open("beasts").compact();
    assertEquals(before, Files.readString(folder.resolve("beasts/collection.json")));
  }

  @Test
  void should_refuse_settings_of_a_later_version_whatever_the_index_says() throws IOException {
    damage(before.replace("\"version\" : 1", "\"version\" : 5"));
    String said =
        assertThrows(CorruptCollectionException.class, () -> store.open("animals")).getMessage();
    assertTrue(said.contains(file + " was written by a later version"), said);
    damage(before);
  }

  /** As collections were before commits kept the settings, too. */
  @Test
  void should_explain_lost_settings_that_the_index_does_not_have() throws IOException {
    forgetSettings();
    for (String damage : new String[] {null, "", before.substring(0, 40)}) {
      damage(damage);
      assertEquals(List.of("animals"), store.names());
      String said =
          assertThrows(CorruptCollectionException.class, () -> store.open("animals")).getMessage();
      assertTrue(said.startsWith(file + (damage == null ? " is missing" : " is damaged")), said);
      assertTrue(said.contains("the passages"), said);
      Files.writeString(file, "");
    }
    // The remedy: a collection with the same model has the same settings.
    store.create(CollectionSpec.of("twin")).close();
    Files.delete(file);
    Files.copy(folder.resolve("twin/collection.json"), file);
    try (VectorCollection animals = store.open("animals")) {
      assertEquals(info, animals.info());
      animals.add(List.of(Passage.of("hen", "a hen lays an egg")));
    }
    // From its next write on it needs no remedy.
    Files.delete(file);
    assertEquals(3, store.open("animals").count(Filter.all()));
    store.open("animals").compact();
  }

  private void forgetSettings() throws IOException {
    try (Directory index = FSDirectory.open(folder.resolve("animals/index"));
        IndexWriter writer = new IndexWriter(index, new IndexWriterConfig())) {
      writer.setLiveCommitData(Map.<String, String>of().entrySet());
      writer.commit();
    }
  }

  @Test
  void should_drop_a_collection_without_settings() throws IOException {
    forgetSettings();
    damage(null);
    assertTrue(store.drop("animals"));
    assertEquals(List.of(), store.names());
    try (var left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void should_explain_a_missing_index_and_let_it_be_dropped() throws IOException {
    Path index = folder.resolve("animals/index");
    Path away = folder.resolve(".away");
    for (boolean empty : new boolean[] {false, true}) {
      Files.move(index, away);
      if (empty) {
        Files.createDirectory(index);
      }
      assertEquals(List.of("animals"), store.names());
      String said =
          assertThrows(CorruptCollectionException.class, () -> store.open("animals")).getMessage();
      assertTrue(said.contains("The index of collection 'animals'"), said);
      assertEquals(empty, Files.exists(index), "opening makes no folders");
      Files.deleteIfExists(index);
      Files.move(away, index);
    }
    Files.move(index, away);
    assertTrue(store.drop("animals"));
    assertFalse(Files.exists(folder.resolve("animals")));
  }

  @Test
  void should_take_no_other_folder_for_a_collection() throws IOException {
    Files.createDirectories(folder.resolve("photos"));
    Files.createDirectories(folder.resolve("empty/index"));
    Files.createFile(Files.createDirectories(folder.resolve("locked/index")).resolve("write.lock"));
    Files.createFile(Files.createDirectories(folder.resolve("books/index")).resolve("a.txt"));
    assertEquals(List.of("animals"), store.names());
    assertFalse(store.drop("photos"));
    for (String debris : List.of("empty", "locked")) {
      store.create(CollectionSpec.of(debris)).close();
    }
    assertEquals(List.of("animals", "empty", "locked"), store.names());
  }
}
