package dev.ragged.leann.internal.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ragged.CollectionSpec;
import dev.ragged.CorruptCollectionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code collection.json} from anywhere: settings that a collection can have, or refused. */
@Timeout(120)
class CollectionSettingsFuzzTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  static Stream<byte[]> files() {
    return Stream.of(
            "",
            "null",
            "{\"magic\":\"ragged-collection\",\"version\":1,\"crc32\":0}",
            "{\"magic\":\"ragged-collection\",\"version\":3,\"crc32\":0,\"settings\":{}}",
            "{\"metric\":\"COSINE\",\"dimension\":64,\"keeps_vectors\":true}",
            "{\"metric\":\"COSINE\",\"dimension\":64,\"graph_degree\":8,"
                + "\"model\":{\"name\":\"words\",\"dimension\":64,\"fingerprint\":\"seed-1\"}}",
            "{\"metric\":\"COSINE\",\"dimension\":1e300,\"graph_degree\":-1,\"model\":{}}",
            "{\"metric\":[],\"dimension\":\"64\",\"model\":[1]}",
            "{\"metric\":\"COSINE\",\"dimension\":99999999999999999999}")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("files")
  @FuzzTest
  void should_read_or_refuse(byte[] bytes) throws IOException {
    readOrRefuse(bytes);
    // The same as settings with the correct checksum, which no mutation would find.
    JsonNode settings;
    try {
      settings = JSON.readTree(bytes);
    } catch (IOException e) {
      return;
    }
    ObjectNode root = JSON.createObjectNode();
    CRC32 crc = new CRC32();
    crc.update(JSON.writeValueAsBytes(settings));
    root.put("magic", "ragged-collection").put("version", 1).put("crc32", crc.getValue());
    root.set("settings", settings);
    readOrRefuse(JSON.writeValueAsBytes(root));
  }

  private static void readOrRefuse(byte[] bytes) throws IOException {
    Path file = folder.resolve(CollectionSettings.FILE);
    Files.deleteIfExists(file);
    Files.write(file, bytes);
    try {
      CollectionSettings settings = CollectionSettings.read(folder);
      assertNotNull(settings.metric());
      assertTrue(settings.dimension() >= 1 && settings.dimension() <= CollectionSpec.MAX_DIMENSION);
      GraphDegree.check(settings.graphDegree());
      Files.delete(file);
      settings.write(folder);
      assertEquals(settings, CollectionSettings.read(folder), "written and read again");
    } catch (CorruptCollectionException e) {
      assertTrue(e.getMessage().endsWith("."), e.getMessage());
    }
  }
}
