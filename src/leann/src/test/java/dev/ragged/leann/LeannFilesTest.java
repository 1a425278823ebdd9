package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.CorruptCollectionException;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.Passage;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.leann.internal.backup.OpenFiles;
import dev.ragged.spi.CollectionFiles.State;
import dev.ragged.spi.CollectionFiles.StateFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A pinned state stays readable while its writer goes on. */
class LeannFilesTest extends StoreFixture {

  private void add(VectorCollection collection, int from, int to) {
    List<Passage> passages = new ArrayList<>();
    for (int i = from; i < to; i++) {
      passages.add(Passage.of("p" + i, "passage n" + i + " on topic t" + i % 31));
    }
    collection.upsert(passages);
  }

  private VectorCollection filled() {
    VectorCollection collection = store.create(CollectionSpec.of("notes"));
    add(collection, 0, 1_500);
    return collection;
  }

  private static byte[] bytes(StateFile file) throws IOException {
    try (InputStream in = file.open()) {
      return in.readAllBytes();
    }
  }

  @Test
  void should_stay_readable_after_its_files_are_deleted() throws Exception {
    VectorCollection collection = filled();
    try (State state = new LeannFiles(folder).pin("notes")) {
      Map<String, byte[]> now = new HashMap<>();
      for (StateFile file : state.files()) {
        now.put(file.path(), Files.readAllBytes(folder.resolve("notes").resolve(file.path())));
      }
      add(collection, 0, 1_600);
      collection.compact();
      long gone =
          now.keySet().stream()
              .filter(path -> !Files.exists(folder.resolve("notes").resolve(path)))
              .count();
      assertTrue(gone > 2, "only " + gone + " files of the state were deleted");
      for (StateFile file : state.files()) {
        assertArrayEquals(now.get(file.path()), bytes(file), file.path());
        assertEquals(now.get(file.path()).length, file.size());
      }
    }
  }

  @Test
  void should_hold_the_coder_that_its_segments_use() throws Exception {
    VectorCollection collection = filled();
    collection.compact(); // learns one
    Path copy = folder.resolve("copies/notes");
    try (State state = new LeannFiles(folder).pin("notes")) {
      for (StateFile file : state.files()) {
        Files.createDirectories(copy.resolve(file.path()).getParent());
        Files.write(copy.resolve(file.path()), bytes(file));
      }
    }
    store.drop("notes"); // so that nobody has the coder loaded
    try (VectorStore copies = LeannVectorStore.open(copy.getParent(), null);
        VectorCollection copied = copies.open("notes")) {
      assertEquals(List.of(), copied.check().problems());
      assertEquals(1_500, copied.info().passages());
    }
  }

  @Test
  void should_say_that_a_state_is_gone_which_could_not_be_held() throws Exception {
    VectorCollection collection = filled();
    try (State state = new LeannFiles(folder, new OpenFiles(0)).pin("notes")) {
      add(collection, 0, 1_600);
      collection.compact();
      assertThrows(
          NoSuchFileException.class,
          () -> {
            for (StateFile file : state.files()) {
              bytes(file);
            }
          });
    }
  }

  @Test
  void should_tell_files_of_equal_names_apart_by_their_marks() throws Exception {
    Map<String, String> marks = new HashMap<>();
    for (int i = 0; i < 2; i++) {
      filled();
      try (State state = new LeannFiles(folder).pin("notes")) {
        for (StateFile file : state.files()) {
          if (file.mark() != null) {
            assertNotEquals(marks.put(file.path(), file.mark()), file.mark(), file.path());
          }
        }
        assertFalse(marks.isEmpty());
      }
      store.drop("notes");
    }
  }

  @Test
  void should_find_each_damaged_file() throws Exception {
    filled();
    store.close();
    int found = 0;
    for (Path file : files()) {
      byte[] good = Files.readAllBytes(file);
      byte[] bad = good.clone();
      bad[2 * bad.length / 3] ^= 1;
      Files.write(file, bad);
      assertThrows(
          CorruptCollectionException.class,
          () -> {
            try (State state = new LeannFiles(folder).pin("notes")) {
              for (StateFile one : state.files()) {
                bytes(one);
              }
            }
          },
          file.toString());
      Files.write(file, good);
      found++;
    }
    assertTrue(found >= 3, "" + found);
    open();
  }

  @Test
  void should_hold_sound_settings_where_their_file_is_damaged() throws Exception {
    filled();
    Path file = folder.resolve("notes/collection.json");
    byte[] good = Files.readAllBytes(file);
    Files.writeString(file, "{");
    try (State state = new LeannFiles(folder).pin("notes")) {
      StateFile settings =
          state.files().stream()
              .filter(one -> one.path().equals("collection.json"))
              .findFirst()
              .orElseThrow();
      assertArrayEquals(good, bytes(settings));
    }
    Files.write(file, good); // the fixture checks all collections in the end
  }

  private List<Path> files() throws IOException {
    try (State state = new LeannFiles(folder).pin("notes")) {
      // A coder is verified by the engine when it is loaded.
      return state.files().stream()
          .filter(file -> file.mark() != null)
          .map(file -> folder.resolve("notes").resolve(file.path()))
          .toList();
    }
  }

  @Test
  void should_know_what_is_not_there() {
    filled();
    LeannFiles files = new LeannFiles(folder);
    assertEquals(List.of("notes"), files.names());
    assertThrows(NoSuchCollectionException.class, () -> files.pin("other"));
    assertThrows(IllegalArgumentException.class, () -> files.pin("../notes"));
  }

  @Test
  void should_not_make_a_collection_of_what_is_none() throws Exception {
    LeannFiles files = new LeannFiles(folder);
    Path prepared = files.prepare();
    assertThrows(CorruptCollectionException.class, () -> files.publish(prepared, "nothing", false));
    assertEquals(List.of(), store.names());
    files.discard(prepared);
    assertFalse(Files.exists(prepared));
  }
}
