package dev.ragged.app.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ragged.CollectionSpec;
import dev.ragged.Metric;
import dev.ragged.ModelIdentity;
import dev.ragged.RaggedException;
import dev.ragged.app.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What one backup holds: a JSON document with magic, version and a checksum of all else. Whatever
 * it says is checked when it is read: a backup may come from anywhere.
 *
 * @param created when, in ISO 8601; also the backup's name, but for the colons
 * @param ragged the version that made it
 * @param config the settings file, or null if there was none
 */
public record Manifest(String created, String ragged, StoredFile config, List<Kept> collections) {
  private static final String MAGIC = "ragged-backup";
  private static final int VERSION = 1;
  private static final int MAX_FILES = 1_000_000;
  private static final int MAX_PATH = 255;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern BACKEND = Pattern.compile("[a-z0-9]{1,64}");
  private static final Pattern PATH =
      Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]*(/[a-zA-Z0-9_][a-zA-Z0-9._-]*){0,3}");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A file in the pool, which is named by its content's digest. */
  public record StoredFile(long size, String sha256) {}

  /**
   * A file of a collection.
   *
   * @param path below the collection's folder
   * @param mark as the backend gave it, or null
   */
  public record KeptFile(String path, StoredFile stored, String mark) {}

  /**
   * A collection in a backup.
   *
   * @param passages what its files of passages hold, or null if they are the backend's own files
   * @param sources what is known of the documents it came from, or null
   */
  public record Kept(
      String name, String backend, Passages passages, List<KeptFile> files, StoredFile sources) {
    /** The same with what is known of the documents it came from. */
    public Kept with(StoredFile sources) {
      return new Kept(name, backend, passages, files, sources);
    }

    /** The bytes of all files. */
    public long bytes() {
      return files.stream().mapToLong(file -> file.stored().size()).sum();
    }
  }

  /**
   * What files of passages hold.
   *
   * @param model that made the vectors, or null if unknown
   * @param vectors whether each passage has its vector
   * @param consistent whether nobody wrote while they were read
   */
  public record Passages(
      long count,
      Metric metric,
      int dimension,
      ModelIdentity model,
      boolean vectors,
      boolean consistent) {}

  /** All files, each as often as it is mentioned. */
  public Stream<StoredFile> files() {
    return Stream.concat(
        Stream.ofNullable(config),
        collections.stream()
            .flatMap(
                kept ->
                    Stream.concat(
                        kept.files().stream().map(KeptFile::stored),
                        Stream.ofNullable(kept.sources()))));
  }

  // ---------------------------------------------------------------- writing

  /** The document. */
  byte[] toBytes() {
    String backup =
        Json.write(
            Json.object(
                "created",
                created,
                "ragged",
                ragged,
                "config",
                config == null ? null : json(config),
                "collections",
                collections.stream().map(Manifest::json).toList()));
    String head =
        Json.write(Json.object("magic", MAGIC, "version", VERSION, "sha256", digest(backup)));
    // The bytes that the checksum covers stand at the end, before one brace.
    return (head.substring(0, head.length() - 1) + ",\n\"backup\":" + backup + "}\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(String text) {
    return Digest.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, Object> json(StoredFile file) {
    return Json.object("size", file.size(), "sha256", file.sha256());
  }

  private static Map<String, Object> json(Kept kept) {
    Map<String, Object> json = Json.object("name", kept.name(), "backend", kept.backend());
    Passages passages = kept.passages();
    if (passages != null) {
      json.put(
          "passages",
          Json.object(
              "count",
              passages.count(),
              "metric",
              passages.metric().name(),
              "dimension",
              passages.dimension(),
              "model",
              passages.model() == null
                  ? null
                  : Json.object(
                      "name",
                      passages.model().name(),
                      "dimension",
                      passages.model().dimension(),
                      "fingerprint",
                      passages.model().fingerprint()),
              "vectors",
              passages.vectors(),
              "consistent",
              passages.consistent()));
    }
    json.put("files", kept.files().stream().map(Manifest::json).toList());
    if (kept.sources() != null) {
      json.put("sources", json(kept.sources()));
    }
    return json;
  }

  private static Map<String, Object> json(KeptFile file) {
    Map<String, Object> json = Json.object("path", file.path());
    json.putAll(json(file.stored()));
    if (file.mark() != null) {
      json.put("mark", file.mark());
    }
    return json;
  }

  // ---------------------------------------------------------------- reading

  /**
   * Reads a document.
   *
   * @param file its name, for messages
   * @throws RaggedException if it is damaged, of a later version or not a manifest
   */
  static Manifest parse(byte[] bytes, String file) {
    try {
      JsonNode root = JSON.readTree(bytes);
      if (root == null || !MAGIC.equals(root.path("magic").asText())) {
        throw new RaggedException(file + " is not the manifest of a backup.");
      }
      if (root.path("version").asInt(0) > VERSION) {
        throw new RaggedException(file + " was written by a later version; update ragged.");
      }
      JsonNode backup = root.path("backup");
      String text = new String(bytes, StandardCharsets.UTF_8);
      int start = text.indexOf("\"backup\":");
      int end = text.lastIndexOf('}');
      if (root.path("version").asInt(0) < 1
          || start < 0
          || !root.path("sha256")
              .asText()
              .equals(digest(text.substring(start + "\"backup\":".length(), end)))) {
        throw damaged(file, "its checksum is wrong", null);
      }
      return manifest(backup);
    } catch (JsonProcessingException e) {
      throw damaged(file, "it is not JSON", e);
    } catch (java.io.IOException e) {
      throw damaged(file, e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw damaged(file, e.getMessage(), e);
    }
  }

  private static RaggedException damaged(String file, String why, Exception cause) {
    return new RaggedException(
        file + " is damaged (" + why + "); use another backup of the folder.", cause);
  }

  private static Manifest manifest(JsonNode backup) {
    List<Kept> collections = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int files = 0;
    for (JsonNode node : backup.path("collections")) {
      Kept kept = kept(node);
      require(seen.add(kept.backend() + "/" + kept.name()), "a collection twice", kept.name());
      files += kept.files().size();
      require(files <= MAX_FILES, "a number of files", "" + files);
      collections.add(kept);
    }
    JsonNode config = backup.path("config");
    return new Manifest(
        backup.path("created").asText(),
        backup.path("ragged").asText(),
        config.isObject() ? stored(config) : null,
        List.copyOf(collections));
  }

  private static void require(boolean good, String what, String got) {
    if (!good) {
      throw new IllegalArgumentException(what + " that cannot be: " + got);
    }
  }

  private static Kept kept(JsonNode node) {
    String name = node.path("name").asText();
    CollectionSpec.checkName(name);
    String backend = node.path("backend").asText();
    require(BACKEND.matcher(backend).matches(), "a backend", backend);
    List<KeptFile> files = new ArrayList<>();
    Set<String> paths = new HashSet<>();
    for (JsonNode file : node.path("files")) {
      String path = file.path("path").asText();
      require(
          path.length() <= MAX_PATH && PATH.matcher(path).matches() && !path.contains(".."),
          "a path",
          path);
      require(paths.add(path), "a path twice", path);
      files.add(new KeptFile(path, stored(file), file.path("mark").textValue()));
    }
    JsonNode passages = node.path("passages");
    JsonNode sources = node.path("sources");
    return new Kept(
        name,
        backend,
        passages.isObject() ? passages(passages) : null,
        List.copyOf(files),
        sources.isObject() ? stored(sources) : null);
  }

  private static StoredFile stored(JsonNode file) {
    String sha256 = file.path("sha256").asText();
    long size = file.path("size").asLong(-1);
    require(SHA256.matcher(sha256).matches(), "a digest", sha256);
    require(size >= 0, "a size", "" + size);
    return new StoredFile(size, sha256);
  }

  private static Passages passages(JsonNode node) {
    JsonNode model = node.path("model");
    int dimension = node.path("dimension").asInt(-1);
    long count = node.path("count").asLong(-1);
    require(dimension >= 0 && dimension <= CollectionSpec.MAX_DIMENSION, "a size", "" + dimension);
    require(count >= 0, "a number of passages", "" + count);
    return new Passages(
        count,
        Metric.valueOf(node.path("metric").asText()),
        dimension,
        model.isObject()
            ? new ModelIdentity(
                model.path("name").asText(),
                model.path("dimension").asInt(),
                model.path("fingerprint").asText())
            : null,
        node.path("vectors").asBoolean(),
        node.path("consistent").asBoolean());
  }
}
