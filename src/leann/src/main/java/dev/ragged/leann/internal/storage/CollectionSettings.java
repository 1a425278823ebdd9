package dev.ragged.leann.internal.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ragged.CollectionInfo;
import dev.ragged.CollectionSpec;
import dev.ragged.CorruptCollectionException;
import dev.ragged.Embedder;
import dev.ragged.Metric;
import dev.ragged.ModelIdentity;
import dev.ragged.ModelMismatchException;
import dev.ragged.leann.internal.codec.ShippedCoders;
import dev.ragged.spi.DataFolders;
import dev.ragged.spi.Unfinished;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;

/**
 * The settings of a collection, fixed when it is created, in {@code collection.json} and again in
 * every commit of the index. Magic, version and a CRC tell foreign, newer and damaged files apart.
 *
 * @param name the folder's name, so that renaming a collection only renames its folder
 * @param graphDegree 0 for no graph
 * @param words the version of how texts become {@link Words}
 * @param vectors what its vectors take; kept ones so that no search makes them again
 */
public record CollectionSettings(
    String name,
    Metric metric,
    int dimension,
    ModelIdentity model,
    int graphDegree,
    int words,
    VectorBytes vectors) {
  public static final String FILE = "collection.json";
  private static final String MAGIC = "ragged-collection";

  /** Of collections that keep no vectors and compare by cosine. */
  private static final int VERSION_1 = 1;

  /** Of those that compare by cosine. */
  private static final int VERSION_2 = 2;

  /** Of those whose codes have a number of bytes that was chosen by nobody. */
  private static final int VERSION_3 = 3;

  private static final int VERSION = 4;

  /** The key under which a commit keeps the content of the file. */
  private static final String COMMIT_KEY = "ragged.settings";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads the settings of a collection: from their file or, if that is lost or damaged, from the
   * last commit of the index.
   *
   * @throws CorruptCollectionException if neither has them; it says what to do
   */
  public static CollectionSettings read(Path folder) {
    Path file = folder.resolve(FILE);
    String name = folder.getFileName().toString();
    try {
      return parse(name, text(file));
    } catch (LaterVersionException e) {
      throw corrupt(file + " was written by a later version; update ragged.", e);
    } catch (IOException | RuntimeException e) {
      CollectionSettings kept = keptInIndex(folder, name);
      if (kept != null) {
        return kept;
      }
      boolean content =
          !(e instanceof IOException)
              || e instanceof NoSuchFileException
              || e instanceof JsonProcessingException
              || e instanceof CharacterCodingException;
      if (!content) {
        throw IoFailure.of(file + " cannot be read", (IOException) e);
      }
      throw corrupt(
          file
              + (e instanceof NoSuchFileException ? " is missing" : " is damaged")
              + ", but the passages may well be there; restore the file from a backup, or copy that"
              + " of a collection made with the same model and dimension.",
          e);
    }
  }

  private static String text(Path file) throws IOException {
    if (!Files.isRegularFile(file) && Files.exists(file)) {
      throw new IllegalArgumentException("no file"); // reading a named pipe would wait for ever
    }
    return Files.readString(file);
  }

  private static CorruptCollectionException corrupt(String sentence, Exception cause) {
    return new CorruptCollectionException(sentence, cause);
  }

  private static CollectionSettings keptInIndex(Path folder, String name) {
    Path index = folder.resolve(StoreFolder.INDEX);
    if (!Files.isDirectory(index)) {
      return null;
    }
    try (Directory directory = IndexFolder.open(index)) {
      String kept = SegmentInfos.readLatestCommit(directory).getUserData().get(COMMIT_KEY);
      return kept == null ? null : parse(name, kept);
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /** They name a version that this one does not know. */
  private static final class LaterVersionException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * @throws IllegalArgumentException if these are no settings, or damaged ones
   */
  private static CollectionSettings parse(String name, String json) throws IOException {
    JsonNode root = JSON.readTree(json);
    if (root == null || !MAGIC.equals(root.path("magic").asText())) {
      throw new IllegalArgumentException("no settings");
    }
    if (root.path("version").asInt() > VERSION) {
      throw new LaterVersionException();
    }
    JsonNode settings = root.path("settings");
    if (!settings.isObject() || root.path("crc32").asLong(-1) != crc(settings)) {
      throw new IllegalArgumentException("another checksum");
    }
    int words = settings.path("words").asInt(Words.WHOLE);
    if (words > Words.LATEST) {
      throw new LaterVersionException();
    }
    int dimension = settings.path("dimension").asInt();
    if (dimension < 1 || dimension > CollectionSpec.MAX_DIMENSION) {
      throw new IllegalArgumentException("dimension " + dimension);
    }
    JsonNode model = settings.path("model");
    return new CollectionSettings(
        name,
        Metric.valueOf(settings.path("metric").asText()),
        dimension,
        model.isObject()
            ? new ModelIdentity(
                model.path("name").asText(),
                model.path("dimension").asInt(),
                model.path("fingerprint").asText())
            : null,
        GraphDegree.check(settings.path("graph_degree").asInt()),
        Words.check(words),
        new VectorBytes(
            settings.path("code_bytes").asInt(), settings.path("keeps_vectors").asBoolean()));
  }

  /** Whether the embeddings of texts are kept. */
  public boolean keepsVectors() {
    return vectors.keepsVectors();
  }

  /** Bytes of a code, once it has settled. */
  public int codeBytes() {
    ShippedCoders.OfModel shipped = ShippedCoders.of(model);
    int chosen = vectors.codeBytes();
    int usual = shipped == null ? VectorBytes.LEARNED : shipped.codeBytes();
    return Math.min(chosen == 0 ? usual : chosen, VectorBytes.half(dimension));
  }

  /** What a collection with these settings is. */
  public CollectionInfo info(String backend, long passages) {
    int keptVectorBytes = keepsVectors() ? dimension : 0;
    return new CollectionInfo(
        name,
        backend,
        metric,
        dimension,
        model,
        keepsVectors() ? keptVectorBytes : codeBytes(),
        keptVectorBytes,
        passages,
        hasOutdatedWords());
  }

  /**
   * Checks a model.
   *
   * @param embedder null for any
   * @throws ModelMismatchException if another one has made the collection
   */
  public void requireMadeBy(Embedder embedder) {
    if (embedder != null && model != null && !model.equals(embedder.identity())) {
      throw new ModelMismatchException(name, model, embedder.identity());
    }
  }

  /** Whether new collections find words that one with these settings does not. */
  public boolean hasOutdatedWords() {
    return words < Words.LATEST;
  }

  /** The same with the words that new collections have. */
  public CollectionSettings withLatestWords() {
    return new CollectionSettings(
        name, metric, dimension, model, graphDegree, Words.LATEST, vectors);
  }

  /** The same with vectors that take other bytes. */
  public CollectionSettings withVectors(VectorBytes vectors) {
    return new CollectionSettings(name, metric, dimension, model, graphDegree, words, vectors);
  }

  /** What is wrong with the file that should hold these settings, or null. */
  public String problem(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      if (parse(name, text(file)).equals(this)) {
        return null;
      }
    } catch (IOException | RuntimeException e) {
      // Said below.
    }
    return file
        + (Files.exists(file) ? " is damaged" : " is missing")
        + ", and the index has what it held; the next write restores it.";
  }

  /** Writes the file again if it is lost or damaged; if that fails, the next writer does. */
  public void restore(Path folder) {
    if (problem(folder) == null) {
      return;
    }
    Path temporary = folder.resolve(FILE + ".tmp");
    try {
      write(temporary, toBytes());
      Files.move(temporary, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
      DataFolders.sync(folder);
    } catch (IOException e) {
      // The index has them.
    }
  }

  /** The settings as each commit of the index keeps them, too. */
  public Map<String, String> commitData() {
    try {
      return Map.of(COMMIT_KEY, new String(root(JSON.writer()), StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // strings and numbers
    }
  }

  /**
   * Whether a commit keeps these settings.
   *
   * @param commitData what it keeps, or null
   */
  public boolean isIn(Iterable<Map.Entry<String, String>> commitData) {
    Map.Entry<String, String> own = commitData().entrySet().iterator().next();
    if (commitData != null) {
      for (Map.Entry<String, String> entry : commitData) {
        if (entry.equals(own)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Writes the file into a new folder; the folder itself is the caller's to sync. */
  public void write(Path folder) throws IOException {
    write(folder.resolve(FILE), toBytes());
  }

  /** The content of the file. */
  public byte[] toBytes() throws IOException {
    return root(JSON.writerWithDefaultPrettyPrinter());
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes);
    Unfinished.sync(file);
  }

  private byte[] root(ObjectWriter writer) throws JsonProcessingException {
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
    if (words > Words.WHOLE) {
      settings.put("words", words);
    }
    if (keepsVectors()) {
      settings.put("keeps_vectors", true);
    }
    if (vectors.codeBytes() > 0) {
      settings.put("code_bytes", vectors.codeBytes());
    }
    ObjectNode root = JSON.createObjectNode();
    root.put("magic", MAGIC).put("version", version()).put("crc32", crc(settings));
    root.set("settings", settings);
    return writer.writeValueAsBytes(root);
  }

  /** The first that can have these settings, for earlier programs to read. */
  private int version() {
    if (vectors.codeBytes() > 0) {
      return VERSION;
    }
    if (metric != Metric.COSINE) {
      return VERSION_3;
    }
    return keepsVectors() ? VERSION_2 : VERSION_1;
  }

  private static long crc(JsonNode settings) throws JsonProcessingException {
    CRC32 crc = new CRC32();
    crc.update(JSON.writeValueAsString(settings).getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
