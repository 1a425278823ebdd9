package dev.ragged.app.backup;

import dev.ragged.Capability;
import dev.ragged.CollectionInfo;
import dev.ragged.Page;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.app.backup.BackupFolder.Stored;
import dev.ragged.app.backup.Manifest.Kept;
import dev.ragged.app.backup.Manifest.KeptFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;

/**
 * Copies a collection passage by passage, as any backend allows. Nothing keeps others from writing
 * meanwhile, so it is read again until two readings in a row are equal: then all that was read was
 * true at the moment between them.
 *
 * <p>A file of passages ends after one whose id says so, not after a fixed number, so that a
 * passage more or less changes one file and not all that follow.
 */
public final class PassageCopy {
  /** After so many readings that all differ somebody writes all the time. */
  private static final int MAX_READINGS = 4;

  private static final int PAGE = 500;

  /** A file ends after one passage in so many. */
  private static final int MEAN_PER_FILE = 1_024;

  private static final int MAX_FILE_BYTES = 64 << 20;

  private final BackupFolder folder;
  private final Consumer<Stored> stored;
  private final Progress progress;

  /** Hears how far it has come. */
  @FunctionalInterface
  public interface Progress {
    /**
     * So many passages are read.
     *
     * @param reading 1 for the first reading
     */
    void read(long done, long total, int reading);
  }

  /**
   * @param stored told of each file of the first and of later readings
   */
  public PassageCopy(BackupFolder folder, Consumer<Stored> stored, Progress progress) {
    this.folder = folder;
    this.stored = stored;
    this.progress = progress;
  }

  /**
   * Copies a collection.
   *
   * @throws IOException of the backup's folder
   */
  public Kept run(VectorStore store, VectorCollection collection) throws IOException {
    boolean vectors = !store.capabilities().contains(Capability.RECOMPUTE);
    Reading last = read(collection, vectors, 1);
    boolean same = false;
    for (int i = 2; i <= MAX_READINGS && !same; i++) {
      Reading next = read(collection, vectors, i);
      same = next.equals(last);
      last = next;
    }
    CollectionInfo info = collection.info();
    return new Kept(
        info.name(),
        info.backend(),
        new Manifest.Passages(
            last.count(), info.metric(), info.dimension(), info.model(), vectors, same),
        last.files(),
        null);
  }

  private record Reading(long count, List<KeptFile> files) {}

  private Reading read(VectorCollection collection, boolean vectors, int reading)
      throws IOException {
    List<KeptFile> files = new ArrayList<>();
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    long total = collection.info().passages();
    long count = 0;
    String cursor = null;
    do {
      Page<Passage> page = collection.get(Selection.all(), new PageRequest(cursor, PAGE));
      List<Passage> items = page.items();
      List<float[]> embeddings =
          vectors ? collection.embeddings(items.stream().map(Passage::id).toList()) : null;
      for (int i = 0; i < items.size(); i++) {
        Passage passage = items.get(i);
        float[] vector = embeddings == null ? passage.vector() : embeddings.get(i);
        lines.writeBytes(PassageLines.line(passage, vector).getBytes(StandardCharsets.UTF_8));
        if (endsFile(passage.id()) || lines.size() > MAX_FILE_BYTES) {
          store(lines, files);
        }
      }
      count += items.size();
      progress.read(count, Math.max(count, total), reading);
      cursor = page.next();
    } while (cursor != null);
    if (lines.size() > 0) {
      store(lines, files);
    }
    return new Reading(count, List.copyOf(files));
  }

  private static boolean endsFile(String id) {
    CRC32 crc = new CRC32();
    crc.update(id.getBytes(StandardCharsets.UTF_8));
    return crc.getValue() % MEAN_PER_FILE == 0;
  }

  private void store(ByteArrayOutputStream lines, List<KeptFile> files) throws IOException {
    Stored file = folder.put(new ByteArrayInputStream(lines.toByteArray()), bytes -> {});
    lines.reset();
    stored.accept(file);
    files.add(new KeptFile("passages-" + files.size() + ".jsonl", file.file(), null));
  }
}
