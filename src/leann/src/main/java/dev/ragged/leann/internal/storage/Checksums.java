package dev.ragged.leann.internal.storage;

import java.io.IOException;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;

/**
 * Verifies the checksums of an index. Lucene itself verifies small descriptions whenever it opens
 * them, and what a merge copies, but not what a search reads; docs/decisions/checksums.md says when
 * we do.
 */
public final class Checksums {
  private Checksums() {}

  /**
   * Verifies every file of the last commit.
   *
   * @throws org.apache.lucene.index.CorruptIndexException if one is not as it was written
   */
  public static void verify(Directory directory) throws IOException {
    for (String file : SegmentInfos.readLatestCommit(directory).files(true)) {
      try (IndexInput in = directory.openInput(file, IOContext.READONCE)) {
        CodecUtil.checksumEntireFile(in);
      }
    }
  }
}
