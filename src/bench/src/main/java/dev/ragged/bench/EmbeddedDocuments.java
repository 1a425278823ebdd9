package dev.ragged.bench;

import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.eval.FloatRows;
import dev.ragged.eval.KnownVectors;
import dev.ragged.leann.LeannVectorStore;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Passages of documents with their embeddings, and embeddings of questions. Made once and kept in a
 * folder: the passages as a collection, the vectors in {@code vectors.f32} as rows of little-endian
 * floats, one per passage and then one per question.
 */
record EmbeddedDocuments(List<String> texts, List<float[]> vectors, List<float[]> questionVectors) {
  static final String COLLECTION = "passages";
  private static final String VECTORS = "vectors.f32";

  static EmbeddedDocuments of(
      Path folder, Embedder model, List<Path> documents, List<String> questions)
      throws IOException {
    Path file = folder.resolve(VECTORS);
    KnownVectors known = new KnownVectors(model);
    List<String> texts;
    try (VectorStore store = LeannVectorStore.open(folder, known)) {
      if (!Files.exists(file)) {
        store.drop(COLLECTION);
        try (VectorCollection collection = store.create(CollectionSpec.of(COLLECTION))) {
          Indexing.ingester(collection, model).add(documents);
        }
      }
      try (VectorCollection collection = store.open(COLLECTION)) {
        texts = Indexing.texts(collection);
      }
    }
    if (!Files.exists(file)) {
      List<float[]> rows = new ArrayList<>(known.embed(texts));
      questions.forEach(question -> rows.add(model.embedQuery(question)));
      write(file, rows);
    }
    List<float[]> rows = read(file, model.identity().dimension());
    if (rows.size() != texts.size() + questions.size()) {
      throw new IOException(folder + " has vectors of other documents or questions; delete it.");
    }
    return new EmbeddedDocuments(
        texts, rows.subList(0, texts.size()), rows.subList(texts.size(), rows.size()));
  }

  /** Writes rows of little-endian floats. */
  static void write(Path file, List<float[]> rows) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try (var out = new DataOutputStream(Files.newOutputStream(unfinished))) {
      FloatRows.write(out, rows);
    }
    Files.move(unfinished, file);
  }

  static List<float[]> read(Path file, int dimension) throws IOException {
    long count = Files.size(file) / dimension / Float.BYTES;
    try (var in = new DataInputStream(Files.newInputStream(file))) {
      return FloatRows.read(in, dimension, count);
    }
  }
}
