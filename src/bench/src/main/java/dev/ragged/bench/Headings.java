package dev.ragged.bench;

import dev.ragged.Embedder;
import dev.ragged.eval.DataSet;
import dev.ragged.eval.DocumentFolder;
import java.nio.file.Path;
import java.util.List;

/** Headings of documents, as questions. */
final class Headings {
  private Headings() {}

  /**
   * Reads them.
   *
   * @param most how many at most
   */
  static List<String> of(List<Path> documents, Embedder model, int most) {
    var limits = new DocumentFolder.Limits(Integer.MAX_VALUE, most);
    return DocumentFolder.read("documents", documents, null, model, limits).questions().stream()
        .map(DataSet.Question::text)
        .toList();
  }
}
