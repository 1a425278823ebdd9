package dev.ragged.leann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ragged.CollectionSpec;
import dev.ragged.CorruptCollectionException;
import dev.ragged.Filter;
import dev.ragged.Metric;
import dev.ragged.Passage;
import dev.ragged.VectorCollection;
import dev.ragged.leann.internal.storage.StoreFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What crashes leave in a store, and what the next use of it makes of that. */
@Timeout(60)
class AfterCrashTest extends StoreFixture {

  private Path filled(String name) {
    try (VectorCollection collection = store.create(new CollectionSpec(name, Metric.COSINE, 0))) {
      collection.add(List.of(Passage.of("one", "number one")));
    }
    return folder.resolve(name).resolve(StoreFolder.INDEX);
  }

  private void add(String name, String id) {
    try (VectorCollection collection = store.open(name)) {
      collection.upsert(List.of(Passage.of(id, "number " + id)));
    }
  }

  private long count(String name) {
    try (VectorCollection collection = store.open(name)) {
      return collection.count(Filter.all());
    }
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  private List<String> hidden() throws IOException {
    return files(folder).stream().filter(name -> name.startsWith(".")).toList();
  }

  @Test
  void should_go_on_if_an_old_commit_is_back_without_its_files() throws IOException {
    Path index = filled("notes");
    Path old =
        index.resolve(
            files(index).stream().filter(n -> n.startsWith("segments_")).findFirst().orElseThrow());
    byte[] content = Files.readAllBytes(old);
    try (VectorCollection collection = store.open("notes")) {
      collection.upsert(List.of(Passage.of("one", "number two")));
      collection.compact();
    }
    assertFalse(Files.exists(old));
    Files.write(old, content);
    try (VectorCollection collection = store.open("notes")) {
      assertEquals(List.of(), collection.check().problems());
    }
    add("notes", "three");
    assertEquals(2, count("notes"));
    assertFalse(Files.exists(old));
  }

  @Test
  void should_remove_an_unfinished_coder_file() throws IOException {
    Path index = filled("notes");
    Files.writeString(index.resolve("coder_pb_4.tmp"), "half");
    add("notes", "two");
    assertFalse(Files.exists(index.resolve("coder_pb_4.tmp")));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void should_not_wait_for_a_named_pipe() throws Exception {
    Path index = filled("notes");
    for (String name : files(index)) {
      Path file = index.resolve(name);
      if (name.equals("write.lock")) {
        continue;
      }
      Path aside = folder.resolve("." + name);
      Files.move(file, aside);
      assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
      assertThrows(CorruptCollectionException.class, () -> count("notes"), name);
      Files.move(aside, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void should_put_back_what_a_dead_replacement_had_moved_aside() throws IOException {
    filled("notes");
    Files.move(folder.resolve("notes"), folder.resolve(".replaced-notes-123"));
    assertEquals(1, count("notes"));
    Files.move(folder.resolve("notes"), folder.resolve(".replaced-notes-123"));
    assertEquals(List.of("notes"), store.names());
    assertEquals(List.of(), hidden());
  }

  @Test
  void should_leave_alone_what_a_living_process_is_replacing() throws IOException {
    filled("notes");
    Path aside = folder.resolve(".replaced-notes-123");
    Files.move(folder.resolve("notes"), aside);
    try (Directory index = FSDirectory.open(aside.resolve(StoreFolder.INDEX));
        Lock lock = index.obtainLock("write.lock")) {
      lock.ensureValid();
      assertEquals(List.of(), store.names());
    }
    assertEquals(List.of("notes"), store.names());
  }

  @Test
  void should_not_bring_back_what_was_replaced_when_its_successor_is_dropped() throws IOException {
    filled("old");
    filled("notes");
    Files.move(folder.resolve("old"), folder.resolve(".replaced-notes-123"));
    assertTrue(store.drop("notes"));
    assertEquals(List.of(), store.names());
    assertEquals(List.of(), hidden());
  }
}
