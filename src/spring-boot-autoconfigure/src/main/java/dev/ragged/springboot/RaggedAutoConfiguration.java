package dev.ragged.springboot;

import dev.ragged.CollectionExistsException;
import dev.ragged.CollectionSpec;
import dev.ragged.Embedder;
import dev.ragged.GivenVectors;
import dev.ragged.OperationListener;
import dev.ragged.VectorCollection;
import dev.ragged.VectorStore;
import dev.ragged.spi.Backend;
import dev.ragged.springai.RaggedVectorStore;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.vectorstore.observation.VectorStoreObservationConvention;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * A {@link RaggedVectorStore} and all that it needs, each unless the application has its own: a
 * backend, a store and a collection. The application may use these too; they are closed with it.
 */
@AutoConfiguration(after = RaggedModelAutoConfiguration.class)
@EnableConfigurationProperties(RaggedProperties.class)
@ConditionalOnProperty(
    name = "spring.ai.vectorstore.type",
    havingValue = "ragged",
    matchIfMissing = true)
@ConditionalOnMissingBean(org.springframework.ai.vectorstore.VectorStore.class)
public final class RaggedAutoConfiguration {
  RaggedAutoConfiguration() {} // for Spring Boot

  @Bean
  @ConditionalOnMissingBean
  Backend raggedBackend(RaggedProperties properties) {
    return Backends.choose(properties);
  }

  @Bean
  @ConditionalOnMissingBean
  VectorStore raggedStore(
      Backend backend, Embedder embedder, ObjectProvider<OperationListener> listeners) {
    VectorStore store = backend.open(embedder, GivenVectors.CHECK);
    for (OperationListener listener : listeners.orderedStream().toList()) {
      store = store.observed(listener);
    }
    return store;
  }

  @Bean
  @ConditionalOnMissingBean
  VectorCollection raggedCollection(VectorStore store, RaggedProperties properties) {
    String name = properties.collectionName();
    if (!store.names().contains(name)) {
      try {
        return store.create(new CollectionSpec(name, properties.metric(), 0));
      } catch (CollectionExistsException e) {
        // Another application has just made it.
      }
    }
    return store.open(name);
  }

  @Bean
  @ConditionalOnMissingBean
  RaggedVectorStore vectorStore(
      VectorCollection collection,
      RaggedProperties properties,
      ObjectProvider<ObservationRegistry> observations,
      ObjectProvider<VectorStoreObservationConvention> convention) {
    return RaggedVectorStore.builder(collection)
        .searchMode(properties.searchMode())
        .observationRegistry(observations.getIfUnique(() -> ObservationRegistry.NOOP))
        .customObservationConvention(convention.getIfAvailable(() -> null))
        .build();
  }
}
