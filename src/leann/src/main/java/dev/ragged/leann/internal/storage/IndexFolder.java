package dev.ragged.leann.internal.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.Lock;

/**
 * The folder of an index, of which only regular files are opened: opening a named pipe would wait
 * for ever for somebody to write to it.
 */
public final class IndexFolder extends FilterDirectory {
  private final Path folder;

  private IndexFolder(Directory in, Path folder) {
    super(in);
    this.folder = folder;
  }

  /** Opens the folder, which is made if it is missing. */
  public static Directory open(Path folder) throws IOException {
    return new IndexFolder(FSDirectory.open(folder), folder);
  }

  @Override
  public IndexInput openInput(String name, IOContext context) throws IOException {
    requireRegular(name);
    return in.openInput(name, context);
  }

  @Override
  public Lock obtainLock(String name) throws IOException {
    requireRegular(name);
    return in.obtainLock(name);
  }

  private void requireRegular(String name) throws IOException {
    Path file = folder.resolve(name);
    boolean regular;
    try {
      // Asked once: another process may make the file between two questions.
      regular = Files.readAttributes(file, BasicFileAttributes.class).isRegularFile();
    } catch (IOException e) {
      return; // whoever opens it will say so
    }
    if (!regular) {
      throw new CorruptIndexException("it is no regular file", file.toString());
    }
  }
}
