package dev.ragged.spi;

import dev.ragged.Health;
import dev.ragged.ModelIdentity;
import dev.ragged.VectorCollection;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.LongConsumer;

/**
 * Index files of another program, which can be searched where they lie, imported and exported.
 * Registered in {@code META-INF/services/dev.ragged.spi.IndexFormat}.
 */
public interface IndexFormat {

  /** The name as commands spell it, lower-case letters and digits. */
  String id();

  /** The program, for people. */
  String title();

  /** Whether such indexes can be read and written here, and if not, what is missing. */
  Health availability();

  /**
   * Opens an index for reading.
   *
   * @throws dev.ragged.RaggedException if there is none or it is damaged
   */
  ForeignIndex open(Path path);

  /** The name without the endings that the program adds, a proposal for a collection's name. */
  String collectionName(Path path);

  /**
   * Writes a collection as an index; all or nothing.
   *
   * @param modelName by which the program is to load the model
   * @param progress hears how many passages are done; what it throws stops the export
   */
  void write(VectorCollection collection, Path path, String modelName, LongConsumer progress);

  /** By which name the program knows a model of ours. */
  String modelName(ModelIdentity model);

  /** Whether the bundled model is the one that an index names. */
  boolean isBundledModel(String modelName);

  /** All on the class path. */
  static List<IndexFormat> installed() {
    return ServiceLoader.load(IndexFormat.class).stream().map(ServiceLoader.Provider::get).toList();
  }
}
