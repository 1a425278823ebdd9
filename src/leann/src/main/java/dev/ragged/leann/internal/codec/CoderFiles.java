package dev.ragged.leann.internal.codec;

import dev.ragged.leann.internal.engine.Coder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;

/**
 * Coder files, in an index directory or shipped. A coder's id is a digest of its file, so equal ids
 * mean equal coders in any place, and each is loaded once for all segments that use it.
 */
public final class CoderFiles {
  private static final Pattern NAME = Pattern.compile("coder-([0-9a-f]{16})\\.pb");
  private static final long MAX_BYTES = 1L << 28;
  private static final Map<String, Coder> LOADED = new HashMap<>();

  private CoderFiles() {}

  /** The file name of a coder. */
  public static String fileName(String id) {
    return "coder-" + id + ".pb";
  }

  /** The id in a file name, or null if the file is not a coder's. */
  public static String idOf(String fileName) {
    Matcher matcher = NAME.matcher(fileName);
    return matcher.matches() ? matcher.group(1) : null;
  }

  /**
   * Loads a coder, or shares one that is already loaded. Close it once per call.
   *
   * @throws CorruptIndexException if the file is missing, damaged or not the coder that its name
   *     says
   */
  public static Coder open(Directory directory, String id) throws IOException {
    synchronized (LOADED) {
      Coder loaded = LOADED.get(id);
      if (loaded != null && loaded.tryRetain()) {
        return loaded;
      }
      Coder coder = read(directory, id);
      LOADED.values().removeIf(Coder::isClosed);
      LOADED.put(id, coder);
      return coder;
    }
  }

  /**
   * Reads a coder's file, which a loaded coder no longer does.
   *
   * @throws CorruptIndexException as {@link #open}
   */
  public static void check(Directory directory, String id) throws IOException {
    read(directory, id).close();
  }

  private static Coder read(Directory directory, String id) throws IOException {
    String name = fileName(id);
    byte[] shipped = ShippedCoders.file(id);
    try {
      Coder coder = Coder.load(shipped != null ? shipped : bytes(directory, name));
      if (!coder.id().equals(id)) {
        coder.close();
        throw new CorruptIndexException("The file holds another coder, " + coder.id(), name);
      }
      return coder;
    } catch (IllegalArgumentException e) {
      throw new CorruptIndexException(e.getMessage(), name, e);
    }
  }

  private static byte[] bytes(Directory directory, String name) throws IOException {
    try (IndexInput in = directory.openInput(name, IOContext.READONCE)) {
      if (in.length() > MAX_BYTES) {
        throw new CorruptIndexException("A coder file of " + in.length() + " bytes", name);
      }
      byte[] bytes = new byte[(int) in.length()];
      in.readBytes(bytes, 0, bytes.length);
      return bytes;
    } catch (FileNotFoundException | NoSuchFileException e) {
      throw new CorruptIndexException("The coder that segments refer to is missing", name, e);
    }
  }

  /**
   * Writes a coder durably, unless it already exists or is shipped. Call before a segment refers to
   * it.
   */
  public static void write(Directory directory, Coder coder) throws IOException {
    String name = fileName(coder.id());
    if (ShippedCoders.has(coder.id()) || List.of(directory.listAll()).contains(name)) {
      return;
    }
    byte[] bytes = coder.toBytes();
    String temporary;
    try (IndexOutput out = directory.createTempOutput("coder", "pb", IOContext.DEFAULT)) {
      temporary = out.getName();
      out.writeBytes(bytes, bytes.length);
    }
    directory.sync(List.of(temporary));
    directory.rename(temporary, name);
    directory.syncMetaData();
  }
}
