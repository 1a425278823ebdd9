package dev.ragged.leann.upstream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ragged.Metric;
import dev.ragged.Page;
import dev.ragged.PageRequest;
import dev.ragged.Passage;
import dev.ragged.RaggedException;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.leann.internal.engine.Graph;
import dev.ragged.leann.internal.storage.Vectors;
import dev.ragged.spi.DataFolders;
import dev.ragged.spi.Unfinished;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Writes a collection as an index for the Python package LEANN: its HNSW backend, compact and
 * without vectors. All vectors are in memory while the graph is built.
 */
public final class UpstreamExport {
  /** Neighbours of a node (M); this and efConstruction below are the package's own defaults. */
  private static final int DEGREE = 32;

  private static final int BUILD_COMPLEXITY = 200;

  private static final long SEED = 1;
  private static final int PAGE = 64;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path index;
  private final Path unfinished;
  private final String model;
  private final LongConsumer progress;
  private long offset;

  private UpstreamExport(Path index, Path unfinished, String model, LongConsumer progress) {
    this.index = index;
    this.unfinished = unfinished;
    this.model = model;
    this.progress = progress;
  }

  /**
   * Writes an index; its files appear once all are complete.
   *
   * @param collection compared by cosine; every passage needs a text, since Python recomputes the
   *     vectors from those
   * @param index as Python names it, such as {@code documents.leann}
   * @param model the model that Python will load, such as {@code
   *     sentence-transformers/all-MiniLM-L6-v2}
   * @param progress receives the number of passages read so far; may throw to stop
   * @throws RaggedException if the index already exists or a passage has no text
   */
  public static void write(
      VectorCollection collection, Path index, String model, LongConsumer progress) {
    Path target = index.toAbsolutePath();
    Unfinished unfinished = Unfinished.of(target); // sweeps, even if there is nothing to write
    if (Files.exists(target.resolveSibling(target.getFileName() + ".meta.json"))) {
      throw new RaggedException(index + " already exists; name another index or remove its files.");
    }
    if (collection.info().metric() != Metric.COSINE) {
      throw new RaggedException(
          "Collection '"
              + collection.info().name()
              + "' does not compare by cosine; only such collections can be exported.");
    }
    try {
      Files.createDirectories(target.getParent());
      try (unfinished) {
        Files.createDirectory(unfinished.path());
        new UpstreamExport(target, unfinished.path(), model, progress).run(collection);
      }
    } catch (IOException e) {
      throw new RaggedException("Cannot write " + index + ": " + e.getMessage() + ".", e);
    }
    try {
      DataFolders.sync(target.getParent());
    } catch (IOException e) {
      throw new RaggedException(
          index + " was written, but a power failure may still undo it; write it again.", e);
    }
  }

  private void run(VectorCollection collection) throws IOException {
    int count = Math.toIntExact(collection.info().passages());
    int dimension = collection.info().dimension();
    float[] vectors = new float[Math.multiplyExact(count, dimension)];
    String stem = index.getFileName().toString().replaceFirst("\\.[^.]+$", "");
    int written = 0;
    try (OutputStream passages = open(index.getFileName() + ".passages.jsonl");
        PickledOffsetsWriter offsets =
            new PickledOffsetsWriter(open(index.getFileName() + ".passages.idx"));
        OutputStream ids = open(stem + ".ids.txt")) {
      String cursor = null;
      do {
        progress.accept(written);
        Page<Passage> page = collection.get(Selection.all(), new PageRequest(cursor, PAGE));
        List<float[]> rows = collection.embeddings(page.items().stream().map(Passage::id).toList());
        for (int i = 0; i < page.items().size(); i++) {
          if (written == count || rows.get(i) == null) {
            throw new RaggedException("The collection changed during the export; export it again.");
          }
          Passage passage = page.items().get(i);
          write(passage, passages, offsets, ids);
          System.arraycopy(Vectors.unit(rows.get(i)), 0, vectors, written * dimension, dimension);
          written++;
        }
        cursor = page.next();
      } while (cursor != null);
    }
    if (written != count) {
      throw new RaggedException("The collection changed during the export; export it again.");
    }
    progress.accept(written);
    try (Graph graph =
        Graph.build(vectors, dimension, Metric.DOT_PRODUCT, DEGREE, BUILD_COMPLEXITY, SEED)) {
      Files.write(unfinished.resolve(stem + ".index"), graph.writeUpstream());
    }
    Path meta = unfinished.resolve(index.getFileName() + ".meta.json");
    JSON.writerWithDefaultPrettyPrinter().writeValue(meta.toFile(), meta(dimension));
    try (Stream<Path> files = Files.list(unfinished)) {
      // The file that names the others comes last, so that the index appears whole.
      for (Path file : files.filter(file -> !file.equals(meta)).toList()) {
        publish(file);
      }
    }
    DataFolders.sync(index.getParent());
    publish(meta);
  }

  private void publish(Path file) throws IOException {
    Unfinished.sync(file);
    Files.move(file, index.resolveSibling(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
  }

  private OutputStream open(String name) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(unfinished.resolve(name)));
  }

  private void write(
      Passage passage, OutputStream passages, PickledOffsetsWriter offsets, OutputStream ids)
      throws IOException {
    if (passage.text() == null) {
      throw new RaggedException(
          "Passage '"
              + passage.id()
              + "' has no text, so Python cannot recompute its vector; delete it or export another"
              + " collection.");
    }
    if (passage.id().lines().count() != 1 || passage.id().endsWith("\n")) {
      throw new RaggedException(
          "The id '"
              + passage.id()
              + "' has more than one line, which LEANN's list of ids does not allow; rename it.");
    }
    byte[] line =
        JSON.writeValueAsBytes(
            JSON.createObjectNode()
                .put("id", passage.id())
                .put("text", passage.text())
                .set("metadata", JSON.valueToTree(passage.metadata().asMap())));
    offsets.put(passage.id(), offset);
    passages.write(line);
    passages.write('\n');
    offset += line.length + 1;
    ids.write((passage.id() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private ObjectNode meta(int dimension) {
    String passages = index.getFileName() + ".passages.jsonl";
    String offsets = index.getFileName() + ".passages.idx";
    // In this order, so that equal collections give equal files.
    ObjectNode meta = JSON.createObjectNode();
    meta.put("version", "1.1")
        .put("backend_name", "hnsw")
        .put("embedding_model", model)
        .put("embedding_mode", "sentence-transformers")
        .put("dimensions", dimension);
    meta.putObject("backend_kwargs")
        .put("M", DEGREE)
        .put("efConstruction", BUILD_COMPLEXITY)
        .put("distance_metric", "cosine")
        .put("is_compact", true)
        .put("is_recompute", true);
    meta.putArray("passage_sources")
        .addObject()
        .put("type", "jsonl")
        .put("path", passages)
        .put("path_relative", passages)
        .put("index_path", offsets)
        .put("index_path_relative", offsets);
    return meta.put("is_compact", true).put("is_pruned", true);
  }
}
