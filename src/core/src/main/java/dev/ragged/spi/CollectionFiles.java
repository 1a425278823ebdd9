package dev.ragged.spi;

import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionLockedException;
import dev.ragged.CorruptCollectionException;
import dev.ragged.NoSuchCollectionException;
import dev.ragged.UnconfirmedWriteException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collections as files, for copies that need no writer's permission. Offered by a backend that
 * keeps each state of a collection in files of its own, which are written once and never changed,
 * so that one state can be read while writers make the next. Safe for use by several threads.
 */
public interface CollectionFiles {

  /**
   * Names of all collections, in order, including damaged ones.
   *
   * @return in order
   */
  List<String> names();

  /**
   * Keeps the newest durable state readable, whatever writers do meanwhile. Takes no lock that
   * writers need.
   *
   * @param name the collection's
   * @return the state, to be closed
   * @throws NoSuchCollectionException if there is none of that name
   * @throws CorruptCollectionException if it is damaged
   */
  State pin(String name);

  /**
   * Makes a folder to put a state's files into, at their {@link StateFile#path()}. Nobody takes it
   * for a collection, and a later call removes it if its maker dies.
   *
   * @return an empty folder, to be published or discarded
   */
  Path prepare();

  /**
   * Verifies what was put into a prepared folder, and makes it a collection, as one change that a
   * power loss does not undo. The files must have been forced to disk. If this throws, the folder
   * stays, to be {@linkplain #discard discarded}.
   *
   * @param prepared from {@link #prepare()}
   * @param name the collection's
   * @param replace whether to take the place of a collection of that name, which stays until the
   *     new one is complete
   * @throws CorruptCollectionException if the files are no sound collection
   * @throws CollectionExistsException if the name is taken and {@code replace} is false
   * @throws CollectionLockedException if a writer holds the collection to replace
   * @throws UnconfirmedWriteException if it is there but may not survive a power failure
   */
  void publish(Path prepared, String name, boolean replace);

  /**
   * Removes a prepared folder that will not be published.
   *
   * @param prepared from {@link #prepare()}
   */
  void discard(Path prepared);

  /** One state of a collection. */
  interface State extends AutoCloseable {
    /**
     * All files of the state.
     *
     * @return in any order
     */
    List<StateFile> files();

    /** Lets go of the files. */
    @Override
    void close();
  }

  /** A file of a state. */
  interface StateFile {
    /**
     * Where it belongs in the collection's folder, with {@code /} between names.
     *
     * @return a relative path
     */
    String path();

    /**
     * How large the file is.
     *
     * @return bytes
     */
    long size();

    /**
     * What tells the file from all others that ever had its path and size in this collection,
     * without reading all of it; null if only its content does.
     *
     * @return the mark, or null
     */
    @Nullable String mark();

    /**
     * Reads the file from its beginning. A file that carries a checksum is verified at its end.
     *
     * @return the bytes, to be closed
     * @throws NoSuchFileException if the state could not be kept and is gone: pin again
     * @throws CorruptCollectionException while reading, if the file is damaged
     */
    InputStream open() throws IOException;
  }
}
