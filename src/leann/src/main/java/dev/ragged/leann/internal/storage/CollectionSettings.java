package dev.ragged.leann.internal.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ragged.CollectionSpec;
import dev.ragged.CorruptCollectionException;
import dev.ragged.Metric;
import dev.ragged.ModelIdentity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/**
 * The settings of a collection, fixed when it is created, in {@code collection.json}. Magic,
 * version and a CRC tell foreign, newer and damaged files apart.
 *
 * @param name the folder's name, so that renaming a collection only renames its folder
 * @param graphDegree 0 for no graph
 */
public record CollectionSettings(
    String name, Metric metric, int dimension, ModelIdentity model, int graphDegree) {
  public static final String FILE = "collection.json";
  private static final String MAGIC = "ragged-collection";
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  public static CollectionSettings read(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      JsonNode root = JSON.readTree(Files.readString(file));
      if (root == null || !MAGIC.equals(root.path("magic").asText())) {
        throw corrupt(file, "does not hold a collection's settings", null);
      }
      if (root.path("version").asInt() > VERSION) {
        throw corrupt(file, "was written by a later version; update ragged", null);
      }
      JsonNode settings = root.path("settings");
      if (root.path("crc32").asLong(-1) != crc(settings)) {
        throw corrupt(file, "is damaged; restore it from a backup", null);
      }
      int dimension = settings.path("dimension").asInt();
      if (dimension < 1 || dimension > CollectionSpec.MAX_DIMENSION) {
        throw corrupt(file, "is damaged; restore it from a backup", null);
      }
      JsonNode model = settings.path("model");
      return new CollectionSettings(
          folder.getFileName().toString(),
          Metric.valueOf(settings.path("metric").asText()),
          dimension,
          model.isObject()
              ? new ModelIdentity(
                  model.path("name").asText(),
                  model.path("dimension").asInt(),
                  model.path("fingerprint").asText())
              : null,
          GraphDegree.check(settings.path("graph_degree").asInt()));
    } catch (CorruptCollectionException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw corrupt(file, "cannot be read; restore it from a backup", e);
    }
  }

  private static CorruptCollectionException corrupt(Path file, String what, Exception cause) {
    return new CorruptCollectionException(file + " " + what + ".", cause);
  }

  /** Writes the file durably into a folder that nobody else sees yet. */
  public void write(Path folder) throws IOException {
    ObjectNode settings = JSON.createObjectNode();
    settings.put("metric", metric.name());
    settings.put("dimension", dimension);
    if (model != null) {
      settings
          .putObject("model")
          .put("name", model.name())
          .put("dimension", model.dimension())
          .put("fingerprint", model.fingerprint());
    }
    if (graphDegree > 0) {
      settings.put("graph_degree", graphDegree);
    }
    ObjectNode root = JSON.createObjectNode();
    root.put("magic", MAGIC).put("version", VERSION).put("crc32", crc(settings));
    root.set("settings", settings);
    Path file = folder.resolve(FILE);
    Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static long crc(JsonNode settings) throws JsonProcessingException {
    CRC32 crc = new CRC32();
    crc.update(JSON.writeValueAsString(settings).getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
