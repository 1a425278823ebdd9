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

  /** The name in commands, in lower-case letters and digits. */
  String id();

  /** The program's name, for people. */
  String title();

  /** The id of the backend that imported collections go to. */
  String backend();

  /** How an index is named, with an example, as one sentence for help. */
  String naming();

  /** Whether such indexes can be read and written here, and what is missing if not. */
  Health availability();

  /**
   * Opens an index for reading.
   *
   * @throws dev.ragged.RaggedException if there is no index or it is damaged
   */
  ForeignIndex open(Path path);

  /** The file name without the program's suffixes, a suggestion for a collection's name. */
  String collectionName(Path path);

  /**
   * Writes a collection as an index; all or nothing.
   *
   * @param modelName the name by which the program will load the model
   * @param progress receives the number of passages done; throwing from it stops the export
   */
  void write(VectorCollection collection, Path path, String modelName, LongConsumer progress);

  /** The name by which the program knows a model. */
  String modelName(ModelIdentity model);

  /** Whether a model that an index names is the bundled one. */
  boolean isBundledModel(String modelName);

  /** All formats on the class path. */
  static List<IndexFormat> installed() {
    return ServiceLoader.load(IndexFormat.class).stream().map(ServiceLoader.Provider::get).toList();
  }
}
