package dev.ragged.bench;

import dev.ragged.Embedder;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.eval.DataSet;
import dev.ragged.eval.DocumentFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Embeds the data that coders are measured on: passages of documents drawn at random, with headings
 * of the same documents as questions.
 *
 * <p>Usage: {@code EmbedDocuments FILE MODEL_FOLDER|bundled PASSAGES QUESTIONS PATH...}; the file
 * gets a row of little-endian floats per passage, then one per question, and appears whole or not
 * at all. There are fewer passages if the documents have no more.
 */
public final class EmbedDocuments {
  private static final int BATCH = 1_024;

  private EmbedDocuments() {}

  public static void main(String[] args) throws IOException {
    List<Path> documents = Arrays.stream(args).skip(4).map(Path::of).toList();
    try (OnnxEmbedder model =
        args[1].equals("bundled")
            ? OnnxEmbedder.bundled()
            : OnnxEmbedder.fromFolder(Path.of(args[1]))) {
      var limits = new DocumentFolder.Limits(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
      DataSet data = DocumentFolder.read("documents", documents, null, model, limits);
      if (data.questions().size() < limits.questions()) {
        throw new IOException("The documents have only " + data.questions().size() + " headings.");
      }
      EmbeddedDocuments.write(Path.of(args[0]), embed(data, model));
    }
  }

  private static List<float[]> embed(DataSet data, Embedder model) {
    List<String> texts = data.passages();
    List<float[]> rows = new ArrayList<>();
    for (int from = 0; from < texts.size(); from += BATCH) {
      rows.addAll(model.embed(texts.subList(from, Math.min(texts.size(), from + BATCH))));
      System.err.printf("%,d of %,d passages%n", rows.size(), texts.size());
    }
    data.questions().forEach(question -> rows.add(model.embedQuery(question.text())));
    return rows;
  }
}
