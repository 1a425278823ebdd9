package dev.ragged.eval;

import dev.ragged.Embedder;
import dev.ragged.Passage;
import dev.ragged.ingest.IngestOptions;
import dev.ragged.ingest.PassageReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Documents of any indexable kind, split into passages as {@code ragged add} does. */
public final class DocumentFolder {
  private static final long SEED = 1;

  private DocumentFolder() {}

  /**
   * How much to read.
   *
   * @param passages maximum number: whole documents are drawn at random, and the last one is cut
   *     off
   * @param questions maximum number, where they are headings drawn at random
   */
  public record Limits(int passages, int questions) {}

  /**
   * Reads documents.
   *
   * @param name for display
   * @param questions a file with a question per line, or null for the documents' headings
   * @param model will embed the passages; its tokenizer limits their length
   */
  public static DataSet read(
      String name, Path documents, Path questions, Embedder model, Limits limits) {
    return read(name, List.of(documents), questions, model, limits);
  }

  /**
   * Reads documents from several files and folders.
   *
   * @param name for display
   * @param questions a file with a question per line, or null for the documents' headings
   * @param model will embed the passages; its tokenizer limits their length
   */
  public static DataSet read(
      String name, List<Path> documents, Path questions, Embedder model, Limits limits) {
    List<Path> files = new ArrayList<>(PassageReader.files(documents));
    // Without a limit the order stays.
    if (limits.passages() < Integer.MAX_VALUE) {
      Collections.shuffle(files, new Random(SEED));
    }
    List<String> texts = new ArrayList<>();
    List<Path> used = new ArrayList<>();
    try (PassageReader reader = new PassageReader(model.tokenizer(), options(model.maxTokens()))) {
      for (Path file : files) {
        if (texts.size() >= limits.passages()) {
          break;
        }
        List<Passage> passages = reader.read(file);
        if (!passages.isEmpty()) {
          used.add(file);
          passages.forEach(passage -> texts.add(passage.text()));
        }
      }
    }
    List<String> kept = texts.subList(0, Math.min(texts.size(), limits.passages()));
    return new DataSet(name, kept, questions(questions, used, limits));
  }

  private static List<DataSet.Question> questions(Path file, List<Path> documents, Limits limits) {
    try {
      List<String> texts =
          file != null
              ? Questions.fromFile(file)
              : Questions.headings(documents, limits.questions(), SEED);
      return texts.stream().map(text -> new DataSet.Question(text, Map.of())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IngestOptions options(int maxTokens) {
    IngestOptions defaults = IngestOptions.defaults();
    int chunk = Math.min(defaults.chunkTokens(), maxTokens);
    return new IngestOptions(
        chunk,
        Math.min(defaults.overlapTokens(), chunk / 4),
        defaults.maxFileBytes(),
        defaults.batchPassages());
  }
}
