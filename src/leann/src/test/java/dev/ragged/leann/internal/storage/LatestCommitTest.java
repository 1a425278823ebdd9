package dev.ragged.leann.internal.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatestCommitTest {
  @TempDir Path folder;

  private Path index;

  /** Counts how often its files are listed, which is how Lucene looks for a commit. */
  private static final class CountingDirectory extends FilterDirectory {
    int listed;

    CountingDirectory(Path folder) throws IOException {
      super(FSDirectory.open(folder));
    }

    @Override
    public String[] listAll() throws IOException {
      listed++;
      return super.listAll();
    }
  }

  @BeforeEach
  void write() throws IOException {
    index = Files.createDirectory(folder.resolve(StoreFolder.INDEX));
    add();
  }

  private void add() throws IOException {
    try (Directory directory = FSDirectory.open(index);
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.addDocument(new Document());
    }
  }

  private void age(int seconds) throws IOException {
    Files.setLastModifiedTime(index, FileTime.from(Instant.now().minusSeconds(seconds)));
  }

  private static int documents(LatestCommit commit) throws IOException {
    return commit.read(searcher -> searcher.getIndexReader().numDocs());
  }

  @Test
  void should_look_for_a_commit_only_if_the_folder_has_changed() throws IOException {
    try (CountingDirectory directory = new CountingDirectory(index);
        LatestCommit commit = new LatestCommit(new OpenedFolder(folder, "test"), directory, 3)) {
      age(60);
      assertEquals(1, documents(commit));
      int listed = directory.listed;
      assertEquals(1, documents(commit));
      assertEquals(listed, directory.listed);
      add();
      assertEquals(2, documents(commit), "what another process has committed");
    }
  }

  @Test
  void should_look_for_a_commit_while_another_one_may_have_the_same_time() throws IOException {
    FileTime now = FileTime.from(Instant.now());
    try (CountingDirectory directory = new CountingDirectory(index);
        LatestCommit commit = new LatestCommit(new OpenedFolder(folder, "test"), directory, 3)) {
      Files.setLastModifiedTime(index, now);
      assertEquals(1, documents(commit));
      add();
      Files.setLastModifiedTime(index, now);
      assertEquals(2, documents(commit));
    }
  }
}
