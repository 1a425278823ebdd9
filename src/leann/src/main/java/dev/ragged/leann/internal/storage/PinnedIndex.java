package dev.ragged.leann.internal.storage;

import dev.ragged.leann.internal.codec.CoderFiles;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.util.IOUtils;

/**
 * The last commit of an index and its coders, all opened at once: a writer may go on and delete the
 * files of this commit, but those who have them open can still read them. So this needs no lock,
 * and works where nothing can be written.
 */
final class PinnedIndex extends FilterDirectory {
  private final Map<String, IndexInput> open = new TreeMap<>();
  private final Set<String> names = new TreeSet<>();

  private PinnedIndex(Directory index) {
    super(index);
  }

  /** Opens it. What cannot be opened fails again, and says why, once it is read. */
  static PinnedIndex of(Directory index) throws IOException {
    while (true) {
      long generation = SegmentInfos.getLastCommitGeneration(index);
      PinnedIndex pinned = new PinnedIndex(index);
      // A new commit is why files of the one before may have gone.
      if (pinned.openAll() || SegmentInfos.getLastCommitGeneration(index) == generation) {
        return pinned;
      }
      pinned.close();
    }
  }

  private boolean openAll() throws IOException {
    String[] files = in.listAll();
    String last = SegmentInfos.getLastCommitSegmentsFileName(files);
    for (String file : files) {
      if (file.equals(last) || CoderFiles.idOf(file) != null) {
        names.add(file);
      }
    }
    if (last == null) {
      return false;
    }
    try {
      names.addAll(SegmentInfos.readCommit(in, last).files(true));
      for (String name : names) {
        open.put(name, in.openInput(name, IOContext.READ));
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public String[] listAll() {
    return names.toArray(String[]::new);
  }

  @Override
  public IndexInput openInput(String name, IOContext context) throws IOException {
    IndexInput file = open.get(name);
    return file == null ? in.openInput(name, context) : file.clone();
  }

  @Override
  public long fileLength(String name) throws IOException {
    IndexInput file = open.get(name);
    return file == null ? in.fileLength(name) : file.length();
  }

  /** Closes the files; the index itself stays open. */
  @Override
  public void close() {
    IOUtils.closeWhileHandlingException(open.values());
  }
}
