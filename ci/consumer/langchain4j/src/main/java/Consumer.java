import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.query.Query;
import dev.langchain4j.store.embedding.EmbeddingStoreIngestor;
import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.embed.OnnxEmbedder;
import dev.ragged.langchain4j.RaggedContentRetriever;
import dev.ragged.langchain4j.RaggedEmbeddingModel;
import dev.ragged.langchain4j.RaggedEmbeddingStore;
import dev.ragged.leann.LeannVectorStore;
import java.nio.file.Path;
import java.util.List;

/** A program that uses ragged through LangChain4j: ingests documents and retrieves one. */
public final class Consumer {
  public static void main(String[] args) {
    try (Embedder model = OnnxEmbedder.bundled();
        VectorStore store = LeannVectorStore.open(Path.of(args[0]), model);
        VectorCollection notes = store.create(CollectionSpec.of("notes"))) {
      EmbeddingStoreIngestor.builder()
          .embeddingModel(new RaggedEmbeddingModel(model))
          .embeddingStore(RaggedEmbeddingStore.of(notes))
          .build()
          .ingest(
              List.of(
                  Document.from(
                      "Green tea is steeped at eighty degrees.", Metadata.from("source", "tea")),
                  Document.from("The moon orbits the earth in a month.")));
      Content best =
          RaggedContentRetriever.of(notes).retrieve(Query.from("How hot should the water be?")).get(0);
      System.out.println(
          best.textSegment().metadata().getString("source") + " | " + best.textSegment().text());
    }
  }
}
