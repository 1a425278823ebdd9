package dev.ragged.langchain4j;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.Selection;
import dev.ragged.VectorCollection;
import dev.ragged.embed.LangChain4jEmbedder;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.leann.LeannOptions;
import dev.ragged.leann.LeannVectorStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The ways to use the store that LangChain4j's suites run in. Models are loaded once. */
enum SetUp {
  /** ragged's bundled model, also as LangChain4j's. */
  BUNDLED(GivenVectors.CHECK),
  /** A model of LangChain4j's, wrapped; the store checks that it yields the given vectors. */
  CHECKED(GivenVectors.CHECK),
  /** The same; the store takes the caller's word for it. */
  TRUSTED(GivenVectors.TRUST),
  /** The same; the store keeps what it is given. */
  KEPT(GivenVectors.KEEP),
  /** The store has no model. */
  ALONE(GivenVectors.CHECK);

  private static final int DIMENSION = 384;

  private final GivenVectors given;

  /** Made once: that takes longer than most tests. */
  private @Nullable VectorCollection collection;

  SetUp(GivenVectors given) {
    this.given = given;
  }

  /** What the suites embed with. */
  EmbeddingModel model() {
    return this == BUNDLED ? Bundled.MODEL : Wrapped.MODEL;
  }

  private @Nullable Embedder embedder() {
    return switch (this) {
      case BUNDLED -> Bundled.EMBEDDER;
      case ALONE -> null;
      default -> Wrapped.EMBEDDER;
    };
  }

  /** The collection of this set-up, emptied; it stays open. */
  synchronized VectorCollection collection() {
    if (collection == null) {
      LeannOptions options = LeannOptions.defaults().withGivenVectors(given);
      try {
        Path folder = Files.createTempDirectory(Path.of("target"), "suite");
        collection =
            LeannVectorStore.open(folder, embedder(), options)
                .create(CollectionSpec.of("suite", DIMENSION));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    collection.delete(Selection.all());
    return collection;
  }

  private static final class Bundled {
    static final Embedder EMBEDDER = OnnxEmbedder.bundled();
    static final EmbeddingModel MODEL = new RaggedEmbeddingModel(EMBEDDER);
  }

  private static final class Wrapped {
    static final EmbeddingModel MODEL = new Remembering(new AllMiniLmL6V2QuantizedEmbeddingModel());
    static final Embedder EMBEDDER = new LangChain4jEmbedder("all-minilm-l6-v2-q", MODEL);
  }

  /** The suites embed the same few texts hundreds of times. */
  private record Remembering(EmbeddingModel model, Map<String, Embedding> known)
      implements EmbeddingModel {
    Remembering(EmbeddingModel model) {
      this(model, new ConcurrentHashMap<>());
    }

    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
      return Response.from(
          segments.stream()
              .map(one -> known.computeIfAbsent(one.text(), text -> model.embed(text).content()))
              .toList());
    }

    @Override
    public int dimension() {
      return model.dimension();
    }
  }
}
