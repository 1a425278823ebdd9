package dev.ragged.leann.internal.storage;

import java.io.IOException;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;

/**
 * The last commit of an index is all that counts. Lucene removes the one before it, and then the
 * files that only that one names. A power loss may undo the first of these and not the others; what
 * is left names files that are gone, and Lucene would refuse the index for it.
 */
public final class Commits {
  private Commits() {}

  /**
   * Removes the commits before the last, if that can be read; the caller holds the lock and has not
   * begun to write.
   */
  public static void removeEarlier(Directory index) throws IOException {
    String[] files = index.listAll();
    String last = SegmentInfos.getLastCommitSegmentsFileName(files);
    for (String file : files) {
      if (file.startsWith(IndexFileNames.SEGMENTS + "_") && !file.equals(last)) {
        SegmentInfos.readCommit(index, last);
        index.deleteFile(file);
      }
    }
  }
}
