package dev.ragged.bench;

import dev.ragged.CollectionSpec;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.eval.KnownVectors;
import dev.ragged.ingest.Ingester;
import dev.ragged.leann.LeannVectorStore;
import dev.ragged.leann.internal.engine.Coder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Trains the coder that is shipped for the bundled model. It learns from the same number of
 * passages from each of many sources, so that none dominates.
 *
 * <p>Usage: {@code TrainCoder WORK_FOLDER CODE_BYTES:COMPONENTS[,...] PASSAGES_PER_SOURCE
 * SOURCE...}, where a source is a folder of documents. The work folder keeps their embeddings. For
 * each number of bytes writes {@code coder-<id>.pb} into the work folder and prints its name, its
 * size and the error that it measured; without components it is a transform coder. Ends with the
 * model's fingerprint.
 */
public final class TrainCoder {
  private static final String COLLECTION = "drawn";
  private static final long SEED = 1;

  /** Larger files are skipped: one alone could supply all passages of its source. */
  private static final long MAX_FILE_BYTES = 400_000;

  private TrainCoder() {}

  public static void main(String[] args) throws IOException {
    Path work = Path.of(args[0]);
    List<String> coders = List.of(args[1].split(","));
    int passages = Integer.parseInt(args[2]);
    List<Path> sources = Arrays.stream(args).skip(3).map(Path::of).toList();
    try (OnnxEmbedder model = OnnxEmbedder.bundled()) {
      List<float[]> vectors = new ArrayList<>();
      for (Path source : sources) {
        vectors.addAll(vectors(work, model, source, passages));
        System.err.println(vectors.size() + " passages, including " + source);
      }
      int dimension = model.identity().dimension();
      float[] rows = new float[vectors.size() * dimension];
      for (int i = 0; i < vectors.size(); i++) {
        System.arraycopy(vectors.get(i), 0, rows, i * dimension, dimension);
      }
      for (String size : coders) {
        try (Coder coder = train(rows, dimension, size)) {
          byte[] bytes = coder.toBytes();
          Path file = work.resolve("coder-" + coder.id() + ".pb");
          Files.write(file, bytes);
          System.out.println(size + ": " + file + ", " + bytes.length + " bytes, " + coder.error());
        }
      }
      System.out.println(model.identity().fingerprint());
    }
  }

  /**
   * @param size the bytes of a code and, for a product coder, its components
   */
  private static Coder train(float[] rows, int dimension, String size) {
    String[] numbers = size.split(":");
    int codeBytes = Integer.parseInt(numbers[0]);
    return numbers.length == 1
        ? Coder.train(rows, dimension, codeBytes)
        : Coder.trainProduct(rows, dimension, codeBytes, Integer.parseInt(numbers[1]));
  }

  /** Embeds a source only once, since training is repeated often. */
  private static List<float[]> vectors(Path work, OnnxEmbedder model, Path source, int count)
      throws IOException {
    Path file = work.resolve("vectors").resolve(source.getFileName() + "-" + count + ".f32");
    if (!Files.exists(file)) {
      KnownVectors known = new KnownVectors(model);
      Files.createDirectories(file.getParent());
      EmbeddedDocuments.write(file, known.embed(draw(work, known, source, count)));
    }
    return EmbeddedDocuments.read(file, model.identity().dimension());
  }

  private static List<String> draw(Path work, KnownVectors known, Path source, int count)
      throws IOException {
    List<Path> files = documents(source);
    Collections.shuffle(files, new Random(SEED));
    try (VectorStore store = LeannVectorStore.open(work, known)) {
      store.drop(COLLECTION);
      try (VectorCollection collection = store.create(CollectionSpec.of(COLLECTION))) {
        Ingester ingester = Indexing.ingester(collection, known);
        for (int i = 0; i < files.size() && collection.info().passages() < count; i++) {
          ingester.add(List.of(files.get(i)));
        }
        return Indexing.texts(collection);
      }
    }
  }

  private static List<Path> documents(Path source) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      return new ArrayList<>(
          files
              .filter(file -> file.toString().matches(".*\\.(x?html|txt|md)"))
              .filter(file -> Files.isRegularFile(file) && file.toFile().length() <= MAX_FILE_BYTES)
              .sorted()
              .toList());
    }
  }
}
