package dev.ragged.leann.internal.codec;

import dev.ragged.leann.internal.engine.Coder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;

/**
 * Coders by id. An id is a digest of the coder's file, so equal ids mean equal coders in any place,
 * and each is loaded once for all segments that use it. Coders are shipped, in a file of their
 * segment (see {@link SegmentCoders}) or, for segments from before version 2 of the format, in
 * files beside the segments, {@code coder-<id>.pb}.
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

  /** Where the file of a coder is read from. */
  @FunctionalInterface
  interface Source {
    byte[] bytes() throws IOException;
  }

  /**
   * Loads a coder that is shipped or beside the segments, or shares one that is already loaded.
   * Close it once per call.
   *
   * @throws CorruptIndexException if the file is missing, damaged or not the coder that its name
   *     says
   */
  public static Coder open(Directory directory, String id) throws IOException {
    String name = fileName(id);
    return shared(id, name, () -> bytes(directory, name));
  }

  /**
   * Loads a coder, or shares one that is already loaded. Close it once per call.
   *
   * @param place names the source in errors
   * @param source of a coder that is not shipped
   */
  static Coder shared(String id, String place, Source source) throws IOException {
    synchronized (LOADED) {
      Coder loaded = LOADED.get(id);
      if (loaded != null && loaded.tryRetain()) {
        return loaded;
      }
      byte[] shipped = ShippedCoders.file(id);
      Coder coder = load(id, place, shipped != null ? shipped : source.bytes());
      LOADED.values().removeIf(Coder::isClosed);
      LOADED.put(id, coder);
      return coder;
    }
  }

  /**
   * Reads a coder's file beside the segments, which a loaded coder no longer does.
   *
   * @throws CorruptIndexException as {@link #open}
   */
  public static void check(Directory directory, String id) throws IOException {
    String name = fileName(id);
    load(id, name, bytes(directory, name)).close();
  }

  static Coder load(String id, String place, byte[] bytes) throws IOException {
    try {
      Coder coder = Coder.load(bytes);
      if (!coder.id().equals(id)) {
        coder.close();
        throw new CorruptIndexException("The file holds another coder, " + coder.id(), place);
      }
      return coder;
    } catch (IllegalArgumentException e) {
      throw new CorruptIndexException(e.getMessage(), place, e);
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
}
