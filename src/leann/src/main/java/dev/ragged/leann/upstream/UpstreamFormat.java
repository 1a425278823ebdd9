package dev.ragged.leann.upstream;

import dev.ragged.Health;
import dev.ragged.ModelIdentity;
import dev.ragged.VectorCollection;
import dev.ragged.leann.LeannProvider;
import dev.ragged.leann.internal.engine.EngineHealth;
import dev.ragged.spi.ForeignIndex;
import dev.ragged.spi.IndexFormat;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** The index format of the Python package LEANN. */
public final class UpstreamFormat implements IndexFormat {
  /** The bundled model, whoever publishes it; ragged bundles it in int8. */
  private static final String BUNDLED = "all-MiniLM-L6-v2";

  @Override
  public String id() {
    return "leann";
  }

  @Override
  public String title() {
    return "the Python package LEANN (HNSW backend)";
  }

  @Override
  public String backend() {
    return LeannProvider.ID;
  }

  @Override
  public String naming() {
    return "An index is named as Python names it, such as 'documents.leann', or by its .meta.json.";
  }

  @Override
  public Health availability() {
    return EngineHealth.check();
  }

  @Override
  public ForeignIndex open(Path path) {
    return UpstreamIndex.open(path);
  }

  @Override
  public String collectionName(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString().replaceFirst("(\\.leann)?(\\.meta\\.json)?$", "");
  }

  @Override
  public void write(
      VectorCollection collection, Path path, String modelName, LongConsumer progress) {
    UpstreamExport.write(collection, path, modelName, progress);
  }

  @Override
  public String modelName(ModelIdentity model) {
    return model.name().startsWith(BUNDLED) ? "sentence-transformers/" + BUNDLED : model.name();
  }

  @Override
  public boolean isBundledModel(String modelName) {
    return modelName.substring(modelName.lastIndexOf('/') + 1).equals(BUNDLED);
  }
}
