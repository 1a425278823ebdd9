package dev.ragged.bench;

import dev.ragged.CollectionSpec;
import dev.ragged.Passage;
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

/** What a search pays for keeping no embeddings, with the bundled model. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecomputeMicrobenchmark {
  private static final int PASSAGES = 1_000;

  /** Made-up passages are short: so many of them together are as long as real ones. */
  private static final int TOGETHER = 5;

  private final OnnxEmbedder model = OnnxEmbedder.bundled();
  private final List<String> texts = new ArrayList<>();
  private List<String> questions;
  private int asked;

  @Setup
  public void prepare() {
    DataSet made = SyntheticSet.of(PASSAGES * TOGETHER, 50, 1);
    for (int i = 0; i < made.passages().size(); i += TOGETHER) {
      texts.add(String.join(" ", made.passages().subList(i, i + TOGETHER)));
    }
    questions = made.questions().stream().map(DataSet.Question::text).toList();
  }

  @TearDown
  public void close() {
    model.close();
  }

  @Benchmark
  public List<float[]> embedOnePassage() {
    return model.embed(List.of(texts.get(asked++ % texts.size())));
  }

  /** All of it, from the text of a question on; the scan of so few is next to nothing of it. */
  @Benchmark
  public SearchResult searchOneThousandPassages(Stored stored) {
    String question = questions.get(asked++ % questions.size());
    return stored.collection.search(SearchRequest.text(question).withK(3));
  }

  /** The passages in a collection, for those who need one: to embed them takes a while. */
  @State(Scope.Benchmark)
  public static class Stored {
    private Path folder;
    private VectorStore store;
    private VectorCollection collection;

    @Setup
    public void prepare(RecomputeMicrobenchmark made) throws IOException {
      List<Passage> passages = new ArrayList<>();
      for (String text : made.texts) {
        passages.add(Passage.of("p" + passages.size(), text));
      }
      folder = Files.createTempDirectory("ragged");
      store = LeannVectorStore.open(folder, made.model);
      collection = store.create(CollectionSpec.of("made"));
      collection.add(passages);
    }

    @TearDown
    public void close() throws IOException {
      collection.close();
      store.drop("made");
      store.close();
      Files.delete(folder);
    }
  }
}
