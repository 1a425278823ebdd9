package dev.ragged.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ragged.Embedder;
import dev.ragged.eval.DataSet;
import dev.ragged.eval.DocumentFolder;
import dev.ragged.eval.EmbeddedSet;
import dev.ragged.eval.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What {@link EqualRecallBenchmark} asks about, in a file: reading the documents takes longer than
 * many of the measurements, each of which has a process of its own.
 *
 * @param questionMillis how long it takes to embed each question
 */
record EqualRecallSet(List<String> passages, List<String> questions, List<Double> questionMillis) {
  /** Tells of embedding on standard error. */
  static final Progress PROGRESS =
      (what, done, total) -> {
        if (done % 1_024 == 0) {
          System.err.printf("%s %,d of %,d%n", what, done, total);
        }
      };

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "set.json";

  /** Reads documents, and embeds their passages unless that was done before. */
  static EqualRecallSet prepare(
      Path work, List<Path> documents, DocumentFolder.Limits limits, Embedder model)
      throws IOException {
    DataSet data = DocumentFolder.read("documents", documents, null, model, limits);
    List<String> questions = data.questions().stream().map(DataSet.Question::text).toList();
    EqualRecallSet set = new EqualRecallSet(data.passages(), questions, List.of());
    if (Files.exists(work.resolve(FILE)) && read(work).digest().equals(set.digest())) {
      // A run that goes on takes the times of its beginning.
      set = read(work);
    } else {
      // Warms up.
      questions.forEach(model::embedQuery);
      List<Double> millis = questions.stream().map(question -> millis(model, question)).toList();
      set = new EqualRecallSet(data.passages(), questions, millis);
    }
    set.embedded(work, model, PROGRESS);
    JSON.writeValue(Files.createDirectories(work).resolve(FILE).toFile(), set);
    return set;
  }

  /** How long it takes to embed a question. */
  static double millis(Embedder model, String question) {
    long start = System.nanoTime();
    model.embedQuery(question);
    return (System.nanoTime() - start) / 1e6;
  }

  static EqualRecallSet read(Path work) throws IOException {
    return JSON.readValue(work.resolve(FILE).toFile(), EqualRecallSet.class);
  }

  private DataSet data() {
    return new DataSet(
        "documents",
        passages,
        questions.stream().map(text -> new DataSet.Question(text, Map.of())).toList());
  }

  /** Tells results of this set from others'. */
  String digest() {
    return data().digest();
  }

  EmbeddedSet embedded(Path work, Embedder model, Progress progress) {
    return EmbeddedSet.of(data(), model, work.resolve("vectors"), progress);
  }
}
