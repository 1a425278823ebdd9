package dev.ragged.spi;

import dev.ragged.Health;
import dev.ragged.ModelIdentity;
import dev.ragged.VectorCollection;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.LongConsumer;

/**
 * Index files of another program, which can be searched in place, imported and exported. Registered
 * in {@code META-INF/services/dev.ragged.spi.IndexFormat}.
 */
public interface IndexFormat {

  /**
   * The name in commands, in lower-case letters and digits.
   *
   * @return never changes
   */
  String id();

  /**
   * The program's name, for people.
   *
   * @return never changes
   */
  String title();

  /**
   * The id of the backend that imported collections go to.
   *
   * @return its {@link BackendProvider#id()}
   */
  String backend();

  /**
   * How an index is named, with an example, as one sentence for help.
   *
   * @return for people
   */
  String naming();

  /**
   * Whether such indexes can be read and written here, and what is missing if not.
   *
   * @return the answer, and what is missing
   */
  Health availability();

  /**
   * Opens an index for reading.
   *
   * @param path where the index is
   * @return the index, to be closed
   * @throws dev.ragged.RaggedException if there is no index or it is damaged
   */
  ForeignIndex open(Path path);

  /**
   * The file name without the program's suffixes, a suggestion for a collection's name.
   *
   * @param path where the index is
   * @return a valid name
   */
  String collectionName(Path path);

  /**
   * Writes a collection as an index; all or nothing.
   *
   * @param collection what to write
   * @param path where to
   * @param modelName the name by which the program will load the model
   * @param progress receives the number of passages done; throwing from it stops the export
   */
  void write(VectorCollection collection, Path path, String modelName, LongConsumer progress);

  /**
   * The name by which the program knows a model.
   *
   * @param model one of ours
   * @return what others call it
   */
  String modelName(ModelIdentity model);

  /**
   * Whether a model that an index names is the bundled one.
   *
   * @param modelName as in an index
   * @return whether it is
   */
  boolean isBundledModel(String modelName);

  /**
   * All formats on the class path.
   *
   * @return those of the context class loader
   */
  static List<IndexFormat> installed() {
    return ServiceLoader.load(IndexFormat.class).stream().map(ServiceLoader.Provider::get).toList();
  }
}
