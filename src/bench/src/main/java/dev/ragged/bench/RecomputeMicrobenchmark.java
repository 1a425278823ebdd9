package dev.ragged.bench;

import dev.ragged.CollectionSpec;
import dev.ragged.Passage;
import dev.ragged.SearchMode;
import dev.ragged.SearchRequest;
import dev.ragged.SearchResult;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.eval.DataSet;
import dev.ragged.eval.SyntheticSet;
import dev.ragged.leann.LeannVectorStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a search pays for storing no embeddings, with the bundled model. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecomputeMicrobenchmark {
  private static final int PASSAGES = 1_000;

  /** Synthetic passages are short; this many joined are as long as a real one. */
  private static final int JOINED = 5;

  private final OnnxEmbedder model = OnnxEmbedder.bundled();
  private final List<String> texts = new ArrayList<>();
  private List<String> questions;
  private int calls;

  @Setup
  public void prepare() {
    DataSet data = SyntheticSet.of(PASSAGES * JOINED, 50, 1);
    for (int i = 0; i < data.passages().size(); i += JOINED) {
      texts.add(String.join(" ", data.passages().subList(i, i + JOINED)));
    }
    questions = data.questions().stream().map(DataSet.Question::text).toList();
  }

  @TearDown
  public void close() {
    model.close();
  }

  @Benchmark
  public List<float[]> embedOnePassage() {
    return model.embed(List.of(texts.get(calls++ % texts.size())));
  }

  /**
   * A whole search, including embedding the question; scanning so few codes takes next to nothing.
   */
  @Benchmark
  public SearchResult searchOneThousandPassages(StoredPassages stored) {
    String question = questions.get(calls++ % questions.size());
    return stored.collection.search(
        SearchRequest.text(question).withMode(SearchMode.VECTOR).withK(3));
  }

  /** A collection of the passages, for benchmarks that need one; embedding takes a while. */
  @State(Scope.Benchmark)
  public static class StoredPassages {
    private Path folder;
    private VectorStore store;
    private VectorCollection collection;

    @Setup
    public void prepare(RecomputeMicrobenchmark benchmark) throws IOException {
      List<Passage> passages = new ArrayList<>();
      for (String text : benchmark.texts) {
        passages.add(Passage.of("p" + passages.size(), text));
      }
      folder = Files.createTempDirectory("ragged");
      store = LeannVectorStore.open(folder, benchmark.model);
      collection = store.create(CollectionSpec.of("passages"));
      collection.add(passages);
    }

    @TearDown
    public void close() throws IOException {
      collection.close();
      store.drop("passages");
      store.close();
      Files.delete(folder);
    }
  }
}
