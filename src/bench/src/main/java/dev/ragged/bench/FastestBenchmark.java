package dev.ragged.bench;

import dev.ragged.bench.EqualRecallContenders.Entry;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.eval.DataSet;
import dev.ragged.eval.EmbeddedSet;
import dev.ragged.eval.EqualRecallReport;
import dev.ragged.eval.EqualRecallResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Compares the fast end of the dial, where vectors are kept, with Lucene's int8 HNSW at equal
 * recall, for more passages than can be embedded: their vectors are generated from real ones.
 *
 * <p>Usage: {@code FastestBenchmark PASSAGES WORK_FOLDER EMBEDDED_FOLDER PATH...}; prints Markdown.
 * The paths are embedded if the folder is empty. Results are kept in {@code fastest.jsonl} in the
 * work folder, and not measured again while they are there.
 */
public final class FastestBenchmark {
  private static final int QUESTIONS = 200;
  private static final long SEED = 1;
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Entry OURS =
      new Entry(EqualRecallContenders.OURS, "ragged, kept in int8", "");
  private static final Entry LUCENE = new Entry("lucene", "Lucene HNSW int7", "");

  private FastestBenchmark() {}

  public static void main(String[] args) throws IOException {
    Path work = Path.of(args[1]);
    List<Path> paths = Arrays.stream(args).skip(3).map(Path::of).toList();
    List<String> questions = HtmlPages.headings(paths, QUESTIONS, SEED);
    try (OnnxEmbedder model = OnnxEmbedder.bundled()) {
      EmbeddedDocuments real = EmbeddedDocuments.of(Path.of(args[2]), model, paths, questions);
      EmbeddedSet set =
          generated(TiledModel.like(model, real), questions, Integer.parseInt(args[0]));
      List<Double> millis =
          questions.stream().map(question -> EqualRecallSet.millis(model, question)).toList();
      var run = new EqualRecallRun(work, model, set, millis, LIMIT);
      var results = new EqualRecallResults(work.resolve("fastest.jsonl"), args[0]);
      List<EqualRecallResult> measured = new ArrayList<>();
      for (Entry entry : List.of(OURS, LUCENE)) {
        measured.add(results.of(entry, () -> run.of(entry)));
      }
      new EqualRecallReport(measured.subList(0, 1), measured.subList(1, 2), List.of())
          .markdown()
          .forEach(System.out::println);
    }
  }

  private static EmbeddedSet generated(TiledModel model, List<String> questions, int passages) {
    List<String> texts = IntStream.range(0, passages).mapToObj(model::text).toList();
    List<float[]> vectors = IntStream.range(0, passages).mapToObj(model::vector).toList();
    DataSet data =
        new DataSet(
            "generated",
            texts,
            questions.stream().map(text -> new DataSet.Question(text, Map.of())).toList());
    return new EmbeddedSet(data, vectors, model.questions(questions.size()), 0, false);
  }
}
