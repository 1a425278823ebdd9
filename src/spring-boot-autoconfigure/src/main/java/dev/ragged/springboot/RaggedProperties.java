package dev.ragged.springboot;

import dev.ragged.Metric;
import dev.ragged.SearchMode;
import dev.ragged.embed.BatchEmbedder;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code spring.ai.vectorstore.ragged.*}.
 *
 * @param directory folder in which each backend keeps its collections in a folder of its own;
 *     relative to the working directory
 * @param collectionName collection of the vector store, created if there is none
 * @param backend backend that holds the collection; by default the first on the class path that is
 *     available
 * @param settings settings of the backend, by the keys that they have in ragged's config.yaml
 * @param metric how similar two vectors are, of a new collection
 * @param searchMode what ranks documents: vector, lexical, hybrid or auto
 * @param model limits of a Spring AI embedding model that is wrapped
 */
@ConfigurationProperties("spring.ai.vectorstore.ragged")
public record RaggedProperties(
    @DefaultValue("ragged-data") Path directory,
    @DefaultValue("vector-store") String collectionName,
    @Nullable String backend,
    @DefaultValue Map<String, String> settings,
    @DefaultValue("cosine") Metric metric,
    @DefaultValue("vector") SearchMode searchMode,
    @DefaultValue Model model) {

  /**
   * What ragged has to be told of a Spring AI embedding model.
   *
   * @param name name of the model, stored with a new collection, which opens with that model alone;
   *     change it when the model changes. By default the name of its class
   * @param maxTokens maximum number of tokens of a text that the model reads
   * @param batchSize maximum number of texts sent to the model in one call
   * @param costly whether embedding a text costs a request to a server; a new collection then keeps
   *     its vectors
   */
  public record Model(
      @Nullable String name,
      @DefaultValue("" + BatchEmbedder.DEFAULT_MAX_TOKENS) int maxTokens,
      @DefaultValue("" + BatchEmbedder.DEFAULT_BATCH) int batchSize,
      @DefaultValue("true") boolean costly) {}
}
