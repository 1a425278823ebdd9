package dev.ragged.leann.internal.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Lucene says of damage, in the words of people. */
class IoFailureTest {
  private static final class WrappingDirectory extends FilterDirectory {
    WrappingDirectory(Directory in) {
      super(in);
    }
  }

  @Test
  void anIndexWithoutSegmentsIsNamedByItsFolder(@TempDir Path folder) throws IOException {
    try (Directory plain = FSDirectory.open(folder);
        Directory wrapped = new WrappingDirectory(plain)) {
      for (Directory directory : new Directory[] {plain, wrapped}) {
        IndexNotFoundException e =
            assertThrows(IndexNotFoundException.class, () -> DirectoryReader.open(directory));
        assertEquals("no segments* file found in " + folder, IoFailure.damage(e));
      }
    }
  }

  @Test
  void aMissingFileIsWhatIsWrong() {
    IOException e =
        new CorruptIndexException(
            "Problem reading index from MMapDirectory@/x lockFactory=a.b.C@1f",
            "MMapDirectory@/x lockFactory=a.b.C@1f",
            new NoSuchFileException("/x/_0.cfs"));
    assertEquals("there is no /x/_0.cfs", IoFailure.damage(e));
  }

  @Test
  void aLockFileWithContentIsToBeRemoved() {
    IOException e =
        new IOException("Unexpected lock file size: 270, (lock=NativeFSLock(path=/x,impl=a.b.C))");
    assertTrue(IoFailure.reason(e).contains("remove 'write.lock'"), IoFailure.reason(e));
    assertFalse(IoFailure.reason(e).contains("a.b.C"), IoFailure.reason(e));
  }
}
