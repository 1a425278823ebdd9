package dev.ragged.leann.internal.backup;

import dev.ragged.leann.internal.codec.CoderFiles;
import dev.ragged.leann.internal.codec.SegmentCoders;
import dev.ragged.leann.internal.storage.CollectionSettings;
import dev.ragged.leann.internal.storage.IndexFolder;
import dev.ragged.spi.CollectionFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;

/**
 * The files of one commit, opened at once. Lucene writes each file once and deletes it when no
 * commit needs it any more, but a deleted file stays readable for those that have it open. So this
 * needs no lock, leaves nothing behind and works on every local file system, with hard links or
 * without.
 */
public final class PinnedCommit implements CollectionFiles.State {
  private final List<PinnedFile> files = new ArrayList<>();
  private final OpenFiles open;

  private PinnedCommit(OpenFiles open) {
    this.open = open;
  }

  /**
   * Opens the files of the newest commit.
   *
   * @param folder the collection's
   * @param index its subfolder with the Lucene index
   * @throws java.io.FileNotFoundException or {@link java.nio.file.NoSuchFileException} if a file
   *     has gone meanwhile, because there is a newer commit
   */
  public static PinnedCommit of(Path folder, String index, OpenFiles open) throws IOException {
    PinnedCommit pinned = new PinnedCommit(open);
    boolean success = false;
    try {
      for (String name : names(folder.resolve(index))) {
        pinned.files.add(
            PinnedFile.open(folder.resolve(index).resolve(name), index + "/" + name, open));
      }
      // Sound even where the file is not: the index has them too.
      pinned.files.add(
          new PinnedFile(CollectionSettings.FILE, CollectionSettings.read(folder).toBytes()));
      success = true;
      return pinned;
    } finally {
      if (!success) {
        pinned.close();
      }
    }
  }

  /** The names of the files of the newest commit and of the coders that it needs besides. */
  private static Iterable<String> names(Path index) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (Directory directory = IndexFolder.open(index)) {
      SegmentInfos commit = SegmentInfos.readLatestCommit(directory);
      names.addAll(commit.files(true));
      for (SegmentCommitInfo segment : commit) {
        String coder = SegmentCoders.besides(segment);
        if (coder != null) {
          names.add(CoderFiles.fileName(coder));
        }
      }
    }
    return names;
  }

  @Override
  public List<CollectionFiles.StateFile> files() {
    return List.copyOf(files);
  }

  @Override
  public void close() {
    files.forEach(file -> file.close(open));
  }
}
